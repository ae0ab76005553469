import type { Command, ShellWord } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import { commands } from "./commands.ts";
import type { Analysis } from "./fact.ts";
import { removeInstruction } from "./instruction-edits.ts";
import type { PureInstall } from "./split-installs.ts";

/**
 * Edits that let one RUN install the packages of another one as well, which is taken out. `null` unless they differ in nothing but
 * their packages.
 */
export function mergedPackages(
  analysis: Analysis,
  first: PureInstall,
  second: PureInstall,
): readonly TextEdit[] | null {
  const { file } = analysis;
  const [own, added] = [first, second].map(({ install }) => install.packages.map(({ word }) => word)) as [
    ShellWord[],
    ShellWord[],
  ];
  const last = own.at(-1);
  if (last === undefined || added.length === 0) return null;
  const frame = frameOf(analysis, first);
  if (frame === null || frame !== frameOf(analysis, second)) return null;
  // A comment between the lines would get lost.
  const { range } = second.step.instruction;
  if (/^\s*#/m.test(file.text.slice(range.start, range.end))) return null;
  const texts = added.map((word) => file.text.slice(word.range.start, word.range.end));
  const present = new Set(own.map(({ text }) => text));
  const lineStart = file.text.lastIndexOf("\n", last.range.start - 1) + 1;
  const indentation = file.text.slice(lineStart, last.range.start);
  const lineEnding = /\r?\n/.exec(file.text)?.[0] ?? "\n";
  const joint = /^[^\S\n]+$/.test(indentation) ? ` ${file.syntax.escape}${lineEnding}${indentation}` : " ";
  const words = texts.filter((_, at) => !present.has(added[at]!.text));
  const { end } = last.range;
  return [
    { range: { start: end, end }, text: words.map((word) => joint + word).join("") },
    removeInstruction(file, second.step.instruction),
  ];
}

/** All of a RUN but its packages; `null` where it holds anything but a chain of commands. */
function frameOf({ use }: Analysis, { step, install }: PureInstall): string | null {
  const { instruction } = step;
  const { commands: script, problems } = use(commands).of(instruction);
  if (instruction.kind !== "RUN" || instruction.command.form !== "shell" || instruction.heredocs.length > 0)
    return null;
  const isPlain = ({ inside, redirects, pipeline, negated, background }: Command): boolean =>
    inside.length === 0 && redirects.length === 0 && pipeline === null && !negated && !background;
  if (problems.length > 0 || !script.every(isPlain)) return null;
  const packages = new Set(install.packages.map(({ word }) => word.range.start));
  if (packages.size !== install.packages.length || install.packages.some(({ word }) => !word.literal))
    return null;
  return script
    .map(({ connector, wrappers, assignments, words }) => {
      const said = [
        ...wrappers.map(({ name }) => name),
        ...assignments.map(({ name, value }) => `${name}=${value?.text ?? ""}`),
        ...words.filter(({ range }) => !packages.has(range.start)).map(({ text }) => text),
      ];
      return `${connector ?? ""} ${said.join(" ")}`;
    })
    .join("\n");
}
