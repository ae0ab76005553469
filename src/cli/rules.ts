import { rules } from "../../rules/index.ts";
import { rulePageUrl } from "../report/reporter.ts";
import { reportRulesJson, reportRulesText, rulesMarkdown } from "../report/rule-list.ts";
import type { Invocation } from "./arguments.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { tool } from "./package-files.ts";
import { refuse } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Lists all rules. */
export async function listRules(invocation: Invocation, terminal: Terminal): Promise<number> {
  if (invocation.operands.length > 0)
    return refuse("`rules` takes no names; `explain` shows one rule", terminal);
  const format = invocation.text("format");
  const output = invocation.text("output");
  const palette = await choosePalette(wantsColor(invocation.text("color"), output !== null, terminal));
  const text =
    format === "json"
      ? reportRulesJson(rules)
      : format === "markdown"
        ? rulesMarkdown(rules, (id) => rulePageUrl(id, tool()))
        : reportRulesText(rules, palette);
  return deliver(text, output, terminal) ? exitCodes.clean : exitCodes.problem;
}
