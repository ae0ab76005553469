import { dialectOf } from "../shell/dialect.ts";
import { type PowerShellStatement, powerShellStatements } from "../shell/powershell.ts";
import { bodyAsScript } from "../shell/script.ts";
import { type MappedText, sliceMapped } from "../text/mapped-text.ts";
import { defineFact } from "./fact.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";

/** What a RUN gives to PowerShell. */
export interface PowerShellScript {
  readonly run: RunScript;
  readonly script: MappedText;
  /** What the SHELL instruction runs before it, joined. */
  readonly before: string;
  readonly statements: readonly PowerShellStatement[];
}

/** Of RUNs that name PowerShell themselves, or stand below a SHELL that does; scripts that can't be cut are left out. */
export const powerShellScripts = defineFact("powershell-scripts", ({ use }): readonly PowerShellScript[] =>
  use(runScripts).flatMap((run) => {
    const found = scriptOf(run);
    const statements = found && powerShellStatements(found.script);
    return found === null || statements === null ? [] : [{ run, ...found, statements }];
  }),
);

type Found = Pick<PowerShellScript, "script" | "before">;

function scriptOf({ step, instruction, script: { unread } }: RunScript): Found | null {
  const { command } = instruction;
  if (command.form === "exec") {
    const [program, ...words] = command.strings;
    const at = words.findIndex(({ value }) => isCommandFlag(value));
    const [script, ...rest] = at === -1 ? [] : words.slice(at + 1);
    if (program === undefined || script === undefined || rest.length > 0) return null;
    return dialectOf([program.value]) === "powershell" ? { script: script.mapped, before: "" } : null;
  }
  if (unread === "powershell") {
    const isShell = dialectOf(step.state.shell) === "powershell";
    const script = bodyAsScript(command.script, instruction.heredocs) ?? command.script;
    return { script, before: isShell ? step.state.shell.slice(1).join(" ") : "" };
  }
  return unread === "cmd" ? scriptInCmd(command.script) : null;
}

/** PowerShell takes any beginning of the name of an option. */
function isCommandFlag(word: string): boolean {
  return /^[-/](?:c|co|com|comm|comma|comman|command)$/i.test(word);
}

/** Options that may stand before `-Command`, written out or in the short forms that are in use. */
const beginning =
  /^\s*(\S+)(?:\s+[-/](?:nologo|noprofile|nop|noninteractive|noni|sta|mta|(?:executionpolicy|ep|ex)\s+\w+))*\s+([-/]\w+)\s+(?=\S)/i;

/** `powershell -Command …` for the shell of Windows, which has its own meaning for quotes and for `&`, `|`, `<` and `>`. */
function scriptInCmd(line: MappedText): Found | null {
  const match = beginning.exec(line.text);
  if (match === null || !isCommandFlag(match[2]!) || dialectOf([match[1]!]) !== "powershell") return null;
  const script = sliceMapped(line, match[0].length, line.text.trimEnd().length);
  if (/^"(?:[^"\\]|\\.)*"$/s.test(script.text)) {
    return { script: sliceMapped(script, 1, script.text.length - 1), before: "" };
  }
  return /[&|<>]|(?<!\\)"/.test(script.text) ? null : { script, before: "" };
}
