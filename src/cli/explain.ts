import { rules } from "../../rules/index.ts";
import { ruleNames } from "../config/rule-names.ts";
import type { LeftOutCode } from "../knowledge/left-out-codes.ts";
import type { Invocation } from "./arguments.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { rulePage } from "./package-files.ts";
import { refuse } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Prints the pages of the rules that a name stands for, or why there is none. */
export function explain({ operands }: Invocation, terminal: Terminal): number {
  const [name] = operands;
  if (name === undefined || operands.length > 1)
    return refuse("`explain` takes one rule: its id or an alias such as DL3007", terminal);
  const names = ruleNames(rules);
  const found = names.find(name);
  const leftOut = names.leftOut(name);
  if (leftOut !== null)
    return deliver(leftOutPage(leftOut), null, terminal) ? exitCodes.clean : exitCodes.problem;
  if (found.length === 0) {
    const suggestion = names.suggest(name);
    const advice = suggestion === null ? "`stowage rules` lists all" : `did you mean \`${suggestion}\`?`;
    return refuse(`there is no rule \`${name}\`; ${advice}`, terminal);
  }
  const pages = found.map(({ id, summary }) => forReaders(rulePage(id) ?? `# ${id}\n\n${summary}.\n`));
  const text = `${pages.map((page) => page.trimEnd()).join("\n\n---\n\n")}\n`;
  return deliver(text, null, terminal) ? exitCodes.clean : exitCodes.problem;
}

function leftOutPage({ tool, code, meaning, reason }: LeftOutCode): string {
  return `# ${code}

${meaning}.

${tool} reports this, stowage leaves it out on purpose. The code may stand wherever findings are ignored, and hides nothing.

## Why

${reason}.
`;
}

/** Leaves out the comments that mark generated parts. */
function forReaders(page: string): string {
  return page.replace(/^<!--.*-->\n+/gm, "");
}
