import { withKnownExpressions } from "./known-values.ts";
import { textAt, textMap, valueAt, type YamlTree } from "./yaml-tree.ts";

/** The repository's own actions by the text with which steps use them: `./.github/actions/build`. */
export type LocalActions = ReadonlyMap<string, YamlTree>;

/** A step of a job, or of an action of the repository that a step of the job uses. */
export interface Step {
  readonly tree: YamlTree;
  /** 1-based line of the step of the job, for one of an action. */
  readonly usedAt: number | null;
}

/** The actions of the repository that a workflow, or another action, uses. */
export function usedActions(tree: YamlTree): readonly string[] {
  const jobs = valueAt(tree, "jobs");
  const holders = jobs?.kind === "map" ? [...jobs.entries.values()] : [valueAt(tree, "runs")];
  return holders.flatMap((holder) => {
    const steps = valueAt(holder, "steps");
    const uses = steps?.kind === "list" ? steps.items.map((step) => textAt(step, "uses") ?? "") : [];
    return uses.filter((text) => text.startsWith("./"));
  });
}

/** Actions that a job uses, and those that these use: more of them do so in a circle. */
const mostUses = 100;

/** The steps of a job, with those of the repository's own composite actions in the place of the steps that use them. */
export function stepsWithActions(
  steps: readonly YamlTree[],
  actions: LocalActions,
  left = { uses: mostUses },
): readonly Step[] {
  return steps.flatMap((tree): readonly Step[] => {
    const action = actions.get(textAt(tree, "uses") ?? "");
    const own = valueAt(action, "runs", "steps");
    if (action === undefined || own?.kind !== "list" || left.uses === 0) return [{ tree, usedAt: null }];
    left.uses -= 1;
    const inputs = new Map<string, string>();
    const declared = valueAt(action, "inputs");
    if (declared?.kind === "map")
      for (const [name, input] of declared.entries)
        inputs.set(`inputs.${name}`, textAt(input, "default") ?? "");
    for (const [name, text] of textMap(valueAt(tree, "with"))) inputs.set(`inputs.${name}`, text);
    const filled = own.items.map((item) => withInputs(item, inputs));
    return stepsWithActions(filled, actions, left).map((step) => ({ ...step, usedAt: tree.line }));
  });
}

function withInputs(tree: YamlTree, inputs: ReadonlyMap<string, string>): YamlTree {
  if (tree.kind === "text") return { ...tree, text: withKnownExpressions(tree.text, inputs) };
  if (tree.kind === "list") return { ...tree, items: tree.items.map((item) => withInputs(item, inputs)) };
  const entries = [...tree.entries].map(([name, value]) => [name, withInputs(value, inputs)] as const);
  return { ...tree, entries: new Map(entries) };
}
