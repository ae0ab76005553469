import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeElement, markdownCode, markdownLine } from "../../src/report/escape-markdown.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { awkwardRun } from "./awkward-run.ts";
import { fileResult, findingAt, sampleEstimate, sampleOptions, sampleRun } from "./sample-run.ts";

describe("text in Markdown", () => {
  it.each([
    ["plain words, 100 %", "plain words, 100 %"],
    ["`COPY . .` comes *first*", "`COPY . .` comes \\*first\\*"],
    ["<b>@me</b> & #1", "&#60;b&#62;@<!-- -->me&#60;/b&#62; &#38; #<!-- -->1"],
    ["[l](http://x) a|b ~~c~~ \\", "\\[l\\](http&#58;//x) a\\|b \\~\\~c\\~\\~ \\\\"],
    ["`a|b` and `c\\`", "<code>a&#124;b</code> and <code>c&#92;</code>"],
    ["a ` alone", "a &#96; alone"],
    ["`a` and ` alone", "`a` and &#96; alone"],
    ["an empty `` pair", "an empty <code></code> pair"],
    ["two\r\nlines\u202e\u001b[1m", "two␍␊lines\ufffd␛\\[1m"],
  ])("%j", (text, markdown) => {
    expect(markdownLine(text)).toBe(markdown);
  });

  it("never ends a cell or a line", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "|", "\\", "a", "\n", " ", "<", "@") }), (text) => {
        for (const made of [markdownLine(text), markdownCode(text), codeElement(text)]) {
          expect(made).not.toContain("\n");
          // What GitHub takes for the end of a cell: no back-slash in front that is not itself escaped.
          expect(made.replace(/\\[!-/:-@[-`{-~]/g, "")).not.toContain("|");
          expect(made.replace(/<\/?code>|<!-- -->/g, "-").replace(/`[^`]*`/g, "")).not.toMatch(/[<`]|@\w/);
        }
      }),
    );
  });
});

describe("the summary in Markdown", () => {
  it("has the findings, dearest first, what could not be checked, and the bill", () => {
    expect(reportMarkdown(sampleRun, sampleOptions)).toBe(`## stowage

3 findings in 2 files: 1 error, 1 warning, 1 style · 2 suppressed · 1 problem · the next build: 41 s (12–130 s) expected

Not or not wholly checked:

- \`gone\`: There is no such file or folder.
- \`b c/Dockerfile\`: Rule broken-rule broke: x is undefined.

| Severity | Where | What | Saves in each later build |
|---|---|---|---|
| warning | \`app/Dockerfile:3\` | \`COPY . .\` comes before \`npm install\`. Copy \`package.json\` first. [sample-rule](https://unpkg.com/stowage@1.2.3/rules/sample-rule.md) | 41 s (12–130 s, prior) |
| error | \`app/Dockerfile:4\` | The sample is wrong. [sample-rule](https://unpkg.com/stowage@1.2.3/rules/sample-rule.md) |  |
| style | \`app/Dockerfile:1\` | \`node\` has no tag. [style-rule](https://unpkg.com/stowage@1.2.3/rules/style-rule.md) |  |

### What the builds take

<details>
<summary><code>app&#47;Dockerfile</code>: 41 s (12–130 s) expected, 200 s (80 s – 2.0 h) with nothing cached</summary>

| Line | Step | Reused | Cost when it runs | Expected per build |
|---:|---|---:|---:|---:|
| 1 | \`FROM node\` | >99 % | 10 s (2.0–40 s) | 0 s |
| 4 | \`RUN npm install && npm cache clean\` | 12 % | 47 s (15–150 s) | 41 s |

Basis: prior: typical values, nothing measured here

</details>

Parentheses hold 90 % intervals.
`);
  });

  it("keeps a row for each finding whatever it says", () => {
    const rows = reportMarkdown(awkwardRun, sampleOptions)
      .split("\n")
      .filter((row) => row.startsWith("| "));
    expect(rows).toHaveLength(1 + 7);
    for (const row of rows) expect(row.replace(/\\\\|\\\|/g, "").split("|")).toHaveLength(6);
  });

  it("says that there was nothing to check", () => {
    expect(reportMarkdown({ files: [], leftOut: [], problems: [] }, sampleOptions)).toBe(
      "## stowage\n\nNo Dockerfile was checked.\n",
    );
  });

  it("stays below what GitHub takes, and says what is left out", () => {
    const text = "FROM a\n";
    const findings = Array.from({ length: 5000 }, () => findingAt(text, "a", { message: "|".repeat(3000) }));
    const step = { ...sampleEstimate.steps[1]!, instruction: `RUN ${"`|".repeat(500)}` };
    const estimate = { ...sampleEstimate, steps: Array.from({ length: 40 }, () => ({ ...step })) };
    const files = Array.from({ length: 12 }, (_, at) =>
      fileResult(text, at === 0 ? findings : [], { path: `${"|".repeat(100)}${at}`, estimate }),
    );
    const problems = Array.from({ length: 99 }, () => ({ path: "x", message: "|".repeat(3000) }));
    const made = reportMarkdown({ files, leftOut: [], problems }, sampleOptions);
    expect(new TextEncoder().encode(made).length).toBeLessThan(2 ** 20);
    expect(made).toContain("\n\n… and 4800 more.\n");
    expect(made).toContain("\n\n… and 49 more.\n");
    expect(made).toContain("\n\n… and 2 Dockerfiles more.\n");
    expect(made).toContain("\n\n25 steps that take less are not shown.\n");
  });
});
