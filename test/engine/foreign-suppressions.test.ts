import { describe, expect, it } from "vitest";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import { readSuppressions } from "../../src/engine/suppressions.ts";
import { parse } from "../../src/syntax/parse.ts";

/** Whether a finding with these aliases, at the first place of `at`, is hidden. */
function isHidden(
  lines: readonly string[],
  at: string,
  aliases: readonly string[],
  { hadolintComments = true, today = null as string | null, check = null as string | null } = {},
): boolean {
  const text = lines.join("\n");
  const { ruleSet } = resolveRules([], { ...defaultSettings, hadolintComments });
  const start = text.indexOf(at);
  expect(start).not.toBe(-1);
  const book = readSuppressions(parse(text), ruleSet, { today, check });
  expect(book.settle(new Set())).toEqual([]);
  return book.hides({ rule: "any-rule", aliases, at: { start, end: start + at.length } }) !== null;
}

type Case = [
  title: string,
  lines: readonly string[],
  at: string,
  aliases: readonly string[],
  hidden: boolean,
];

describe("comments for hadolint", () => {
  it.each<Case>([
    ["hide in the next line", ["# hadolint ignore=DL3006", "FROM a"], "FROM", ["DL3006"], true],
    [
      "hide one of several aliases",
      ["# hadolint ignore=DL3006", "FROM a"],
      "FROM",
      ["DS-0001", "DL3006"],
      true,
    ],
    ["hide no other code", ["# hadolint ignore=DL3006", "FROM a"], "FROM", ["DL3007"], false],
    ["hide nothing without a code", ["# hadolint ignore=DL3006", "FROM a"], "FROM", [], false],
    ["take a list", ["# hadolint ignore=DL3006 , SC2046,DL3007", "FROM a"], "FROM", ["DL3007"], true],
    ["take blanks", ["#   hadolint   ignore = DL3006  ", "FROM a"], "FROM", ["DL3006"], true],
    ["take no blanks too", ["#hadolint ignore=DL3006", "FROM a"], "FROM", ["DL3006"], true],
    ["take free text behind #", ["# hadolint ignore=DL3006 # why not", "FROM a"], "FROM", ["DL3006"], true],
    ["take no other free text", ["# hadolint ignore=DL3006 why not", "FROM a"], "FROM", ["DL3006"], false],
    ["are void with another letter", ["# hadolint ignore=DL3006,foo", "FROM a"], "FROM", ["DL3006"], false],
    ["know upper case only", ["# hadolint ignore=dl3006", "FROM a"], "FROM", ["DL3006"], false],
    ["end at a blank line", ["# hadolint ignore=DL3006", "", "FROM a"], "FROM", ["DL3006"], false],
    ["end at another comment", ["# hadolint ignore=DL3006", "# x", "FROM a"], "FROM", ["DL3006"], false],
    [
      "count only next to the instruction",
      ["# hadolint ignore=DL3006", "# hadolint ignore=DL3007", "FROM a"],
      "FROM",
      ["DL3006"],
      false,
    ],
    [
      "hide all of a long instruction",
      ["FROM a", "# hadolint ignore=DL3008", "RUN a \\", " bee"],
      "bee",
      ["DL3008"],
      true,
    ],
    [
      "hide in a heredoc",
      ["FROM a", "# hadolint ignore=DL3008", "RUN <<E", "bee", "E"],
      "bee",
      ["DL3008"],
      true,
    ],
    ["hide in a trigger", ["FROM a", "# hadolint ignore=DL3008", "ONBUILD RUN x"], "x", ["DL3008"], true],
    ["hide nothing further below", ["# hadolint ignore=DL3008", "FROM a", "RUN x"], "RUN", ["DL3008"], false],
    [
      "do not work inside an instruction",
      ["FROM a", "RUN a \\", "# hadolint ignore=DL3008", " b"],
      "RUN",
      ["DL3008"],
      false,
    ],
    ["work with CRLF", ["# hadolint ignore=DL3006\r", "FROM a\r"], "FROM", ["DL3006"], true],
    ["hide in a whole stage", ["# hadolint stage ignore=DL3008", "FROM a", "RUN x"], "RUN", ["DL3008"], true],
    [
      "hide in no other stage",
      ["# hadolint stage ignore=DL3008", "FROM a", "FROM b", "RUN x"],
      "RUN",
      ["DL3008"],
      false,
    ],
    [
      "need FROM for a stage",
      ["FROM a", "# hadolint stage ignore=DL3008", "RUN x"],
      "RUN",
      ["DL3008"],
      false,
    ],
    [
      "hide in a whole file",
      ["FROM a", "RUN x", "", "# hadolint global ignore=DL3006"],
      "FROM",
      ["DL3006"],
      true,
    ],
    [
      "name a shell, which hides nothing",
      ["# hadolint shell=powershell", "FROM a"],
      "FROM",
      ["DL3006"],
      false,
    ],
  ])("%s", (_, lines, at, aliases, hidden) => {
    expect(isHidden(lines, at, aliases)).toBe(hidden);
  });

  it("can be turned off, all forms", () => {
    for (const form of ["ignore", "stage ignore", "global ignore"]) {
      const lines = [`# hadolint ${form}=DL3006`, "FROM a"];
      expect(isHidden(lines, "FROM", ["DL3006"])).toBe(true);
      expect(isHidden(lines, "FROM", ["DL3006"], { hadolintComments: false })).toBe(false);
    }
    expect(
      isHidden(["# tally ignore=DL3006", "FROM a"], "FROM", ["DL3006"], { hadolintComments: false }),
    ).toBe(true);
  });
});

describe("the check directive", () => {
  it.each<Case>([
    [
      "hides in the whole file",
      ["# check=skip=StageNameCasing", "FROM a", "RUN x"],
      "RUN",
      ["StageNameCasing"],
      true,
    ],
    ["hides no other check", ["# check=skip=StageNameCasing", "FROM a"], "FROM", ["FromAsCasing"], false],
    [
      "takes lists and options",
      ["# check=skip=A,StageNameCasing;error=true", "FROM a"],
      "FROM",
      ["StageNameCasing"],
      true,
    ],
    ["takes `all`", ["# check=skip=all", "FROM a"], "FROM", ["StageNameCasing"], true],
    [
      "means BuildKit's checks by that",
      ["# check=skip=all", "FROM a"],
      "FROM",
      ["DL3006", "CKV_DOCKER_3"],
      false,
    ],
    ["does not reach what stops the build", ["# check=skip=all", "FROM a"], "FROM", ["BuildError"], false],
    [
      "does not reach experimental ones",
      ["# check=skip=all", "FROM a"],
      "FROM",
      ["InvalidDefinitionDescription"],
      false,
    ],
    ["is cut at a blank", ["# check=skip=A, StageNameCasing", "FROM a"], "FROM", ["StageNameCasing"], false],
    ["minds letter case", ["# check=skip=stagenamecasing", "FROM a"], "FROM", ["StageNameCasing"], false],
    [
      "does nothing when it is broken",
      ["# check=skip=StageNameCasing;nonsense", "FROM a"],
      "FROM",
      ["StageNameCasing"],
      false,
    ],
    [
      "stands at the top only",
      ["# hello", "# check=skip=StageNameCasing", "", "FROM a", "RUN x"],
      "RUN",
      ["StageNameCasing"],
      false,
    ],
  ])("%s", (_, lines, at, aliases, hidden) => {
    expect(isHidden(lines, at, aliases)).toBe(hidden);
  });
});

it("a build argument takes the place of the check directive", () => {
  const lines = ["# check=skip=StageNameCasing", "FROM a"];
  const check = "skip=FromAsCasing";
  expect(isHidden(lines, "FROM", ["StageNameCasing"], { check })).toBe(false);
  expect(isHidden(lines, "FROM", ["FromAsCasing"], { check })).toBe(true);
  expect(isHidden(["FROM a"], "FROM", ["FromAsCasing"], { check })).toBe(true);
});

describe("a check comment above an instruction", () => {
  const skip = "# check=skip=JSONArgsRecommended";
  it.each<Case>([
    ["hides in it", ["FROM a", skip, "CMD x"], "CMD", ["JSONArgsRecommended"], true],
    ["hides nothing elsewhere", ["FROM a", skip, "RUN y", "CMD x"], "CMD", ["JSONArgsRecommended"], false],
    ["takes prose", ["FROM a", `${skip} // why`, "CMD x"], "CMD", ["JSONArgsRecommended"], true],
    ["stands above blank lines", ["FROM a", skip, "", "CMD x"], "CMD", ["JSONArgsRecommended"], true],
    [
      "stands above other comments",
      ["FROM a", skip, "# more", "CMD x"],
      "CMD",
      ["JSONArgsRecommended"],
      true,
    ],
    ["is dropped by an empty comment", ["FROM a", skip, "#", "CMD x"], "CMD", ["JSONArgsRecommended"], false],
    ["counts behind an empty comment", ["FROM a", "#", skip, "CMD x"], "CMD", ["JSONArgsRecommended"], true],
    ["must not be indented", ["FROM a", ` ${skip}`, "CMD x"], "CMD", ["JSONArgsRecommended"], false],
    ["counts once", ["FROM a", "# check=skip=A", skip, "CMD x"], "CMD", ["JSONArgsRecommended"], false],
    [
      "counts once, broken or not",
      ["FROM a", "# check=nonsense", skip, "CMD x"],
      "CMD",
      ["JSONArgsRecommended"],
      false,
    ],
    [
      "is not read inside an instruction",
      ["FROM a", "RUN a \\", skip, " b", "CMD x"],
      "CMD",
      ["JSONArgsRecommended"],
      false,
    ],
    [
      "does not reach checks of the whole file",
      ["FROM a", "# check=skip=DuplicateStageName", "FROM b AS a"],
      "FROM b",
      ["DuplicateStageName"],
      false,
    ],
    [
      "stands above the later of two",
      ["FROM a", "CMD one", "# check=skip=MultipleInstructionsDisallowed", "CMD two"],
      "CMD one",
      ["MultipleInstructionsDisallowed"],
      true,
    ],
    [
      "does not stand above the earlier",
      ["FROM a", "# check=skip=MultipleInstructionsDisallowed", "CMD one", "CMD two"],
      "CMD one",
      ["MultipleInstructionsDisallowed"],
      false,
    ],
  ])("%s", (_, lines, at, aliases, hidden) => {
    expect(isHidden(lines, at, aliases)).toBe(hidden);
  });
});

describe("comments for scanners", () => {
  const root = ["DS-0002", "CKV_DOCKER_3", "fd54f200"];
  it.each<Case>([
    ["trivy", ["FROM a", "#trivy:ignore:DS-0002", "USER root"], "USER", root, true],
    ["trivy, older names", ["FROM a", "# trivy:ignore:AVD-DS-0002", "USER root"], "USER", root, true],
    ["trivy, oldest names", ["FROM a", "# trivy:ignore:DS002", "USER root"], "USER", root, true],
    [
      "trivy, several",
      ["FROM a", "#trivy:ignore:DS-0001 trivy:ignore:DS-0002", "USER root"],
      "USER",
      root,
      true,
    ],
    ["trivy, another", ["FROM a", "#trivy:ignore:DS-0001", "USER root"], "USER", root, false],
    ["trivy, elsewhere", ["FROM a", "#trivy:ignore:DS-0002", "RUN x", "USER root"], "USER", root, false],
    [
      "checkov, anywhere",
      ["FROM a", "USER root", "", "#checkov:skip=CKV_DOCKER_3:reason"],
      "USER",
      root,
      true,
    ],
    ["checkov, another", ["FROM a", "USER root", "#checkov:skip=CKV_DOCKER_1"], "USER", root, false],
    ["KICS, whole file", ["# kics-scan ignore", "FROM a", "USER root"], "USER", root, true],
    [
      "KICS, whole file, not in the middle",
      ["FROM a", "# kics-scan ignore", "", "USER root"],
      "USER",
      root,
      false,
    ],
    [
      "KICS, one query",
      ["# kics-scan disable=aa93e17f,fd54f200-402c-4333-a5a4-36ef6709af2f", "FROM a", "USER root"],
      "USER",
      root,
      true,
    ],
    ["KICS, another query", ["# kics-scan disable=aa93e17f", "FROM a", "USER root"], "USER", root, false],
    ["KICS, only this", ["# kics-scan enable=fd54f200", "FROM a", "USER root"], "USER", root, false],
    ["KICS, only another", ["# kics-scan enable=aa93e17f", "FROM a", "USER root"], "USER", root, true],
    ["KICS, what it does not know", ["# kics-scan ignore", "FROM a"], "FROM", ["DL3006"], false],
    ["KICS, one line", ["FROM a", "# kics-scan ignore-line", "USER root"], "USER", root, true],
    ["KICS, one stage", ["# kics-scan ignore-block", "FROM a", "USER root"], "USER", root, true],
    [
      "KICS, one stage of two",
      ["# kics-scan ignore-block", "FROM a", "FROM b", "USER root"],
      "USER",
      root,
      false,
    ],
  ])("%s", (_, lines, at, aliases, hidden) => {
    expect(isHidden(lines, at, aliases)).toBe(hidden);
  });

  it.each([
    ["2026-12-30", true],
    ["2026-12-31", true],
    ["2027-01-01", false],
    [null, true],
  ])("trivy's date of expiry, on %s", (today, hidden) => {
    const lines = ["#trivy:ignore:DS-0002:exp:2026-12-31", "FROM a"];
    expect(isHidden(lines, "FROM", root, { today })).toBe(hidden);
  });
});

describe("comments for other linters", () => {
  it.each<Case>([
    ["ShellCheck", ["# shellcheck disable=SC2046,SC2086", "RUN a"], "RUN", ["SC2086"], true],
    ["ShellCheck, a range", ["# shellcheck disable=SC3000-SC3040 # all", "RUN a"], "RUN", ["SC3010"], true],
    [
      "ShellCheck, the end of a range",
      ["# shellcheck disable=SC3000-SC3010", "RUN a"],
      "RUN",
      ["SC3010"],
      false,
    ],
    ["ShellCheck, all", ["# shellcheck disable=all", "RUN a"], "RUN", ["SC1000"], true],
    ["ShellCheck, what it does not report", ["# shellcheck disable=all", "RUN a"], "RUN", ["DL3059"], false],
    ["ShellCheck, another directive", ["# shellcheck source=/dev/null", "RUN a"], "RUN", ["SC1091"], false],
    ["tally", ["# tally ignore=no-latest", "FROM a"], "FROM", ["tally/no-latest"], true],
    ["tally, with its name", ["# tally ignore=tally/no-latest", "FROM a"], "FROM", ["tally/no-latest"], true],
    ["tally, codes of hadolint", ["# tally ignore=hadolint/DL3006", "FROM a"], "FROM", ["DL3006"], true],
    [
      "tally, codes of BuildKit",
      ["# tally ignore=buildkit/StageNameCasing", "FROM a"],
      "FROM",
      ["StageNameCasing"],
      true,
    ],
    [
      "tally, bare codes",
      ["# tally ignore=DL3007,DL3006;reason=why, not", "FROM a"],
      "FROM",
      ["DL3006"],
      true,
    ],
    [
      "tally, no names in reasons",
      ["# tally ignore=DL3007;reason=DL3006,DL3006", "FROM a"],
      "FROM",
      ["DL3006"],
      false,
    ],
    ["tally, names in a group", ["# tally ignore=php/old", "FROM a"], "FROM", ["tally/php/old"], true],
    ["tally, all", ["# tally ignore=all", "FROM a"], "FROM", ["DL3006"], true],
    ["tally, nothing of its own", ["# tally ignore=all", "FROM a"], "FROM", [], false],
    ["tally, one instruction", ["# tally ignore=DL3006", "FROM a", "FROM b"], "FROM b", ["DL3006"], false],
    ["tally, the file", ["FROM a", "FROM b", "# tally global ignore=DL3006"], "FROM b", ["DL3006"], true],
    ["dockerfile-utils", ["# dockerfile-utils: ignore", "FROM a"], "FROM", ["INVALID_AS"], true],
    [
      "dockerfile-utils, next line only",
      ["# dockerfile-utils: ignore", "# x", "FROM a"],
      "FROM",
      ["INVALID_AS"],
      false,
    ],
    [
      "dockerfile-utils, what only others say",
      ["# dockerfile-utils: ignore", "FROM a"],
      "FROM",
      ["DL3006"],
      false,
    ],
    ["dockerfile-utils, what only stowage says", ["# dockerfile-utils: ignore", "FROM a"], "FROM", [], false],
  ])("%s", (_, lines, at, aliases, hidden) => {
    expect(isHidden(lines, at, aliases)).toBe(hidden);
  });
});

it("reads thousands of comments in one pass", () => {
  const comments = Array.from({ length: 20_000 }, (_, index) => `# hadolint ignore=DL${index}`);
  expect(isHidden([...comments, "FROM a"], "FROM", ["DL19999"])).toBe(true);
});
