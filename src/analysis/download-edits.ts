import type { TextEdit } from "../text/edit.ts";
import type { Download } from "./downloads.ts";

/** Gives `curl` a switch of one letter: in a cluster of such, else behind the program; `null` where the program is quoted. */
export function addSwitch({ command, flags }: Download, letter: string): TextEdit | null {
  const [program] = command.words;
  if (program === undefined || program.quoted) return null;
  const cluster = flags.find(({ word }) => /^-[fgkLsSv]+$/.test(word.text) && !word.quoted)?.word;
  const at = cluster === undefined ? program.range.end : cluster.range.start + 1;
  return { range: { start: at, end: at }, text: cluster === undefined ? ` -${letter}` : letter };
}
