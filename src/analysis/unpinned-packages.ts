import { type PackagePins, packagePins } from "../knowledge/package-pins.ts";
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
export const unpinnedInstalls = defineFact("unpinned-installs", (analysis): readonly UnpinnedInstall[] =>
  analysis.use(packageCalls).flatMap((found) => {
    const { call, setting } = found;
    const { name } = call.manager;
    const pins = Object.hasOwn(packagePins, name) ? packagePins[name]! : null;
    if (pins === null || !pins.actions.includes(call.action) || isPinnedAsWhole(analysis, found, pins))
      return [];
    const packages = namedBy(call).flatMap((word) => {
      const text = expandWord(word, setting.variable);
      if (text === null) return [];
      // Without quotes, the shell takes what a variable holds apart.
      const names = word.variables.length > 0 && !word.quoted ? text.split(/\s+/) : [text];
      const unpinned = names.find(
        (one) => one !== "" && !one.startsWith("-") && !pins.isPinned(one, call.action),
      );
      return unpinned === undefined ? [] : [{ name: unpinned.replace(/@\w+$/, ""), word }];
    });
    return packages.length === 0 ? [] : [{ call, pins, packages }];
  }),
);

function isPinnedAsWhole(
  { file }: Analysis,
  { call, setting, step }: PackageCommandInStep,
  { flags = [], variables = [] }: PackagePins,
): boolean {
  if (hasAnyFlag(call, flags) || variables.some((name) => setting.variable(name) !== null)) return true;
  if (call.manager.name === "zypper") {
    return (flagValue(call, ["-t", "--type"])?.text ?? "package") !== "package";
  }
  if (call.manager.name !== "apt-get") return false;
  // Sources that are set to a day of the archive.
  const { start, end } = step.stage.range;
  return /snapshot\.(debian\.org|ubuntu\.com)/.test(file.text.slice(start, end));
}

/** The words that may name packages. */
function namedBy({ manager, action, command, operands }: PackageCommand): readonly ShellWord[] {
  if (manager.name === "go" && action === "run") return operands.slice(0, 1);
  if (manager.name !== "gem") return operands;
  // What follows `--` is for the compiler of extensions.
  const end = command.words.find(({ text }) => text === "--")?.range.start ?? Number.POSITIVE_INFINITY;
  return operands.filter(({ range }) => range.start < end);
}
