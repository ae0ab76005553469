import { lostPowerShellFailures } from "../src/analysis/lost-powershell-failures.ts";
import { defineRule } from "../src/rule/rule.ts";

const stop = "$ErrorActionPreference = 'Stop'";

export default defineRule({
  id: "lost-powershell-failure",
  summary: "A statement of PowerShell fails, and the step goes on",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/powershell/error-action-preference"],
  check: {
    file(_, context) {
      for (const { script, statement, next, name, isProgram } of context.use(lostPowerShellFailures)) {
        const start = script.statements[0]!.range.start;
        context.report({
          at: statement.range,
          message: `when \`${name}\` fails, PowerShell goes on with the next statement, and the failure is lost`,
          help: isProgram
            ? "give it a RUN of its own, or write `if ($LASTEXITCODE) { exit $LASTEXITCODE }` behind it"
            : `begin the script, or what SHELL runs, with \`${stop}\``,
          related: [{ at: next.range, message: "this runs all the same" }],
          ...(!isProgram && {
            // Unsafe: the build stops where it went on.
            fix: {
              title: "Stop at the first failure",
              applicability: "unsafe",
              edits: [{ range: { start, end: start }, text: `${stop}; ` }],
            },
          }),
        });
      }
    },
  },
});
