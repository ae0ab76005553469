import { rules } from "../../rules/index.ts";
import { leftOutCodes } from "../knowledge/left-out-codes.ts";
import type { Rule } from "../rule/rule.ts";
import { configSchemaFile, differencesPage, rulePage, rulesReadme } from "./generated-files.ts";
import { renewOutputs } from "./page-outputs.ts";
import { readProjectFile, writeGenerated } from "./project-files.ts";
import { parseRulePage } from "./rule-page.ts";

/**
 * Second half of `npm run generate`: the table in rules/README.md, the schema of the configuration and the header of each page; with `--findings` also the
 * outputs in the pages, for the reviewer to read in the diff.
 */
export function main(args: readonly string[]): boolean {
  const pageOf = (rule: Rule): string => {
    const page = readProjectFile(`rules/${rule.id}.md`);
    return args.includes("--findings") ? renewOutputs(page, { id: rule.id, known: rules }) : page;
  };
  const pages = rules.map((rule) => rulePage(pageOf(rule), rule));
  const tables = [
    rulesReadme(readProjectFile("rules/README.md"), rules),
    differencesPage(
      rules.map(({ id }, index) => ({ id, page: parseRulePage(pages[index]!.text) })),
      leftOutCodes,
    ),
    configSchemaFile(rules),
  ];
  return writeGenerated([...tables, ...pages], args.includes("--check"));
}
