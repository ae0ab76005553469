import { describe, expect, it } from "vitest";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import { readSuppressions } from "../../src/engine/suppressions.ts";
import { defineRule } from "../../src/rule/rule.ts";
import { parse } from "../../src/syntax/parse.ts";

const rules = ["late-copy", "odd-order"].map((id, index) =>
  defineRule({
    id,
    summary: "A rule for tests",
    category: "style",
    severity: "info",
    preset: "recommended",
    fixable: false,
    since: "0.1.0",
    aliases: [`XX${index + 1}`],
    check: {},
  }),
);
const { ruleSet } = resolveRules(rules, defaultSettings);
const ran = new Set(["late-copy"]);

function book(...lines: readonly string[]) {
  const text = lines.join("\n");
  const suppressions = readSuppressions(parse(text), ruleSet);
  return {
    /** Whether a finding of `late-copy` at the first place of this text is hidden. */
    hides(at: string, rule = "late-copy"): boolean {
      const start = text.indexOf(at);
      expect(start).not.toBe(-1);
      const aliases = rules.find(({ id }) => id === rule)?.aliases ?? [];
      return suppressions.hides({ rule, aliases, at: { start, end: start + at.length } }) !== null;
    },
    settle: () => suppressions.settle(ran),
  };
}

describe("a suppression above an instruction", () => {
  it.each<[string, readonly string[], string, boolean]>([
    ["hides a finding in it", ["FROM a", "# stowage ignore late-copy -- why", "COPY x y"], "COPY", true],
    ["hides nothing above it", ["FROM a", "# stowage ignore late-copy -- why", "COPY x y"], "FROM", false],
    [
      "hides nothing further below",
      ["# stowage ignore late-copy -- why", "FROM a", "COPY x y"],
      "COPY",
      false,
    ],
    ["takes aliases", ["# stowage ignore XX1 -- why", "FROM a"], "FROM", true],
    ["takes any letter case", ["# stowage ignore xx1 -- why", "FROM a"], "FROM", true],
    [
      "takes the name of a tool before an alias",
      ["# stowage ignore hadolint/XX1 -- why", "FROM a"],
      "FROM",
      true,
    ],
    ["takes `all`", ["# stowage ignore all -- why", "FROM a"], "FROM", true],
    ["takes several names", ["# stowage ignore odd-order, late-copy -- why", "FROM a"], "FROM", true],
    ["takes names without commas", ["# stowage ignore odd-order late-copy -- why", "FROM a"], "FROM", true],
    ["needs no reason to work", ["# stowage ignore late-copy", "FROM a"], "FROM", true],
    ["needs no blank after #", ["#stowage ignore late-copy", "FROM a"], "FROM", true],
    ["takes no names from the reason", ["# stowage ignore odd-order -- late-copy", "FROM a"], "FROM", false],
    ["may stand among other comments", ["# stowage ignore late-copy", "# more", "FROM a"], "FROM", true],
    ["may be indented", ["FROM a", "  # stowage ignore late-copy", "COPY x y"], "COPY", true],
    ["ends at a blank line", ["# stowage ignore late-copy", "", "FROM a"], "FROM", false],
    [
      "may be cut off by a blank line",
      ["# stowage ignore late-copy", "# x", "", "# y", "FROM a"],
      "FROM",
      false,
    ],
    ["works with CRLF", ["# stowage ignore late-copy\r", "FROM a\r"], "FROM", true],
    [
      "hides deep inside a continued instruction",
      ["FROM a", "# stowage ignore late-copy", "RUN a && \\", "  # note", "  bee"],
      "bee",
      true,
    ],
    ["works from inside it", ["FROM a", "RUN a && \\", "  # stowage ignore late-copy", "  bee"], "RUN", true],
    [
      "hides in a heredoc",
      ["FROM a", "# stowage ignore late-copy", "RUN <<E", "# x", "bee", "E"],
      "bee",
      true,
    ],
    [
      "is not read from a heredoc",
      ["FROM a", "RUN <<E", "# stowage ignore late-copy", "bee", "E"],
      "bee",
      false,
    ],
    ["is no other comment", ["# we use stowage ignore late-copy", "FROM a"], "FROM", false],
    ["is no longer word", ["# stowage ignored late-copy", "FROM a"], "FROM", false],
  ])("%s", (_, lines, at, hidden) => {
    expect(book(...lines).hides(at)).toBe(hidden);
  });

  it("hides only the rules that it names", () => {
    expect(book("# stowage ignore late-copy", "FROM a").hides("FROM", "odd-order")).toBe(false);
  });

  it("covers a finding at the end of the instruction", () => {
    const text = "# stowage ignore late-copy\nFROM a\n";
    const suppressions = readSuppressions(parse(text), ruleSet);
    const end = text.length - 1;
    expect(suppressions.hides({ rule: "late-copy", aliases: [], at: { start: end, end } })).not.toBeNull();
  });
});

describe("a suppression for the file", () => {
  it.each<[string, readonly string[], boolean]>([
    ["hides everywhere", ["FROM a", "COPY x y", "# stowage ignore-file late-copy -- why"], true],
    ["may stand alone", ["# stowage ignore-file late-copy -- why", "", "FROM a", "COPY x y"], true],
    ["names rules too", ["# stowage ignore-file odd-order -- why", "FROM a", "COPY x y"], false],
  ])("%s", (_, lines, hidden) => {
    expect(book(...lines).hides("COPY")).toBe(hidden);
  });
});

describe("settle", () => {
  it("says of each name what became of it", () => {
    const read = book(
      "# stowage ignore late-copy, XX2, laet-copy, nonsense --  old  base ",
      "FROM a",
      "# stowage ignore all",
      "COPY x y",
    );
    read.hides("FROM");
    const [first, second] = read.settle();
    expect(first).toMatchObject({ scope: "instruction", reason: "old  base", attached: true });
    expect(first!.names.map(({ text, use, suggestion }) => [text, use, suggestion])).toEqual([
      ["late-copy", "used", null],
      ["XX2", "idle", null],
      ["laet-copy", "unknown", "late-copy"],
      ["nonsense", "unknown", null],
    ]);
    expect(second).toMatchObject({ reason: null, names: [{ text: "all", use: "unused" }] });
  });

  it("lets codes stand for which there is no rule on purpose", () => {
    const [suppression] = book("# stowage ignore aa93e17f, TALLY/eol-last, XX1 -- why", "FROM a").settle();
    expect(suppression!.names.map(({ use }) => use)).toEqual(["idle", "idle", "unused"]);
  });

  it("gives the ranges of comment and names", () => {
    const text = "FROM a\n\t# stowage ignore late-copy,XX2 -- why\nCOPY x y\n";
    const [suppression] = readSuppressions(parse(text), ruleSet).settle(ran);
    const slice = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    expect(slice(suppression!.range)).toBe("# stowage ignore late-copy,XX2 -- why");
    expect(suppression!.names.map(({ range }) => slice(range))).toEqual(["late-copy", "XX2"]);
  });

  it("knows when no instruction follows", () => {
    const uses = book(
      "FROM a",
      "# stowage ignore all -- why",
      "",
      "# stowage ignore-file all -- why",
    ).settle();
    expect(uses.map(({ attached }) => attached)).toEqual([false, true]);
  });

  it("takes an empty reason for none", () => {
    expect(book("# stowage ignore all --", "FROM a").settle()[0]!.reason).toBeNull();
  });
});
