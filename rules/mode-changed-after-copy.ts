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
        const { copy, commands: changing, path, changes } = rewritten;
        const fix = changes === "step" ? fixOf(rewritten, context) : null;
        context.report({
          at: { start: changing[0]!.range.start, end: changing.at(-1)!.range.end },
          message: messageOf(rewritten),
          help: helpOf(rewritten),
          related: [
            {
              at: copy.keyword.range,
              message: changes === "step" ? `\`${path}\` comes from here` : "the first time is here",
            },
          ],
          ...(fix !== null && { fix }),
        });
      }
    },
  },
});

function messageOf({ commands: changing, changes, path, copy }: RewrittenCopy): string {
  const names = [...new Set(changing.map(({ name }) => `\`${name}\``))];
  const subject = names.join(" and ");
  if (changes === "step")
    return `${subject} ${names.length === 1 ? "takes" : "take"} a step and a layer for what \`${copy.kind}\` can do`;
  const what = changes === "folder" ? `all of \`${path}\`` : `\`${path}\``;
  return `${subject} ${names.length === 1 ? "puts" : "put"} ${what} into the image a second time`;
}

function helpOf({ copy, commands: changing, flags }: RewrittenCopy): string {
  if (flags.every((flag) => flag !== null)) return `write \`${copy.kind} ${flags.join(" ")}\``;
  const names = [...new Set(changing.map(({ name }) => (name === "chmod" ? "--chmod" : "--chown")))];
  return `let \`${copy.kind}\` say it, with ${names.map((name) => `\`${name}\``).join(" and ")}`;
}

function fixOf({ copy, run, commands: changing, flags }: RewrittenCopy, context: RuleContext): Fix | null {
  const script = context.use(commands).of(run.instruction);
  const [flag] = flags;
  if (flag == null || changing.length !== 1) return null;
  const removal = removeCommand(context.file, run, { script, command: changing[0]! });
  if (removal === null) return null;
  const { end } = copy.keyword.range;
  // Unsafe: the builder has to know the flag, and directories of the copy get the mode too.
  return {
    title: `Write \`${flag}\` and leave out the \`RUN\``,
    applicability: "unsafe",
    edits: [{ range: { start: end, end }, text: ` ${flag}` }, removal],
  };
}
