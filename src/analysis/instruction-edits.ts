import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";

/** The edit that takes an instruction out of the file, with its lines; comments above it stay. */
export function removeInstruction({ text }: BuildFile, { range }: Instruction): TextEdit {
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  const feed = text.indexOf("\n", range.end);
  return { range: { start: lineStart, end: feed === -1 ? text.length : feed + 1 }, text: "" };
}
