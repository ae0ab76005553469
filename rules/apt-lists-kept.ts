import { commands } from "../src/analysis/commands.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { keptDownloads, literallyKeptDownloads } from "../src/analysis/kept-downloads.ts";
import { type IndexFetch, indexFetches, isFetchedAlone } from "../src/analysis/package-indexes.ts";
import { appendCommand, privilegePrefix } from "../src/analysis/script-edits.ts";
import type { Step } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";

/** apt waits for its lock where two builds use one cache. */
const mount = "--mount=type=cache,target=/var/lib/apt/lists,sharing=locked";

export default defineRule({
  id: "apt-lists-kept",
  summary: "The package lists of apt stay in the image",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [
    "DL3009",
    "df746b39",
    "DKL-DI-0005",
    "aptGetInstallThenRemoveAptLists",
    "apt-get_missing_rm",
    "remove-package-lists",
    "remove-package-cache",
    "DF004",
    "CL005",
    "PERF003",
  ],
  check: {
    file(file, context) {
      const isLiteral = context.literal === "hadolint";
      const fetches = context.use(indexFetches);
      const usedElsewhere = stepsOf(
        fetches.filter(({ step, uses }) => uses.some((use) => use.step !== step)),
      );
      // An update that is better moved takes its lists along.
      const moved = isLiteral ? new Set<Step>() : stepsOf(fetches.filter(isFetchedAlone));
      for (const { step, call, remedy, tooLate } of context.use(
        isLiteral ? literallyKeptDownloads : keptDownloads,
      )) {
        if (call.manager.name !== "apt-get" || remedy.cleanUp === undefined || moved.has(step)) continue;
        const command = privilegePrefix(call.command) + remedy.cleanUp;
        const script = context.use(commands).of(step.instruction);
        const isUsedElsewhere = usedElsewhere.has(step);
        const edit = isUsedElsewhere ? null : appendCommand(file, step, { script, command });
        const message = `\`${callText(call)}\` leaves its package lists in the image`;
        context.report({
          at: call.command.range,
          message:
            tooLate === null ? message : `${message}: a later RUN removes them, but the layer keeps them`,
          help: isUsedElsewhere
            ? `end this RUN with \`${command}\`, once what installs from the lists in other steps has an update of its own`
            : `end this RUN with \`${command}\`; to have them at hand in later builds instead, add \`${mount}\` to it`,
          related:
            tooLate === null ? [] : [{ at: tooLate.range, message: "too late: they are in the layer above" }],
          ...(edit && {
            // Unsafe: a step that reads the lists later finds none.
            fix: { title: `Add \`${command}\``, applicability: "unsafe", edits: [edit] },
          }),
        });
      }
    },
  },
});

function stepsOf(fetches: readonly IndexFetch[]): ReadonlySet<Step> {
  return new Set(fetches.map(({ step }) => step));
}
