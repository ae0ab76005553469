import type { Instruction } from "../syntax/nodes.ts";
import { parse } from "../syntax/parse.ts";
import { templateProblem } from "../syntax/template.ts";

/** `template`: another program makes a Dockerfile of it · `part`: it has no FROM of its own, so that something else takes it in. */
export type FileKind = "dockerfile" | "template" | "part";

const mayBeOther = /\{\{|\{%|<%|<#|%%\w|\$\{[\w-]+\.\w/;
const hasFrom = /^[ \t]*FROM[ \t]/im;
/** `Dockerfile.envs`: a plain `Dockerfile` is there to be built. */
const namesPart = /^(?:Docker|Container)file\./;

/** What a text is that was found by its name alone. */
export function fileKind(name: string, text: string): FileKind {
  if (!mayBeOther.test(text) && hasFrom.test(text)) return "dockerfile";
  const file = parse(text);
  if (templateProblem(file) !== null || file.instructions.some(takesPlaceholder)) return "template";
  // Nothing but comments keeps a place free.
  if (file.comments.length > 0 && file.instructions.length === 0) return "part";
  const lacksOnlyFrom = file.problems.every(({ code }) => code === "no-from" || code === "no-instructions");
  return namesPart.test(name) && file.problems.length > 0 && lacksOnlyFrom ? "part" : "dockerfile";
}

/** Whether FROM names what no image can be called, and a program is to replace. */
function takesPlaceholder(instruction: Instruction): boolean {
  return instruction.kind === "FROM" && /%%\w+%%|\{\{/.test(instruction.image?.text ?? "");
}
