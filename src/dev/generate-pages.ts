import { rules } from "../../rules/index.ts";
import { defaultSettings, resolveRules } from "../config/settings.ts";
import type { Rule } from "../rule/rule.ts";
import { rulePage, rulesReadme } from "./generated-files.ts";
import { renewOutputs } from "./page-outputs.ts";
import { readProjectFile, writeGenerated } from "./project-files.ts";

/**
 * Second half of `npm run generate`: the table in rules/README.md and the header of each page; with `--findings` also the
 * outputs in the pages, for the reviewer to read in the diff.
 */
export function main(args: readonly string[]): boolean {
  const { ruleSet } = resolveRules(rules, { ...defaultSettings, preset: "strict" });
  const pageOf = (rule: Rule): string => {
    const page = readProjectFile(`rules/${rule.id}.md`);
    return args.includes("--findings") ? renewOutputs(page, { id: rule.id, all: ruleSet }) : page;
  };
  const files = rules.map((rule) => rulePage(pageOf(rule), rule));
  return writeGenerated(
    [rulesReadme(readProjectFile("rules/README.md"), rules), ...files],
    args.includes("--check"),
  );
}
