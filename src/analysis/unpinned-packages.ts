import { type PackagePins, packagePins } from "../knowledge/package-pins.ts";
import type { Stage } from "../model/build-file.ts";
import type { ShellWord } from "../shell/command.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { expandWord } from "./install-commands/command-setting.ts";
import { flagValue, hasAnyFlag, type PackageCommand } from "./install-commands/package-command.ts";
import type { PackageCommandInStep } from "./installs.ts";
import { packageCalls } from "./package-calls.ts";

/** A call that installs packages in whatever version is the newest when it runs. */
export interface UnpinnedInstall {
  readonly call: PackageCommand;
  readonly pins: PackagePins;
  /** At least one, in their order. */
  readonly packages: readonly UnpinnedPackage[];
}

export interface UnpinnedPackage {
  readonly name: string;
  /** The word that names it, or the variable that does. */
  readonly word: ShellWord;
}

/** In the order of the file, triggers of ONBUILD included. Nothing is said of words whose variables have no known value. */
export const unpinnedInstalls = defineFact("unpinned-installs", (analysis): readonly UnpinnedInstall[] => {
  const isFixedArchive = archiveReader(analysis);
  return analysis.use(packageCalls).flatMap((found) => {
    const { call, setting, step } = found;
    const { name } = call.manager;
    const pins = Object.hasOwn(packagePins, name) ? packagePins[name]! : null;
    if (pins === null || !pins.actions.includes(call.action) || isPinnedAsWhole(found, pins)) return [];
    const packages = namedBy(call).flatMap((word) => {
      const text = expandWord(word, setting.variable);
      if (text === null) return [];
      // Without quotes, the shell takes what a variable holds apart.
      const names = word.variables.length > 0 && !word.quoted ? text.split(/\s+/) : [text];
      return names
        .filter((one) => one !== "" && !one.startsWith("-") && !pins.isPinned(one, call.action))
        .map((one) => ({ name: one.replace(/@\w+$/, ""), word }));
    });
    if (packages.length === 0 || (name === "apt-get" && isFixedArchive(step.stage))) return [];
    return [{ call, pins, packages }];
  });
});

function isPinnedAsWhole(
  { call, setting }: PackageCommandInStep,
  { flags = [], variables = [] }: PackagePins,
): boolean {
  if (hasAnyFlag(call, flags) || variables.some((name) => setting.variable(name) !== null)) return true;
  return (
    call.manager.name === "zypper" && (flagValue(call, ["-t", "--type"])?.text ?? "package") !== "package"
  );
}

/** Tells whether a stage sets the sources of apt to a day of the archive. Each is looked at once. */
function archiveReader({ file }: Analysis): (stage: Stage) => boolean {
  const known = new Map<Stage, boolean>();
  return (stage) => {
    const { start, end } = stage.range;
    const isFixed =
      known.get(stage) ?? /snapshot\.(debian\.org|ubuntu\.com)/.test(file.text.slice(start, end));
    known.set(stage, isFixed);
    return isFixed;
  };
}

/** The words that may name packages. */
function namedBy({ manager, action, command, operands }: PackageCommand): readonly ShellWord[] {
  if (manager.name === "go" && action === "run") return operands.slice(0, 1);
  if (manager.name !== "gem") return operands;
  // What follows `--` is for the compiler of extensions.
  const end = command.words.find(({ text }) => text === "--")?.range.start ?? Number.POSITIVE_INFINITY;
  return operands.filter(({ range }) => range.start < end);
}
