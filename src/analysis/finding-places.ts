import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";

/** BuildKit reports nearly everything on the first line of the instruction: the place there that is nearest to a range of it. */
export function onFirstLine(file: BuildFile, instruction: Instruction, range: Range): Range {
  const { start } = instruction.range;
  const feed = file.text.indexOf("\n", start);
  return feed === -1 || range.start < feed ? range : instruction.keyword.range;
}
