import { mergingEdits, movingEdits, removalEdits, updatingEdits } from "../src/analysis/index-fetch-edits.ts";
import type { PackageCommand } from "../src/analysis/install-commands/package-command.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { keptDownloads } from "../src/analysis/kept-downloads.ts";
import {
  type IndexFetch,
  type IndexUse,
  indexFetches,
  isFetchedAlone,
} from "../src/analysis/package-indexes.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/edit.ts";

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
  aliases: [
    "DS-0017",
    "CKV_DOCKER_5",
    "9bae49be",
    "aptGetUpdatePrecedesInstall",
    "CIS-DI-0007",
    "apt-get-update_require_install",
    "DF028",
    "CL002",
    "apt-update-without-install",
  ],
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
      ...withFix(`Remove \`${update}\``, removalEdits(context.analysis, fetch)),
    });
  } else if (call.manager.name === "apk") {
    context.report({
      at,
      message: `\`${update}\` is a step of its own, for which \`apk add\` has no need`,
      help: "remove it and write `apk add --no-cache`, which fetches the list, uses it and leaves none in the image",
      related,
      ...withFix(`Remove \`${update}\``, removalEdits(context.analysis, fetch)),
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
      ...fixOfMove(fetch, users, context),
    });
  }
}

function reportUses(fetch: IndexFetch, context: RuleContext): void {
  const update = callText(fetch.call);
  const { start, end } = fetch.call.command.range;
  const text = context.file.text.slice(start, end);
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
      ...withFix(`Run \`${text}\` before it`, updatingEdits(context.analysis, fetch, [use])),
    });
  }
}

function firstInEachStep(uses: readonly IndexUse[]): readonly IndexUse[] {
  return uses.filter((use, index) => uses[index - 1]?.step !== use.step);
}

function withFix(title: string, edits: readonly TextEdit[] | null): { readonly fix?: Fix } {
  // Unsafe: packages come in the versions of another day.
  return edits === null ? {} : { fix: { title, applicability: "unsafe", edits } };
}

function fixOfMove(fetch: IndexFetch, users: readonly IndexUse[], { analysis }: RuleContext) {
  const merged = mergingEdits(analysis, fetch, users);
  return merged === null
    ? withFix("Move it to the RUN that installs", movingEdits(analysis, fetch, users))
    : withFix("Join these RUNs with `&&`", merged);
}
