import { describe, expect, it } from "vitest";
import { readStowageFile } from "../../src/config/stowage-file.ts";
import { defineRule, type Rule } from "../../src/rule/rule.ts";

const common = {
  summary: "A rule for tests",
  category: "style",
  severity: "info",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  check: {},
} as const;

const rules: readonly Rule[] = [
  defineRule({ ...common, id: "late-copy", aliases: ["XX1"] }),
  defineRule({
    ...common,
    id: "odd-registry",
    aliases: ["XX2", "Shared"],
    options: {
      registries: { kind: "strings", summary: "Registries", default: [] },
      isStrict: { kind: "boolean", summary: "Strictness", default: false },
    },
  }),
  defineRule({ ...common, id: "odd-order", aliases: ["Shared"] }),
];

const read = (text: string) => readStowageFile(text, { shown: "c.yaml", directory: "/app/conf" }, rules);

describe("a configuration", () => {
  it("holds every setting, with its place", () => {
    const file = read(
      [
        "# Comments are fine.",
        "extends: [../base.yaml]",
        "preset: strict",
        "select: [late-copy, xx2]",
        "ignore: XX1",
        "severities:",
        "  XX2: off",
        "  late-copy: error",
        "options:",
        "  XX2:",
        "    registries: [docker.io]",
        "failOn: none",
        "context: ../..",
        "hadolintComments: false",
        "overrides:",
        "  - files: a/**",
        "    preset: recommended",
      ].join("\n"),
    );
    expect(file.problems).toEqual([]);
    expect(file.extends).toEqual([{ path: "/app/base.yaml", line: 2, column: 11 }]);
    expect(file.sections).toEqual([
      {
        files: null,
        choices: [
          { setting: "preset", value: "strict", origin: "c.yaml:3" },
          { setting: "select", value: ["late-copy", "xx2"], origin: "c.yaml:4" },
          { setting: "ignore", name: "XX1", origin: "c.yaml:5" },
          { setting: "severity", name: "XX2", value: "off", origin: "c.yaml:7" },
          { setting: "severity", name: "late-copy", value: "error", origin: "c.yaml:8" },
          {
            setting: "option",
            rule: "odd-registry",
            name: "registries",
            value: ["docker.io"],
            origin: "c.yaml:11",
          },
          { setting: "failOn", value: "none", origin: "c.yaml:12" },
          { setting: "context", value: "/", origin: "c.yaml:13" },
          { setting: "hadolintComments", value: false, origin: "c.yaml:14" },
        ],
      },
      { files: ["a/**"], choices: [{ setting: "preset", value: "recommended", origin: "c.yaml:17" }] },
    ]);
  });

  it.each(["", "# nothing\n", "---\n", "ignore:\nseverities:\noptions:\n"])("may be empty: %j", (text) => {
    expect(read(text)).toEqual({ extends: [], sections: [{ files: null, choices: [] }], problems: [] });
  });

  it("takes an option under an alias of several rules for those that have it", () => {
    const { sections, problems } = read("options: {Shared: {isStrict: true}}");
    expect(problems).toEqual([]);
    expect(sections[0]!.choices).toMatchObject([{ rule: "odd-registry", name: "isStrict" }]);
  });
});

describe("a mistake", () => {
  it.each<[text: string, place: `${number}:${number}`, message: string]>([
    ["presett: strict", "1:1", "there is no setting `presett`; did you mean `preset`?"],
    ["fail-on: info", "1:1", "there is no setting `fail-on`; did you mean `failOn`?"],
    [
      "preset: strict\nnonsensical: 1",
      "2:1",
      "there is no setting `nonsensical`; known are `extends`, `preset`, ",
    ],
    [
      "preset: strickt",
      "1:9",
      "`preset` takes one of `recommended`, `strict`, `hadolint`, `buildkit`; not `strickt`; did you mean `strict`?",
    ],
    ["preset: [strict]", "1:9", "`preset` takes one of `recommended`, `strict`"],
    ["failOn: true", "1:9", "`failOn` takes one of `error`, `warning`, `info`, `style`, `none`; not `true`"],
    ["ignore: [late-copy, late-cpoy]", "1:21", "there is no rule `late-cpoy`; did you mean `late-copy`?"],
    ["select:\n  - 12", "2:5", "an entry of `select` is no text"],
    ["ignore: {late-copy: true}", "1:9", "`ignore` is no text"],
    ["severities:\n  late-cpoy: off", "2:3", "there is no rule `late-cpoy`; did you mean `late-copy`?"],
    [
      "severities:\n  late-copy: of",
      "2:14",
      "`late-copy` takes one of `error`, `warning`, `info`, `style`, `off`; not `of`",
    ],
    ["severities: [late-copy]", "1:13", "`severities` is no map of names to values"],
    ["options: {late-cpoy: {}}", "1:11", "there is no rule `late-cpoy`"],
    [
      "options:\n  odd-registry:\n    registrys: [a]",
      "3:5",
      "in the options of `odd-registry`: there is no option `registrys`; did you mean `registries`?",
    ],
    [
      "options:\n  odd-registry:\n    isStrict: very",
      "3:15",
      "in the options of `odd-registry`: `isStrict` is neither true nor false",
    ],
    ["options: {late-copy: {any: 1}}", "1:23", "in the options of `late-copy`: there is no option `any`"],
    ["context: [a]", "1:10", "`context` is no text"],
    ["hadolintComments: no", "1:19", "`hadolintComments` is neither true nor false"],
    ["extends: {a: b}", "1:10", "`extends` is no text"],
    ["overrides: {files: a}", "1:12", "`overrides` is no list"],
    ["overrides:\n  - preset: strict", "2:5", "the override names no files; add `files`, a list of patterns"],
    ["overrides:\n  - files: []", "2:5", "the override names no files"],
    ["overrides:\n  - file: a\n    files: a", "2:5", "there is no setting `file`; did you mean `files`?"],
    ["overrides:\n  - files: a\n    extends: b", "3:5", "there is no setting `extends`"],
    ["- preset", "1:1", "the configuration is no map of names to values"],
    ["preset: strict\npreset: strict", "2:1", "the text is no YAML"],
    ["a: &x [*x]", "1:1", "there is no setting `a`"],
    ["ignore: &x [late-copy]\nselect: *x", "2:9", "aliases are not supported; write the value out"],
    ["preset: strict\n---\npreset: strict", "2:1", "the text is no YAML: Source contains multiple documents"],
    ["\tpreset: strict", "1:1", "the text is no YAML"],
    ["ignore: ['late-copy]", "1:21", "the text is no YAML"],
    [`a: ${"[".repeat(40)}${"]".repeat(40)}`, "1:24", "the value is nested too deeply"],
  ])("%j stands at %s", (text, place, message) => {
    const problems = read(text).problems.map(
      ({ line, column, message: said }) => [`${line}:${column}`, said.slice(0, message.length)] as const,
    );
    expect(problems).toContainEqual([place, message]);
  });

  it("does not hide the others", () => {
    expect(read("presett: strict\nfailOn: of\nignore: [x, y]").problems).toHaveLength(4);
  });
});
