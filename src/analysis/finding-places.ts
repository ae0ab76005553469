import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";

/**
 * Where a finding about a part of an instruction stands: there, and under BuildKit's preset on the first line of the instruction, as
 * BuildKit reports nearly everything there.
 */
export function findingPlace(
  { file, literal }: { readonly file: BuildFile; readonly literal: string | null },
  instruction: Instruction,
  range: Range,
): Range {
  if (literal !== "buildkit") return range;
  const feed = file.text.indexOf("\n", instruction.range.start);
  return feed === -1 || range.start < feed ? range : instruction.keyword.range;
}
