import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import { cacheInputs } from "./cache-inputs.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
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
    if (!isReachable(below.stage) || analysis.use(commands).of(above.instruction).commands.some(changesShell))
      return false;
    const seconds = meanSeconds(analysis.use(stepCosts).ofStep(above));
    return seconds <= mostSeconds && analysis.use(cacheInputs).of(below)?.own.length === 0;
  });
});

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

function flagsOf({ instruction }: Step): string {
  return instruction.flags.map(({ name, value }) => `${name}=${value}`).join(" ");
}

/** What a nested shell runs is part of the command that starts it; tests are none. */
function isOneCommand(analysis: Analysis, { instruction }: Step): boolean {
  const { commands: script, unread } = analysis.use(commands).of(instruction);
  const counted = script.filter(
    ({ name, words, inside }) =>
      words.length > 0 && !/^(\[|\[\[|\(\()$/.test(name) && !inside.includes("nested-script"),
  );
  return unread === null && counted.length < 2;
}

/** Commands that change the shell for what follows in the same RUN. */
const shellChanges = new Set(
  ".|alias|cd|eval|exec|exit|export|popd|pushd|read|return|set|shopt|source|trap|ulimit|umask|unset".split(
    "|",
  ),
);

function changesShell({ name, words }: Command): boolean {
  return words.length === 0 || shellChanges.has(name);
}

/** The edits that join RUNs with `&&`; `null` unless all are plain: one simple command in shell form, nothing between them, no flags. */
export function joiningEdits(analysis: Analysis, { runs }: ConsecutiveRuns): readonly TextEdit[] | null {
  const { text, syntax } = analysis.file;
  const edits: TextEdit[] = [];
  let above: Step | null = null;
  for (const step of runs) {
    const command = plainCommand(analysis, step);
    if (command === null) return null;
    if (above !== null) {
      const between = { start: above.instruction.range.end, end: step.instruction.range.start };
      const gap = text.slice(between.start, between.end);
      if (gap.trim() !== "") return null;
      const lineFeed = gap.includes("\r\n") ? "\r\n" : "\n";
      const range = { start: between.start, end: command.range.start };
      edits.push({ range, text: ` ${syntax.escape}${lineFeed}    && ` });
    }
    above = step;
  }
  return edits;
}

function plainCommand(analysis: Analysis, { instruction }: Step): Command | null {
  if (instruction.kind !== "RUN" || instruction.command.form !== "shell") return null;
  if (instruction.heredocs.length > 0 || instruction.flags.length > 0) return null;
  const { commands: script, problems } = analysis.use(commands).of(instruction);
  const [command] = script;
  if (command === undefined || script.length > 1 || problems.length > 0) return null;
  const { inside, background, negated, range } = command;
  const { start, end } = instruction.command.range;
  const isAll = range.start === start && range.end === end;
  return isAll && inside.length === 0 && !background && !negated && !changesShell(command) ? command : null;
}
