import { missingShells } from "../src/analysis/missing-shells.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "shell-in-scratch",
  summary: "A command needs a shell, and the image has none",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/shell-run-in-scratch"],
  check: {
    file(_, context) {
      for (const { step, command } of context.use(missingShells)) {
        const { kind } = step.instruction;
        const when = kind === "RUN" ? "the build fails here" : "no container of it starts";
        context.report({
          at: command.range,
          message: `\`${kind}\` in shell form needs \`/bin/sh\`, and \`scratch\` has none: ${when}`,
          help:
            kind === "RUN"
              ? "run it in a stage with a shell, and copy the result"
              : `write it in exec form, as in \`${kind} ["/app"]\``,
        });
      }
    },
  },
});
