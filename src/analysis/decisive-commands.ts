import type { Command, Pipeline, ShellScript } from "../shell/command.ts";
import { defineFact } from "./fact.ts";
import { runScripts } from "./run-scripts.ts";
import { shellOptions } from "./shell-options.ts";

/**
 * The commands of all RUNs, without those of triggers, whose failure surely stops the build. One that may be forgiven is not among them: behind it
 * stands `||`, `;` without `set -e`, a pipe, or it belongs to a compound command. Linear in the commands.
 */
export const decisiveCommands = defineFact("decisive-commands", ({ use }): ReadonlySet<Command> => {
  const decisive = new Set<Command>();
  for (const run of use(runScripts)) {
    const { script, isTrigger } = run;
    if (isTrigger || script.problems.length > 0) continue;
    const options = shellOptions(run);
    const list = soleList(script);
    // From the end: whether nothing but `&&` comes behind up to there, or up to a place where `set -e` looks.
    let isLast = true;
    let isEnd = true;
    for (let at = list.length - 1; at >= 0; at--) {
      const command = plainCommand(list[at]!, script);
      const stops = isEnd || (isLast && command !== null && options[command.index]!.errexit);
      if (stops && command !== null) decisive.add(command);
      const { connector } = list[at]!;
      isEnd &&= connector === "&&";
      isLast = connector === ";" || connector === "newline";
    }
  }
  return decisive;
});

/** The list that is all of a script: that of `bash -c '…'` or `bash <<EOF` where there is nothing else. */
function soleList({ pipelines }: ShellScript): readonly Pipeline[] {
  let list = pipelines.filter(({ levels }) => levels.length === 1);
  for (let depth = 2; list.length === 1; depth++) {
    const inner = pipelines.filter(
      ({ levels, inside }) => levels.length === depth && inside.every((one) => one === "nested-script"),
    );
    if (inner.length === 0) break;
    list = inner;
  }
  return list;
}

function plainCommand({ negated, background, members }: Pipeline, { commands }: ShellScript): Command | null {
  const [only, ...others] = members;
  if (only === undefined || others.length > 0 || negated || background || only.compound !== null) return null;
  return commands[only.first] ?? null;
}
