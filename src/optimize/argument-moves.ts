import { commands } from "../analysis/commands.ts";
import { declarationEdits } from "../analysis/declaration-edits.ts";
import type { Analysis } from "../analysis/fact.ts";
import { callText } from "../analysis/install-commands/reading.ts";
import { volatileArguments } from "../analysis/volatile-arguments.ts";
import { idlePrograms, plainPrograms } from "../knowledge/command-effects.ts";
import type { Step } from "../model/build-file.ts";
import { lineOf, type Move, type Proposals, type Refusal, shortText } from "./moves.ts";
import { knownCommand } from "./run-effects.ts";
import { stepEffects } from "./step-effects.ts";

/** Arguments with a new value in each build, declared below the installs that do not read them. */
export function argumentMoves(analysis: Analysis): Proposals {
  const moves: Move[] = [];
  const refusals: Refusal[] = [];
  for (const found of analysis.use(volatileArguments)) {
    const { stage, declarations, installs } = found;
    const last = installs.findLast(({ step }) => step.stage === stage);
    const [first] = declarations;
    if (last === undefined || first === undefined) continue;
    const names = [...new Set(declarations.map(({ name }) => `\`${name}\``))].join(", ");
    const title = `Declare ${names} below \`${callText(last.call)}\``;
    const edits = declarationEdits(analysis.file, found, last.step);
    const reason =
      edits === null ? "it is declared together with others" : obstacle(analysis, first.step, last.step);
    if (edits === null || reason !== null) {
      refusals.push({ title, step: first.step, reason: reason ?? "", edits });
      continue;
    }
    moves.push({
      kind: "declare-later",
      step: first.step,
      title,
      why: `No step down to there names ${names}, and all of them run package managers and tools of the system, which take nothing from a variable of that name. By its name each build is taken to give it a new value; where none does, nothing is saved.`,
      edits,
    });
  }
  return { moves, refusals };
}

/** A RUN on the way of which it is not known what it does with its environment. */
function obstacle(analysis: Analysis, first: Step, last: Step): string | null {
  const { of } = analysis.use(stepEffects);
  for (const step of first.stage.steps.slice(first.index + 1, last.index + 1)) {
    if (step.instruction.kind !== "RUN") continue;
    const { unknown } = of(step);
    if (unknown !== null && !isPlain(analysis, step))
      return `${shortText(analysis, step)} (line ${lineOf(analysis, step)}) may read it: ${unknown}`;
  }
  return null;
}

/** Whether all that a RUN starts is told on its command line, wherever it reads and writes. */
function isPlain(analysis: Analysis, step: Step): boolean {
  const { unread, problems, commands: started } = analysis.use(commands).of(step.instruction);
  return (
    unread === null &&
    problems.length === 0 &&
    step.instruction.heredocs.length === 0 &&
    started.every(
      (command) =>
        plainPrograms.has(command.name) ||
        idlePrograms.has(command.name) ||
        knownCommand(analysis, step, command),
    )
  );
}
