import { cmdletAliases, idleCmdlets, powerShellKeywords } from "../knowledge/powershell.ts";
import type { PowerShellStatement } from "../shell/powershell.ts";
import { defineFact } from "./fact.ts";
import { type PowerShellScript, powerShellScripts } from "./powershell-scripts.ts";

/** A statement whose failure does not stop its step, because PowerShell goes on behind it. */
export interface LostPowerShellFailure {
  readonly script: PowerShellScript;
  readonly statement: PowerShellStatement;
  readonly next: PowerShellStatement;
  /** Its command, as people call it. */
  readonly name: string;
  /** A command of PowerShell stops at `$ErrorActionPreference`, another program never does. */
  readonly isProgram: boolean;
}

/** The first such statement of each script that looks after no failure at all. */
export const lostPowerShellFailures = defineFact(
  "lost-powershell-failures",
  ({ use }): readonly LostPowerShellFailure[] =>
    use(powerShellScripts).flatMap((script) => {
      const { statements, before } = script;
      if (handlesFailures.test(before) || handlesFailures.test(script.script.text)) return [];
      for (const [index, statement] of statements.entries()) {
        const next = statements[index + 1];
        const command = next === undefined ? null : commandOf(statement.text);
        if (next !== undefined && command !== null) return [{ script, statement, next, ...command }];
      }
      return [];
    }),
);

/** What a script has that decides itself what becomes of a failure. Better too much of it than too little. */
const handlesFailures =
  /ErrorAction|-EA\b|\$\?|\$LASTEXITCODE|\$Error\b|\b(?:try|trap|throw|exit)\b|\|\||&&|Set-PSDebug/i;

/** The command of a statement, when it may fail and the image then lacks something. */
function commandOf(text: string): Pick<LostPowerShellFailure, "name" | "isProgram"> | null {
  const method = /\.(DownloadFile|DownloadString|ExtractToDirectory)\s*\(/i.exec(text);
  if (method !== null && /^[([]/.test(text)) return { name: method[1]!, isProgram: false };
  // Anything but a bare word or a path is an expression or an assignment.
  const word = /^(?:[&.]\s*)?(?:'([^']+)'|((?:[A-Za-z]:)?[\\/.\w-]*[A-Za-z][\\/.\w-]*))(?=\s|$)/.exec(text);
  const name = word?.[1] ?? word?.[2];
  if (name === undefined || (word?.[1] !== undefined && !/^[&.]/.test(text))) return null;
  const lower = name.toLowerCase();
  if (powerShellKeywords.has(lower) || idleCmdlets.test(lower)) return null;
  if (/^\s*[=+]/.test(text.slice(word![0].length))) return null;
  const isCmdlet = cmdletAliases.has(lower) || /^[a-z]+-[a-z]\w*$/.test(lower);
  return { name, isProgram: !isCmdlet };
}
