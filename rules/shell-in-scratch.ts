import { commands } from "../src/analysis/commands.ts";
import { missingShells } from "../src/analysis/missing-shells.ts";
import { signalForm } from "../src/analysis/signal-forms.ts";
import type { Step } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { CommandForm } from "../src/syntax/nodes.ts";
import type { TextEdit } from "../src/text/edit.ts";

export default defineRule({
  id: "shell-in-scratch",
  summary: "A command needs a shell, and the image has none",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/shell-run-in-scratch"],
  check: {
    file(_, context) {
      for (const { step, command } of context.use(missingShells)) {
        const { kind } = step.instruction;
        const when = kind === "RUN" ? "the build fails here" : "no container of it starts";
        const edit = kind === "RUN" ? null : execEdit(step, command, context);
        context.report({
          at: command.range,
          message: `\`${kind}\` in shell form needs \`/bin/sh\`, and \`scratch\` has none: ${when}`,
          help:
            kind === "RUN"
              ? "run it in a stage with a shell, and copy the result"
              : `write it in exec form, as in \`${kind} ["/app"]\``,
          // Unsafe: no container starts without it, and what one does then has never been seen.
          ...(edit && { fix: { title: "Write it in exec form", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});

/** Of a single program with fixed arguments, without a comment that would get lost. */
function execEdit(
  { instruction }: Step,
  { range }: CommandForm,
  { file, use }: RuleContext,
): TextEdit | null {
  const form = signalForm(use(commands).of(instruction).commands);
  if (form?.kind !== "exec-form" || form.command.range.end < range.end) return null;
  const hasComment = file.syntax.comments.some(
    (comment) => comment.range.start > range.start && comment.range.end < range.end,
  );
  return hasComment
    ? null
    : { range, text: `[${form.words.map((word) => JSON.stringify(word)).join(", ")}]` };
}
