import { type LostEffect, lostEffects } from "../src/analysis/shell-state.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "effect-lost-with-step",
  summary: "The effect of a command ends with its RUN, and nothing in there uses it",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  check: {
    file(_, context) {
      for (const lost of context.use(lostEffects)) {
        context.report({ at: lost.command.range, message: messageOf(lost), help: lost.help });
      }
    },
  },
});

function messageOf({ kind, command }: LostEffect): string {
  const [program, argument] = command.words;
  switch (kind) {
    case "background":
      return `\`${command.name}\` is started in the background, and stopped when this step ends`;
    case "service":
      return `\`${command.words.map(({ text }) => text).join(" ")}\` starts something that is stopped when this step ends`;
    case "setup-file":
      return `what \`${program?.text} ${argument?.text}\` sets is gone when this step ends`;
    case "shell":
      return `\`${command.name}\` holds only until this step ends: the next one gets a new shell`;
  }
}
