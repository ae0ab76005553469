import { lostFailures } from "../src/analysis/lost-failures.ts";
import { insertSet } from "../src/analysis/pipefail-remedies.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "lost-failure",
  summary: "A command fails in the middle of a step, and the step goes on",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  check: {
    file(_, context) {
      for (const { run, command, next } of context.use(lostFailures)) {
        const isHeredoc = run.instruction.heredocs.length > 0;
        const edit = insertSet(run, "set -e", "; ");
        context.report({
          at: command.range,
          message: `when \`${command.name}\` fails, the step goes on with the next command, and its failure is lost`,
          help: isHeredoc
            ? "begin the script with `set -e`"
            : "join the commands with `&&`, or begin with `set -e`",
          related: [{ at: next.words[0]?.range ?? next.range, message: "this runs all the same" }],
          ...(edit === null
            ? {}
            : { fix: { title: "Stop at the first failure", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
