import { isOfLabelType, type LabelType } from "../knowledge/label-types.ts";
import type { Stage } from "../model/build-file.ts";
import type { Analysis } from "./fact.ts";
import { type LabelUse, labels } from "./labels.ts";
import { stageGraph } from "./stage-graph.ts";

/** How a file differs from a label schema. */
export type SchemaBreach =
  | { readonly kind: "missing"; readonly stage: Stage; readonly key: string }
  | { readonly kind: "unknown"; readonly use: LabelUse; readonly key: string }
  | { readonly kind: "empty"; readonly use: LabelUse; readonly key: string; readonly type: LabelType }
  | { readonly kind: "untyped"; readonly use: LabelUse; readonly key: string; readonly type: LabelType };

/**
 * What a file lacks of a schema (label → type). Values with variables that nobody knows here are taken for good. Linear in the file, times
 * the labels of the schema for each of the stages that have to have them.
 */
export function schemaBreaches(
  { use }: Analysis,
  schema: ReadonlyMap<string, LabelType>,
  stages: readonly Stage[],
): readonly SchemaBreach[] {
  const byStage = use(labels);
  const { lineage } = use(stageGraph);
  const breaches: SchemaBreach[] = [];
  for (const stage of stages) {
    const keys = new Set<string | null>();
    for (const member of lineage(stage)) for (const { key } of byStage.get(member) ?? []) keys.add(key);
    // A key that nobody knows here may be any.
    if (keys.has(null)) continue;
    for (const key of schema.keys()) if (!keys.has(key)) breaches.push({ kind: "missing", stage, key });
  }
  for (const uses of byStage.values()) {
    for (const label of uses) {
      const { key, value } = label;
      if (key === null) continue;
      const type = schema.get(key);
      if (type === undefined) breaches.push({ kind: "unknown", use: label, key });
      else if (value === "") breaches.push({ kind: "empty", use: label, key, type });
      else if (value !== null && !isOfLabelType(value, type)) {
        breaches.push({ kind: "untyped", use: label, key, type });
      }
    }
  }
  return breaches;
}

/** The stages of which hadolint asks all labels of the schema: those whose files no later `COPY --from` takes by their name. */
export function stagesToLabel({ file, use }: Analysis): readonly Stage[] {
  const copied = new Set<Stage>();
  for (const { kind, needs, instruction } of use(stageGraph).edges) {
    const from = instruction.flags.find(({ name }) => name === "from")?.value ?? "";
    if (kind === "copy" && from.toLowerCase() === needs.name) copied.add(needs);
  }
  return file.stages.filter((stage) => !stage.implicit && !copied.has(stage));
}
