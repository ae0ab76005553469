import type { BuildFile } from "../model/build-file.ts";
import type { TextEdit } from "../text/edit.ts";
import { removeWord } from "./item-edits.ts";
import type { RemovedBundlerOption } from "./removed-bundler-options.ts";
import { insertBefore, privilegePrefix } from "./script-edits.ts";

/** The command that sets what the option was for, in the settings of the project, where Bundler 2 kept it; `…` for what is not given. */
export function settingCommand({ setting, value }: RemovedBundlerOption): string {
  return `bundle config set --local ${setting} ${value || "…"}`;
}

/** Edits that set an option of `bundle install` before it runs, and take it out of the call; `null` where it is not plain how. */
export function settingEdits(file: BuildFile, option: RemovedBundlerOption): readonly TextEdit[] | null {
  const { run, command, flag, value, lastWord } = option;
  if (value === null || !/^(?:[\w./:@+-]+|'[\w./:@+ -]+')$/.test(value)) return null;
  const text = privilegePrefix(command) + settingCommand(option);
  const before = insertBefore(run.script, run.step, { command, text });
  const removal = removeWord(file, { start: flag.word.range.start, end: lastWord.range.end });
  return before && removal && [before, removal];
}
