import { describe, expect, it } from "vitest";
import { parseRulePage } from "../../src/dev/rule-page.ts";

/** A page with these lines under `## Examples`. */
function pageOf(...examples: readonly string[]): string {
  return `<!-- generated: header -->
# late-copy
<!-- /generated -->

## Why

It costs time.

\`\`\`dockerfile
FROM outside-of-cases
\`\`\`

## Examples

${examples.join("\n")}

## When not to use it

Never.
`;
}

function problemsOf(...examples: readonly string[]): readonly string[] {
  return parseRulePage(pageOf(...examples)).problems.map(({ message }) => message);
}

const bad = ["```dockerfile bad", "FROM a", "```", "```findings", "1:1-1:5 info it is bad", "```"];

describe("parseRulePage", () => {
  it("reads every part of a case", () => {
    const page = parseRulePage(
      pageOf(
        "### a case",
        "Prose with `code`.",
        "```dockerfile bad",
        "# comment",
        "",
        "FROM a",
        "```",
        "```findings",
        "1:1-1:2 error wrong",
        "```",
        "```dockerfile fixed",
        "FROM b",
        "```",
        "```text created=.dockerignore",
        ".git",
        "```",
        "```dockerfile good",
        "FROM c",
        "```",
        "```json file=app/package.json",
        "{}",
        "```",
        "```text file=video.mp4 size=1.5MB",
        "```",
        "```json options",
        '{ "target": "build", "buildArgs": { "A": "1" } }',
        "```",
        "### another case",
        "```dockerfile good",
        "FROM d",
        "```",
      ),
    );
    expect(page.problems).toEqual([]);
    const [first, second] = page.cases;
    expect(first).toMatchObject({
      name: "a case",
      bad: {
        dockerfile: { content: "# comment\n\nFROM a\n" },
        findings: { content: "1:1-1:2 error wrong\n" },
        fixed: { content: "FROM b\n" },
        created: [{ path: ".dockerignore", fence: { content: ".git\n" } }],
      },
      good: [{ content: "FROM c\n" }],
      files: [
        { path: "app/package.json", size: null, fence: { content: "{}\n" } },
        { path: "video.mp4", size: 1_500_000, fence: { content: "" } },
      ],
      options: { target: "build", buildArgs: { A: "1" } },
    });
    expect(second).toMatchObject({ name: "another case", bad: null, options: {} });
  });

  it("gives the place of each fence", () => {
    const text = pageOf("### a case", ...bad);
    const page = parseRulePage(text);
    const { span } = page.cases[0]!.bad!.findings;
    expect(text.slice(span.start, span.end)).toBe("1:1-1:5 info it is bad\n");
  });

  it("lets a longer fence hold back-ticks", () => {
    const page = parseRulePage(pageOf("### a case", "````dockerfile good", "RUN echo", "```", "# x", "````"));
    expect(page.cases[0]!.good[0]!.content).toBe("RUN echo\n```\n# x\n");
  });

  it("takes no heading from inside a fence", () => {
    const page = parseRulePage(pageOf("### a case", "```dockerfile good", "## Why", "### x", "```"));
    expect(page.problems).toEqual([]);
    expect(page.cases).toHaveLength(1);
  });

  it.each<[string, readonly string[], string]>([
    ["a fence outside of cases", bad, "stands in no `###` case"],
    ["an unknown fence", ["### c", ...bad, "```sh", "```"], "the fence `sh` has no meaning"],
    ["a fence without words", ["### c", ...bad, "```", "```"], "the fence `` has no meaning"],
    ["two bad examples", ["### c", ...bad, ...bad], "a second `bad` fence"],
    ["bad without findings", ["### c", ...bad.slice(0, 3)], "has no `findings` fence"],
    [
      "findings without bad",
      ["### c", "```dockerfile good", "```", ...bad.slice(3)],
      "need a `dockerfile bad`",
    ],
    ["a case without example", ["### c", "```text file=a", "```"], "there is no `dockerfile bad`"],
    ["a fence that stays open", ["### c", "```dockerfile good", "FROM a"], "is not closed"],
    ["a size without unit", ["### c", ...bad, "```text file=a size=12", "```"], "`12` is no size"],
    ["options that are no JSON", ["### c", ...bad, "```json options", "{", "```"], "the options are no JSON"],
    ["an unknown option", ["### c", ...bad, "```json options", '{"colour":1}', "```"], "no option `colour`"],
    [
      "an option of another type",
      ["### c", ...bad, "```json options", '{"target":1}', "```"],
      "`target` is no string",
    ],
    [
      "options twice",
      ["### c", ...bad, "```json options", "{}", "```", "```json options", "{}", "```"],
      "a second `json options`",
    ],
  ])("complains of %s", (_, examples, message) => {
    expect(problemsOf(...examples).join("\n")).toContain(message);
  });

  it.each([
    ["no heading", ""],
    ["headings in another order", "## Examples\n\n## Why\n\n## When not to use it\n"],
    ["one heading too many", "## Why\n\n## Examples\n\n## Notes\n\n## When not to use it\n"],
  ])("complains of %s", (_, text) => {
    const messages = parseRulePage(text).problems.map(({ message }) => message);
    expect(messages.join("\n")).toContain("the `##` headings are not: Why, Examples, When not to use it");
  });
});
