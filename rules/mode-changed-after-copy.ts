import { commands } from "../src/analysis/commands.ts";
import { type RewrittenCopy, rewrittenCopies } from "../src/analysis/rewritten-copies.ts";
import { removeCommand } from "../src/analysis/script-edits.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

export default defineRule({
  id: "mode-changed-after-copy",
  summary: "Files are copied, and copied again by a change of their mode or owner",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/prefer-copy-chmod"],
  check: {
    file(_, context) {
      for (const rewritten of context.use(rewrittenCopies)) {
        const { copy, command, flag, path, isWhole } = rewritten;
        const fix = isWhole ? fixOf(rewritten, context) : null;

        context.report({
          at: command.range,
          message: isWhole
            ? `\`${command.name}\` puts \`${path}\` into the image a second time`
            : `\`${command.name}\` puts all of \`${path}\` into the image a second time`,
          help:
            flag === null
              ? `let \`${copy.kind}\` say it, with \`--${command.name === "chmod" ? "chmod" : "chown"}\``
              : `write \`${copy.kind} ${flag}\``,
          related: [{ at: copy.keyword.range, message: "the first time is here" }],
          ...(fix !== null && { fix }),
        });
      }
    },
  },
});

function fixOf({ copy, run, command, flag }: RewrittenCopy, context: RuleContext): Fix | null {
  const script = context.use(commands).of(run.instruction);
  const removal = removeCommand(context.file, run, { script, command });
  if (flag === null || removal === null) return null;
  const { end } = copy.keyword.range;
  return {
    title: `Write \`${flag}\` and leave out the \`RUN\``,
    applicability: "unsafe",
    edits: [{ range: { start: end, end }, text: ` ${flag}` }, removal],
  };
}
