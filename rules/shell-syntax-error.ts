import { commands } from "../src/analysis/commands.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "shell-syntax-error",
  summary: "A shell can't read the script of an instruction",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  check: {
    file(file, context) {
      // The back-tick as escape character is there for Windows, whose shells read other languages.
      if (file.syntax.escape === "`") return;
      const scripts = context.use(commands);
      for (const { steps } of file.stages) {
        for (const { instruction } of steps) {
          if (instruction.problems.length > 0) continue;
          // What follows the first mistake may be read wrongly because of it.
          const [problem] = scripts.of(instruction).problems;
          if (problem === undefined) continue;
          const what = problem.message.replaceAll(/'([^']+)'/g, "`$1`");
          context.report({
            at: problem.range,
            message: `the shell can't read the script of \`${instruction.kind}\`: ${what}`,
          });
        }
      }
    },
  },
});
