import { removedOptions } from "../knowledge/bundler-options.ts";
import type { Flag } from "../shell/arguments.ts";
import type { Command } from "../shell/command.ts";
import { defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { runScripts } from "./run-scripts.ts";

/** An option of `bundle install` that Bundler has given up for a setting. */
export interface RemovedBundlerOption {
  readonly flag: Flag;
  readonly setting: string;
  /** What the setting has to be; `null` where the option has no value. */
  readonly value: string | null;
}

/** In the order of the file. */
export const removedBundlerOptions = defineFact(
  "removed-bundler-options",
  ({ use }): readonly RemovedBundlerOption[] =>
    use(runScripts).flatMap(({ script }) => script.commands.flatMap(removedIn)),
);

function removedIn(command: Command): readonly RemovedBundlerOption[] {
  const call = readPackageCommand(command);
  if (call?.manager.name !== "bundler" || (call.action !== "install" && call.action !== "")) return [];
  return call.flags.flatMap((flag) => {
    const found = Object.hasOwn(removedOptions, flag.name) ? removedOptions[flag.name]! : null;
    if (found === null) return [];
    return [{ flag, setting: found.setting, value: found.value ?? givenValue(flag, call.command) }];
  });
}

/** `--without development test` takes all words up to the next option. */
function givenValue({ value, word, valueWord }: Flag, { words }: Command): string | null {
  if (value === null || valueWord === null || valueWord === word) return value;
  const start = words.indexOf(valueWord);
  const rest = words.slice(start);
  const end = rest.findIndex(({ text }) => text.startsWith("-"));
  const values = (end === -1 ? rest : rest.slice(0, end)).map(({ text }) => text);
  return values.length > 1 ? `'${values.join(" ")}'` : value;
}
