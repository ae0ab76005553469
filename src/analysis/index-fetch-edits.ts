import type { TextEdit } from "../text/edit.ts";
import { commands } from "./commands.ts";
import type { Analysis } from "./fact.ts";
import { joiningEdits } from "./joined-runs.ts";
import type { IndexFetch, IndexUse } from "./package-indexes.ts";
import { insertBefore, privilegePrefix, removeCommand } from "./script-edits.ts";

/** The edits that take an update out of its RUN; `null` where it is not plain how. */
export function removalEdits(
  { file, use }: Analysis,
  { call, step }: IndexFetch,
): readonly TextEdit[] | null {
  const script = use(commands).of(step.instruction);
  const edit = removeCommand(file, step, { script, command: call.command });
  return edit && [edit];
}

/** The edits that run the update just before each use; `null` where it is not plain how. */
export function updatingEdits(
  { file, use }: Analysis,
  { call }: IndexFetch,
  uses: readonly IndexUse[],
): readonly TextEdit[] | null {
  const { range, inside, redirects, wrappers } = call.command;
  const text = file.text.slice(range.start, range.end);
  if (inside.length > 0 || redirects.length > 0 || text.includes("\n")) return null;
  const edits = uses.map(({ step, call: { command } }) => {
    const prefix = wrappers.length === 0 ? privilegePrefix(command) : "";
    return insertBefore(use(commands).of(step.instruction), step, { command, text: prefix + text });
  });
  return edits.every((edit) => edit !== null) ? edits : null;
}

/** Both: the update moves to where its list is used. */
export function movingEdits(
  analysis: Analysis,
  fetch: IndexFetch,
  uses: readonly IndexUse[],
): readonly TextEdit[] | null {
  const removal = removalEdits(analysis, fetch);
  const updates = updatingEdits(analysis, fetch, uses);
  return removal && updates && [...removal, ...updates];
}

/** The edits that make one RUN of an update and of several uses directly below it; `null` for any others. */
export function mergingEdits(
  analysis: Analysis,
  { step }: IndexFetch,
  uses: readonly IndexUse[],
): readonly TextEdit[] | null {
  const runs = [step, ...uses.map((use) => use.step)];
  const isChain = runs.every((run, at) => run.stage === step.stage && run.index === step.index + at);
  return isChain && runs.length > 2 ? joiningEdits(analysis, runs) : null;
}
