import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../rules/index.ts";
import {
  type ArchitectureCheck,
  filesAreNamed,
  filesAreShort,
  importsGoDown,
  nodeOnlyAtTheEdge,
  rulesAreComplete,
  rulesStayUnnamed,
} from "../src/dev/architecture.ts";
import { type ProjectFile, ruleIndex, rulePage, rulesReadme } from "../src/dev/generated-files.ts";

const project: readonly ProjectFile[] = ["src", "rules", "test"].flatMap(filesIn);

function filesIn(folder: string): readonly ProjectFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|md)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/"))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

function textOf(path: string): string {
  return project.find((file) => file.path === path)?.text ?? "";
}

/** Generated files that are not what `npm run generate` would write. */
const generatedFilesAreCurrent: ArchitectureCheck = (files) => {
  const text = (path: string): string => files.find((file) => file.path === path)?.text ?? "";
  const expected = [
    ruleIndex(rules.map(({ id }) => id)),
    rulesReadme(text("rules/README.md"), rules),
    ...rules.map((rule) => rulePage(text(`rules/${rule.id}.md`), rule)),
  ];
  return expected
    .filter((file) => text(file.path) !== file.text || !file.text.includes("enerated"))
    .map(({ path }) => `${path} is stale: run \`npm run generate\``);
};

interface Invariant {
  readonly check: ArchitectureCheck;
  /** Files that break it, each with a part of what is said of it. */
  readonly violations: readonly (readonly [path: string, text: string, complaint: string])[];
}

const someRule = rules[0]!;
const somePage = `rules/${someRule.id}.md`;

const invariants: Readonly<Record<string, Invariant>> = {
  "imports go down": {
    check: importsGoDown,
    violations: [
      ["src/text/planted.ts", 'import { parse } from "../syntax/parse.ts";\n', "text may not import syntax"],
      [
        "src/syntax/planted.ts",
        'import type { Step } from "../model/build-file.ts";\n',
        "may not import model",
      ],
      ["src/syntax/planted.ts", 'export * from "../model/build-file.ts";\n', "may not import model"],
      ["src/model/planted.ts", 'import {\n  lint,\n} from "../engine/lint.ts";\n', "may not import engine"],
      ["src/model/planted.ts", 'const later = await import("../engine/lint.ts");\n', "may not import engine"],
      ["src/model/planted.ts", 'import "dockerfile-ast";\n', "may not import this package"],
      ["src/engine/planted.ts", 'import { rules } from "../../rules/index.ts";\n', "may not import rules"],
      ["src/rule/planted.ts", 'import { analyze } from "../analysis/fact.ts";\n', "only types of analysis"],
      ["src/report/planted.ts", 'import { type A, b } from "../engine/lint.ts";\n', "only types of engine"],
      ["src/engine/planted.ts", 'import { main } from "../cli/main.ts";\n', "nobody imports cli"],
      ["src/novelty/planted.ts", 'import { lint } from "../engine/lint.ts";\n', "novelty is no layer"],
      ["src/engine/planted.ts", 'import x from "../../test/planted.ts";\n', "no part of the program"],
      [somePage.replace(".md", "-planted.ts"), `import a from "./${someRule.id}.ts";\n`, "no other rule"],
      ["rules/planted.ts", 'import { lint } from "../src/engine/lint.ts";\n', "rules may not import engine"],
    ],
  },
  "node only at the edge": {
    check: nodeOnlyAtTheEdge,
    violations: [
      ["src/analysis/planted.ts", 'import { readFileSync } from "node:fs";\n', "imports node:fs"],
      ["src/host/planted.ts", 'import { readFileSync } from "node:fs";\n', "imports node:fs"],
      ["src/index.ts", 'export { join } from "node:path";\n', "imports node:path"],
      ["rules/planted.ts", "const now = Date.now();\n", "uses Date.now"],
      ["src/estimate/planted.ts", "const chance = Math.random();\n", "uses Math.random"],
    ],
  },
  "nothing outside rules/ names a rule": {
    check: rulesStayUnnamed,
    violations: [
      ["src/report/planted.ts", `const special = "${someRule.id}";\n`, `names the rule ${someRule.id}`],
    ],
  },
  "rule, page and index go together": {
    check: rulesAreComplete,
    violations: [
      ["rules/planted.ts", "", "rules/planted.md is missing"],
      ["rules/planted.ts", "", "rules/index.ts lacks planted"],
      ["rules/planted.ts", 'export default defineRule({\n  id: "other",\n', "has not the id planted"],
      ["rules/planted.ts", "export const a = 1;\n", "has another export than its rule"],
      ["rules/planted.md", "", "rules/planted.ts is missing"],
    ],
  },
  "files are named for what they hold": {
    check: filesAreNamed,
    violations: [
      ["src/text/utils.ts", "", "named for nothing in particular"],
      ["test/text/helpers.ts", "", "named for nothing in particular"],
      ["src/text/LineIndex.ts", "", "not in kebab-case"],
    ],
  },
  "files are short": {
    check: filesAreShort,
    violations: [
      ["src/text/planted.ts", "\n".repeat(501), "501 lines"],
      ["rules/planted.ts", "\n".repeat(151), "151 lines"],
    ],
  },
  "generated files are current": {
    check: generatedFilesAreCurrent,
    violations: [
      [
        "rules/index.ts",
        textOf("rules/index.ts").replace(/^import (?!type).*\n/m, ""),
        "rules/index.ts is stale",
      ],
      [
        "rules/README.md",
        textOf("rules/README.md").replace(someRule.summary, "old"),
        "rules/README.md is stale",
      ],
      [somePage, textOf(somePage).replace(someRule.summary, "old"), `${somePage} is stale`],
      [somePage, "a page without markers\n", `${somePage} is stale`],
    ],
  },
};

describe.each(Object.entries(invariants))("%s", (_, { check, violations }) => {
  it("holds", () => {
    expect(check(project)).toEqual([]);
  });

  const cases = violations.map(([path, text, complaint]) => ({ path, text, complaint }));
  it.each(cases)("is broken by $path: $complaint", ({ path, text, complaint }) => {
    const planted = [...project.filter((file) => file.path !== path), { path, text }];
    const before = check(project);
    const news = check(planted).filter((line) => !before.includes(line));
    expect(news.join("\n")).toContain(complaint);
  });
});
