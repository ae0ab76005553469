import { type LostFailure, lostFailures } from "../src/analysis/lost-failures.ts";
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
      for (const lost of context.use(lostFailures)) {
        const { run, command, next, isInFront, hasErrexit } = lost;
        const isNested = command.inside.includes("nested-script");
        const edit = isNested || isInFront ? null : insertSet(run, "set -e", "; ");
        const why = hasErrexit ? ": `set -e` does not look at what stands in front of `&&`" : "";
        context.report({
          at: command.range,
          message: `when \`${command.name}\` fails, the step goes on with the next command, and its failure is lost${why}`,
          help: helpFor(lost),
          related: [{ at: next.words[0]?.range ?? next.range, message: "this runs all the same" }],
          ...(edit === null
            ? {}
            : // Unsafe: the build stops where it went on.
              { fix: { title: "Stop at the first failure", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});

function helpFor({ run, isInFront, hasErrexit }: LostFailure): string {
  if (hasErrexit) return "end the command with `;` or a line feed, or join the next one with `&&` too";
  if (isInFront) return "join the next command with `&&` too";
  return run.instruction.heredocs.length > 0
    ? "begin the script with `set -e`"
    : "join the commands with `&&`, or begin with `set -e`";
}
