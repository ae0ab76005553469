import { commands } from "../src/analysis/commands.ts";
import { joiningEdits } from "../src/analysis/consecutive-runs.ts";
import type { PackageCommand } from "../src/analysis/install-commands/package-command.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { keptDownloads } from "../src/analysis/kept-downloads.ts";
import {
  type IndexFetch,
  type IndexUse,
  indexFetches,
  isFetchedAlone,
} from "../src/analysis/package-indexes.ts";
import { insertBefore, removeCommand } from "../src/analysis/script-edits.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

/** More places than this say nothing new. */
const mostRelated = 3;

export default defineRule({
  id: "apt-update-alone",
  summary: "Packages are installed with a package list from another step",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DS-0017", "CKV_DOCKER_5", "9bae49be", "aptGetUpdatePrecedesInstall", "CIS-DI-0007"],
  check: {
    file(_, context) {
      const cleanUps = cleanUpsOf(context);
      for (const fetch of context.use(indexFetches)) {
        if (isFetchedAlone(fetch)) reportFetch(fetch, cleanUps.get(fetch.call) ?? null, context);
        // `apk add` looks for a newer list by itself.
        else if (fetch.call.manager.name !== "apk") reportUses(fetch, context);
      }
    },
  },
});

/** What removes a list, by the call that leaves it in the image. */
function cleanUpsOf(context: RuleContext): ReadonlyMap<PackageCommand, string> {
  const found = new Map<PackageCommand, string>();
  for (const { call, remedy } of context.use(keptDownloads)) {
    if (remedy.cleanUp !== undefined) found.set(call, remedy.cleanUp);
  }
  return found;
}

function reportFetch(fetch: IndexFetch, cleanUp: string | null, context: RuleContext): void {
  const { call, uses } = fetch;
  const update = callText(call);
  const at = call.command.range;
  const users = firstInEachStep(uses);
  const related = users.slice(0, mostRelated).map((use) => ({
    at: use.call.command.range,
    message: `\`${callText(use.call)}\` works with that list`,
  }));
  if (users.length === 0) {
    context.report({
      at,
      message: `nothing is installed from the package list that \`${update}\` fetches`,
      help: "remove it: a RUN that installs packages fetches a list of its own",
      ...withFix(removal(fetch, context)),
    });
  } else if (call.manager.name === "apk") {
    context.report({
      at,
      message: `\`${update}\` is a step of its own, for which \`apk add\` has no need`,
      help: "remove it and write `apk add --no-cache`, which fetches the list, uses it and leaves none in the image",
      related,
      ...withFix(removal(fetch, context)),
    });
  } else {
    const run = `RUN ${update} && ${callText(users[0]!.call)} …`;
    context.report({
      at,
      message: `\`${update}\` is a step of its own: once it is cached, later installs work with an old package list`,
      help:
        cleanUp === null
          ? `join it with what installs, as in \`${run}\``
          : `join it with what installs, and remove the list there, as in \`${run} && ${cleanUp}\``,
      related,
      ...withFix(merging(fetch, users, context) ?? joining(fetch, users, context)),
    });
  }
}

function reportUses(fetch: IndexFetch, context: RuleContext): void {
  const update = callText(fetch.call);
  // A script in between may have fetched another list.
  const renewal = fetch.possibleUses.find((step) => step !== fetch.step) ?? null;
  for (const use of firstInEachStep(fetch.uses)) {
    if (use.step === fetch.step) continue;
    const isThisList = renewal === null || renewal.instruction.index > use.step.instruction.index;
    context.report({
      at: use.call.command.range,
      message: `\`${callText(use.call)}\` works with the package list of an earlier step, which is old once that step is cached`,
      help: `run \`${update}\` in the same RUN, just before it`,
      related: isThisList ? [{ at: fetch.call.command.range, message: "the list is fetched here" }] : [],
      ...withFix(updating(fetch, [use], context)),
    });
  }
}

function firstInEachStep(uses: readonly IndexUse[]): readonly IndexUse[] {
  return uses.filter((use, index) => uses[index - 1]?.step !== use.step);
}

function withFix(fix: Fix | null): { readonly fix?: Fix } {
  return fix === null ? {} : { fix };
}

function removal({ call, step }: IndexFetch, context: RuleContext): Fix | null {
  const script = context.use(commands).of(step.instruction);
  const edit = removeCommand(context.file, step, { script, command: call.command });
  return edit && { title: `Remove \`${callText(call)}\``, applicability: "unsafe", edits: [edit] };
}

/** One RUN for several that stand directly below the update. */
function merging({ step }: IndexFetch, uses: readonly IndexUse[], context: RuleContext): Fix | null {
  const runs = [step, ...uses.map((use) => use.step)];
  const isChain = runs.every((run, at) => run.stage === step.stage && run.index === step.index + at);
  const edits = isChain && runs.length > 2 ? joiningEdits(context.analysis, { runs }) : null;
  return edits && { title: "Join these RUNs with `&&`", applicability: "unsafe", edits };
}

function joining(fetch: IndexFetch, uses: readonly IndexUse[], context: RuleContext): Fix | null {
  const removed = removal(fetch, context);
  const added = updating(fetch, uses, context);
  return (
    removed &&
    added && {
      ...added,
      title: `Move it to the RUN that installs`,
      edits: [...removed.edits, ...added.edits],
    }
  );
}

function updating(fetch: IndexFetch, uses: readonly IndexUse[], context: RuleContext): Fix | null {
  const { range, inside, redirects } = fetch.call.command;
  const text = context.file.text.slice(range.start, range.end);
  if (inside.length > 0 || redirects.length > 0 || text.includes("\n")) return null;
  const scripts = context.use(commands);
  const edits = uses.map(({ step, call: { command } }) =>
    insertBefore(scripts.of(step.instruction), step, { command, text }),
  );
  if (!edits.every((edit) => edit !== null)) return null;
  return { title: `Run \`${text}\` before it`, applicability: "unsafe", edits };
}
