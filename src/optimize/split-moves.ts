import { commands } from "../analysis/commands.ts";
import type { Analysis } from "../analysis/fact.ts";
import { readPackageCommand } from "../analysis/install-commands/package-command.ts";
import { everyInstall } from "../analysis/installs.ts";
import { changesShell } from "../analysis/joined-runs.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import { knownCommand } from "./run-effects.ts";

/** A RUN that installs and then does something else, cut in two after the install. */
export interface SplitRun {
  readonly step: Step;
  readonly edits: readonly TextEdit[];
}

/** RUNs whose first commands could move if the rest did not stand behind them. The image stays as it is: the same commands in the same order. */
export function splittableRuns(analysis: Analysis): readonly SplitRun[] {
  const { isReachable, shipped } = analysis.use(stageGraph);
  const installing = new Set(analysis.use(everyInstall).map(({ step }) => step));
  return [...installing].flatMap((step) => {
    if (!isReachable(step.stage)) return [];
    const edits = editsToSplit(analysis, step, shipped.has(step.stage));
    return edits === null ? [] : [{ step, edits }];
  });
}

function editsToSplit(analysis: Analysis, step: Step, isShipped: boolean): readonly TextEdit[] | null {
  const { instruction } = step;
  if (instruction.kind !== "RUN" || instruction.command.form !== "shell" || instruction.heredocs.length > 0)
    return null;
  const script = analysis.use(commands).of(instruction);
  if (script.unread !== null || script.problems.length > 0) return null;
  const list = script.pipelines.filter(({ inside }) => inside.length === 0);
  if (list.length < 2 || list.some(({ connector }, at) => at > 0 && connector !== "&&")) return null;
  const all = script.commands;
  // What the shell is told holds for what follows.
  if (all.some((command) => command.inside.length === 0 && changesShell(command))) return null;
  const firstUnknown = list.findIndex(({ members }) =>
    members.some(({ first, end }) =>
      all.slice(first, end).some((command) => !knownCommand(analysis, step, command)),
    ),
  );
  if (firstUnknown < 1) return null;
  const before = list[firstUnknown - 1]!;
  const after = list[firstUnknown]!;
  const isPlain = [before, after].every(
    ({ members }) => members.length === 1 && members[0]!.compound === null,
  );
  if (!isPlain) return null;
  const head = all.slice(0, after.members[0]!.first);
  const rest = all.slice(after.members[0]!.first);
  if (
    !head.some((command) =>
      analysis.use(everyInstall).some((one) => one.step === step && one.command === command),
    )
  )
    return null;
  // Files that are taken away in the same RUN are in no layer.
  if (isShipped && rest.some(takesAway)) return null;
  const start = head.at(-1)!.range.end;
  const end = rest[0]!.range.start;
  const { text } = analysis.file;
  const between = text.slice(start, end).replaceAll(analysis.file.syntax.escape, "").trim();
  if (between !== "&&") return null;
  const flags = instruction.flags.map(({ range }) => `${text.slice(range.start, range.end)} `).join("");
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return [{ range: { start, end }, text: `${lineEnd}${instruction.keyword.text} ${flags}` }];
}

function takesAway(command: Command): boolean {
  const does = readPackageCommand(command)?.does;
  return (
    /^(?:rm|rmdir|unlink|find|mv)$/.test(command.name) ||
    does === "clean" ||
    does === "remove" ||
    mentionsPrune(command)
  );
}

function mentionsPrune({ words }: Command): boolean {
  return words.some(({ text }) => /prune|clean|purge|uninstall/.test(text));
}
