import type { BuildFile, Stage } from "../model/build-file.ts";
import { parseMount } from "../syntax/mount.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { lineAbove } from "./line-above.ts";
import { type StageEdge, stageGraph } from "./stage-graph.ts";

/** What has to be known of all stages to give one of them another name, or to take it out. Linear in the file. */
const stageReferences = defineFact("stage-references", ({ file, use }) => {
  const { edges, brokenReferences } = use(stageGraph);
  const byStage = new Map<Stage, StageEdge[]>();
  let lastCounted = -1;
  for (const edge of edges) {
    const known = byStage.get(edge.needs);
    if (known === undefined) byStage.set(edge.needs, [edge]);
    else known.push(edge);
    const isByNumber = edge.instruction.flags.some(
      ({ name, value }) => name === "from" && /^[+-]?\d+$/.test(value ?? ""),
    );
    if (isByNumber) lastCounted = Math.max(lastCounted, edge.needs.index);
  }
  return {
    byStage,
    /** The last stage that a number means. */
    lastCounted,
    /** The last stage whose FROM may name a stage with a variable. */
    lastVariable: file.stages.findLastIndex(({ from }) => /^[^:/]*\$[^:/]*$/.test(from.image?.text ?? "")),
    /** By name, the last stage that means a later one by it; builders of old take it for an earlier one. */
    disputed: new Map(brokenReferences.map(({ step, text }) => [text.toLowerCase(), step.stage.index])),
  };
});

/** The name with the first number behind it, from the one given, that no stage of the file has. */
export function numberedStageName({ stagesByName }: BuildFile, name: string, from = 1): string {
  for (let number = from; ; number++) {
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
  const { byStage, lastVariable, disputed } = use(stageReferences);
  if (stage.from.name === null || stage.name === null || lastVariable > stage.index) return null;
  if ((disputed.get(stage.name) ?? -1) > stage.index) return null;
  const places = [stage.from.name.range];
  for (const edge of byStage.get(stage) ?? []) {
    for (const place of placesOf(edge, file)) {
      const written = file.text.slice(place.start, place.end);
      if (/^[+-]?\d+$/.test(written)) continue;
      if (written.toLowerCase() !== stage.name) return null;
      places.push(place);
    }
  }
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
  const above = lineAbove(text, stage.range.start);
  if (use(stageReferences).lastCounted > stage.index || above === null) return null;
  const lastDirective = syntax.directives.at(-1)?.range.end ?? 0;
  const afterDirectives = lastDirective === 0 ? 0 : text.indexOf("\n", lastDirective) + 1;
  const start = Math.max(above, afterDirectives);
  const feed = text.indexOf("\n", stage.range.end);
  const lineEnd = feed === -1 ? text.length : feed + 1;
  const end = lineEnd + /^(?:[^\S\n]*\n)*/.exec(text.slice(lineEnd))![0].length;
  if (stage.from.index === 0 && /^[^\S\n]*#\s*\w+\s*=/.test(text.slice(end))) return null;
  return { range: { start, end }, text: "" };
}
