import type { BuildFile, Stage } from "../model/build-file.ts";
import { parseMount } from "../syntax/mount.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import type { Analysis } from "./fact.ts";
import { lineAbove } from "./line-above.ts";
import { type StageEdge, stageGraph } from "./stage-graph.ts";

/** The name, or the name with the first number behind it that no other stage of the file has. */
export function freeStageName({ stagesByName }: BuildFile, name: string): string {
  if (!stagesByName.has(name)) return name;
  for (let number = 1; ; number++) {
    if (!stagesByName.has(`${name}-${number}`)) return `${name}-${number}`;
  }
}

/**
 * Edits that give a stage another name, in its FROM and wherever the file means it; `null` where a variable decides what is meant.
 * Numbers go on to mean the same stage.
 */
export function renamingEdits(
  { file, use }: Analysis,
  stage: Stage,
  name: string,
): readonly TextEdit[] | null {
  if (stage.from.name === null) return null;
  const places = [stage.from.name.range];
  for (const { index, from } of file.stages) {
    // Such a name may be that of the stage in another build.
    if (index > stage.index && /^[^:/]*\$[^:/]*$/.test(from.image?.text ?? "")) return null;
  }
  for (const edge of use(stageGraph).edges) {
    if (edge.needs !== stage) continue;
    for (const place of placesOf(edge, file)) {
      const written = file.text.slice(place.start, place.end);
      if (/^[+-]?\d+$/.test(written)) continue;
      if (written.toLowerCase() !== stage.name) return null;
      places.push(place);
    }
  }
  // A COPY between two stages of one name means the later one; builders of old take it for the earlier one.
  const isDisputed = use(stageGraph).brokenReferences.some(
    ({ step, text }) => text.toLowerCase() === stage.name && step.stage.index > stage.index,
  );
  if (isDisputed) return null;
  const edits = new Map(places.map((range) => [range.start, { range, text: name }]));
  return [...edits.values()];
}

/** Where an instruction names the stage that it reads; some other stage or image may stand there as well. */
function placesOf({ kind, instruction, needs }: StageEdge, { syntax }: BuildFile): readonly Range[] {
  if (kind === "base")
    return instruction.kind === "FROM" && instruction.image !== null ? [instruction.image.range] : [];
  if (kind === "copy") {
    const flag = instruction.flags.find((one) => one.name === "from");
    return flag?.valueRange == null ? [] : [flag.valueRange];
  }
  return instruction.flags.flatMap((flag) => {
    if (flag.name !== "mount") return [];
    const mount = parseMount(flag, syntax.escape);
    const field = mount.fields.findLast(({ key }) => key === "from");
    return mount.from?.toLowerCase() === needs.name && field?.valueRange != null ? [field.valueRange] : [];
  });
}

/**
 * The edit that takes a stage out of the file, with the comments right above it; `null` where that would change what the number of another
 * stage means, or make a directive of a comment below.
 */
export function removeStage({ file, use }: Analysis, stage: Stage): TextEdit | null {
  const { text, syntax } = file;
  const isCounted = use(stageGraph).edges.some(
    ({ needs, instruction }) =>
      needs.index > stage.index &&
      instruction.flags.some(({ name, value }) => name === "from" && /^[+-]?\d+$/.test(value ?? "")),
  );
  const above = lineAbove(text, stage.range.start);
  if (isCounted || above === null) return null;
  const lastDirective = syntax.directives.at(-1)?.range.end ?? 0;
  const afterDirectives = lastDirective === 0 ? 0 : text.indexOf("\n", lastDirective) + 1;
  const start = Math.max(above, afterDirectives);
  const feed = text.indexOf("\n", stage.range.end);
  const lineEnd = feed === -1 ? text.length : feed + 1;
  const end = lineEnd + /^(?:[^\S\n]*\n)*/.exec(text.slice(lineEnd))![0].length;
  const isOnTop = text
    .slice(0, start)
    .split("\n")
    .every((line) => /^\s*(?:#|$)/.test(line));
  if (isOnTop && /^[^\S\n]*#\s*\w+\s*=/.test(text.slice(end))) return null;
  return { range: { start, end }, text: "" };
}
