import type { Step } from "../model/build-file.ts";
import { bodyAsScript } from "../shell/script.ts";
import { cacheInputs } from "./cache-inputs.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { changesShell } from "./joined-runs.ts";
import { stageGraph } from "./stage-graph.ts";
import { meanSeconds, stepCosts } from "./step-costs.ts";

/** RUNs one below the other, with equal flags, each of one command. */
export interface ConsecutiveRuns {
  /** Two or more, in their order. */
  readonly runs: readonly Step[];
}

/** All there are, in the order of the file. */
export const consecutiveRuns = defineFact("single-command-runs", (analysis): readonly ConsecutiveRuns[] =>
  chainsOf(analysis, () => true),
);

/**
 * Those that lose nothing as one: what comes first costs next to nothing to run again, and what follows is rebuilt exactly when the
 * first is. Only stages that the target needs.
 */
export const mergeableRuns = defineFact("mergeable-runs", (analysis): readonly ConsecutiveRuns[] => {
  const { isReachable } = analysis.use(stageGraph);
  return chainsOf(analysis, (above, below) => {
    const [first, second] = [above, below].map(({ instruction }) => analysis.use(commands).of(instruction));
    if (!isReachable(below.stage) || first!.commands.some(changesShell)) return false;
    if (first!.problems.length > 0 || second!.problems.length > 0) return false;
    if (feedsHeredoc(above) || feedsHeredoc(below)) return false;
    const seconds = meanSeconds(analysis.use(stepCosts).ofStep(above));
    return seconds <= mostSeconds && analysis.use(cacheInputs).of(below)?.own.length === 0;
  });
});

/** `cat <<EOF > file`: joined to another command, nobody sees any longer which of them reads the lines below. */
function feedsHeredoc({ instruction }: Step): boolean {
  if (instruction.kind !== "RUN" || instruction.command.form === "exec") return false;
  const { heredocs, command } = instruction;
  return heredocs.length > 0 && bodyAsScript(command.script, heredocs) === null;
}

/** A step that takes no longer is not worth a layer of its own. */
const mostSeconds = 1;

function chainsOf(analysis: Analysis, canJoin: (above: Step, below: Step) => boolean): ConsecutiveRuns[] {
  const chains: ConsecutiveRuns[] = [];
  for (const { steps } of analysis.file.stages) {
    let runs: Step[] = [];
    for (const step of steps) {
      const isSingle = step.instruction.kind === "RUN" && isOneCommand(analysis, step);
      const above = runs.at(-1);
      const follows =
        isSingle &&
        above?.index === step.index - 1 &&
        flagsOf(above) === flagsOf(step) &&
        canJoin(above, step);
      if (!follows) {
        if (runs.length > 1) chains.push({ runs });
        runs = [];
      }
      if (isSingle) runs.push(step);
    }
    if (runs.length > 1) chains.push({ runs });
  }
  return chains;
}

/** In which order flags stand, and the options in one, changes nothing. */
function flagsOf({ instruction }: Step): string {
  const flags = instruction.flags.map(({ name, value }) => `${name}=${value?.split(",").sort().join(",")}`);
  return flags.sort().join(" ");
}

/** What a nested shell runs is part of the command that starts it; tests are none. */
function isOneCommand(analysis: Analysis, { instruction }: Step): boolean {
  const { commands: script, problems, unread } = analysis.use(commands).of(instruction);
  if (problems.length > 0) return unread === null;
  const counted = script.filter(
    ({ name, words, inside }) =>
      words.length > 0 && !/^(\[|\[\[|\(\()$/.test(name) && !inside.includes("nested-script"),
  );
  return unread === null && counted.length < 2;
}
