import { ruleIndex } from "./generated-files.ts";
import { ruleIds, writeGenerated } from "./project-files.ts";

/**
 * First half of `npm run generate`: rules/index.ts from the names of the rules' files. It stands alone since the second half
 * imports the rules through that index.
 */
export function main(args: readonly string[]): boolean {
  return writeGenerated([ruleIndex(ruleIds())], args.includes("--check"));
}
