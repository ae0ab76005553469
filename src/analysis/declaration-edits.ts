import type { BuildFile, Step } from "../model/build-file.ts";
import type { TextEdit } from "../text/edit.ts";
import { editsToMoveBelow } from "./moved-instructions.ts";
import type { VolatileArguments } from "./volatile-arguments.ts";

/** Edits that declare volatile arguments below a step of their stage; `null` unless whole instructions of one stage can move. */
export function declarationEdits(
  file: BuildFile,
  { stage, declarations, carriers, installs }: VolatileArguments,
  last: Step,
): readonly TextEdit[] | null {
  if (installs.some(({ step }) => step.stage !== stage)) return null;
  const names = new Set(declarations.map(({ name }) => name));
  const moved = new Set<Step>();
  for (const step of [...declarations.map((declaration) => declaration.step), ...carriers]) {
    if (step.index > last.index) continue;
    const { instruction } = step;
    const isOnly = instruction.kind === "ARG" && instruction.pairs.every(({ key }) => names.has(key.text));
    const isAlone =
      instruction.kind === "LABEL" || ("pairs" in instruction && instruction.pairs.length === 1);
    if (!isOnly && !isAlone) return null;
    moved.add(step);
  }
  const inOrder = [...moved].sort((a, b) => a.index - b.index).map(({ instruction }) => instruction);
  return editsToMoveBelow(file, inOrder, last.instruction);
}
