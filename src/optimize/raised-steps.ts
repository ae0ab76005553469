import type { Analysis } from "../analysis/fact.ts";
import type { Step } from "../model/build-file.ts";
import { type Conflict, conflictOf, type Effects } from "./effects.ts";
import { directoryMeant } from "./made-directories.ts";
import { lineOf, shortText } from "./moves.ts";
import { stepEffects } from "./step-effects.ts";

/** The steps that have to go up together, in their order, the one that is meant last; or why they can't. */
export type Raise = { readonly moved: readonly Step[] } | { readonly reason: string };

/**
 * Which steps go along when a step goes up to before another one of its stage: each that stands between and that it, or one of those,
 * depends on. `given` are paths that will be there by other means. The steps that stay change places with none that they conflict with.
 */
export function raise(analysis: Analysis, step: Step, above: Step, given: ReadonlySet<string>): Raise {
  const { of } = analysis.use(stepEffects);
  const own = of(step);
  if (own.unknown !== null) return { reason: own.unknown };
  const moved: { readonly step: Step; readonly effects: Effects }[] = [
    { step, effects: { ...own, reads: new Set([...own.reads].filter((path) => !given.has(path))) } },
  ];
  for (let at = step.index - 1; at >= above.index; at -= 1) {
    const other = step.stage.steps[at]!;
    const effects = of(other);
    let found: { readonly conflict: Conflict; readonly by: Step } | null = null;
    for (const one of moved) {
      const conflict = conflictOf(effects, one.effects);
      if (conflict === null) continue;
      found = { conflict, by: one.step };
      break;
    }
    if (found === null) continue;
    const isFixed = other === above || effects.unknown !== null || fixedKinds.has(other.instruction.kind);
    if (isFixed) return { reason: reasonOf(analysis, other, found.by, found.conflict) };
    moved.unshift({ step: other, effects });
  }
  return { moved: moved.map((one) => one.step) };
}

/** Who runs a step, and in what shell, is never changed on the way of another step (cost model, §8.1). */
const fixedKinds: ReadonlySet<string> = new Set(["USER", "SHELL"]);

function reasonOf(analysis: Analysis, first: Step, second: Step, { kind, what, needs }: Conflict): string {
  const [one, other] = [first, second].map(
    (step) => `${shortText(analysis, step)} (line ${lineOf(analysis, step)})`,
  );
  if (kind === "unknown") return needs === "first" ? `it would pass ${one}, and ${what}` : what;
  if (what === "programs") return `${one} may bring a program that ${other} runs`;
  if (kind === "setting") return `${one} sets \`${what.replace(/^\$/, "")}\`, which ${other} may depend on`;
  const directory = directoryMeant(what);
  if (directory !== null) return `${one} makes \`${directory}\`, which ${other} needs as it is`;
  if (needs === "second") return `${one} writes \`${what}\`, which ${other} reads`;
  if (needs === "first") return `${other} writes \`${what}\`, which ${one} reads`;
  return `${one} and ${other} both write \`${what}\``;
}
