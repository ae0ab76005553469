import { type Confirmation, confirmations, microdnfConfirmation } from "../knowledge/confirmations.ts";
import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { expandWord } from "./install-commands/command-setting.ts";
import { hasAnyFlag, type PackageCommand } from "./install-commands/package-command.ts";
import type { PackageCommandInStep } from "./installs.ts";
import { setInFiles } from "./manager-files.ts";
import { packageCalls } from "./package-calls.ts";

/** A call of a package manager that asks whether to go on, where nobody answers. */
export interface UnconfirmedCall {
  readonly command: Command;
  readonly call: PackageCommand;
  readonly confirmation: Confirmation;
}

/** In the order of the file, triggers of ONBUILD included. */
export const unconfirmedCalls = defineFact("unconfirmed-calls", (analysis) =>
  callsWithout(analysis, confirmations, true),
);

/** What hadolint asks of: microdnf as well, and also where a variable that nobody knows may hold the option. */
export const literallyUnconfirmedCalls = defineFact("literally-unconfirmed-calls", (analysis) =>
  callsWithout(analysis, { ...confirmations, microdnf: microdnfConfirmation }, false),
);

function callsWithout(
  analysis: Analysis,
  wanted: Readonly<Record<string, Confirmation>>,
  byUnknown: boolean,
): readonly UnconfirmedCall[] {
  const fedScripts = new Map<Step, boolean>();
  const files = new Map<string, ReturnType<typeof setInFiles>>();
  return analysis.use(packageCalls).flatMap((found) => {
    const { call, command, step } = found;
    const { name } = call.manager;
    const confirmation = Object.hasOwn(wanted, name) ? wanted[name]! : null;
    if (confirmation === null || !changes.has(call.does)) return [];
    if (isSaid(found, confirmation, byUnknown)) return [];
    if (isAnswered(command)) return [];
    const isFed = fedScripts.get(step) ?? analysis.use(commands).of(step.instruction).commands.some(saysYes);
    fedScripts.set(step, isFed);
    if (isFed) return [];
    const { isPlace, setting } = confirmation;
    const isSetInFiles = files.get(name) ?? setInFiles(analysis, { isPlace, says: setting });
    files.set(name, isSetInFiles);
    return isSetInFiles(step, command) ? [] : [{ command, call, confirmation }];
  });
}

const changes: ReadonlySet<string> = new Set(["packages", "upgrade", "remove"]);

/** Whether the call says it itself. `byUnknown` is the answer where a variable that is not known may stand for options. */
function isSaid({ call, setting }: PackageCommandInStep, wanted: Confirmation, byUnknown: boolean): boolean {
  if (hasAnyFlag(call, wanted.flags) || isQuiet(call)) return true;
  if (call.flags.some(({ value }) => value !== null && wanted.setting.test(value))) return true;
  if (call.manager.name === "apt-get" && setting.variable("APT_CONFIG") !== null) return true;
  return call.command.words.some((word) => {
    if (word.literal || word.quoted) return false;
    const text = expandWord(word, setting.variable);
    // A word that is all variable may stand for options.
    if (text === null) return byUnknown && /^\$[{(]/.test(word.text);
    return text.split(/\s+/).some((part) => wanted.flags.includes(part) || /^-[a-z]*y|^-qq/.test(part));
  });
}

/** apt takes two `-q` for a yes. */
function isQuiet({ manager, flags }: PackageCommand): boolean {
  if (manager.name !== "apt-get") return false;
  const quiet = flags.filter(({ name }) => name === "-q" || name === "--quiet");
  return quiet.length > 1 || quiet.some(({ word }) => /=[2-9]$/.test(word.text));
}

/** `yes | apt-get install …`, `apt-get install … <<< y`. */
function isAnswered({ connector, redirects }: Command): boolean {
  if (connector === "|" || connector === "|&") return true;
  return redirects.some(({ operator, target }) => operator.startsWith("<") && target?.text !== "/dev/null");
}

/** `yes | { …; }`: whatever it feeds, it is meant to answer. */
function saysYes({ name, pipeline }: Command): boolean {
  return name === "yes" && pipeline !== null;
}
