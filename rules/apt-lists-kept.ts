import { commands } from "../src/analysis/commands.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { keptDownloads, literallyKeptDownloads } from "../src/analysis/kept-downloads.ts";
import { indexFetches } from "../src/analysis/package-indexes.ts";
import { appendCommand, privilegePrefix } from "../src/analysis/script-edits.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "apt-lists-kept",
  summary: "The package lists of apt stay in the image",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3009", "df746b39", "DKL-DI-0005", "aptGetInstallThenRemoveAptLists"],
  check: {
    file(file, context) {
      const usedElsewhere = new Set(
        context
          .use(indexFetches)
          .filter(({ step, uses }) => uses.some((use) => use.step !== step))
          .map(({ step }) => step),
      );
      const kept = context.literal === "hadolint" ? literallyKeptDownloads : keptDownloads;
      for (const { step, call, remedy, tooLate } of context.use(kept)) {
        if (call.manager.name !== "apt-get" || remedy.cleanUp === undefined) continue;
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
            : `end this RUN with \`${command}\``,
          related:
            tooLate === null ? [] : [{ at: tooLate.range, message: "too late: they are in the layer above" }],
          ...(edit && {
            fix: { title: `Add \`${command}\``, applicability: "unsafe", edits: [edit] },
          }),
        });
      }
    },
  },
});
