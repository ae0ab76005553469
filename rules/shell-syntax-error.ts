import { commands } from "../src/analysis/commands.ts";
import type { BuildFile } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";

/** What nobody writes for a shell of Unix: drives, programs of Windows, tests of cmd, cmdlets. */
const signsOfWindows = [
  /\b[A-Z]:[\\/]|\.ps1\b|\b(?:powershell|pwsh|msiexec|setx|choco)\b|\bif (?:not )?exist\b/i,
  /\b(?:Add|Copy|Expand|Get|Import|Install|Invoke|New|Remove|Set|Start|Test|Write)-[A-Z]\w+/,
];

/** The shells of Windows read other languages, and not every base image says that it is one of Windows. */
function isForWindows({ path, syntax }: BuildFile): boolean {
  return (
    syntax.escape === "`" ||
    /windows|nanoserver/i.test(path) ||
    signsOfWindows.some((sign) => sign.test(syntax.text))
  );
}

/** A program fills these in before any shell reads the script: ERB, Jinja, Go templates. */
const template = /<%|\{%|\{\{/;

export default defineRule({
  id: "shell-syntax-error",
  summary: "A shell can't read the script of an instruction",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  // No fix: what is meant by text that can't be read is a guess.
  check: {
    file(file, context) {
      if (isForWindows(file)) return;
      const scripts = context.use(commands);
      for (const { steps } of file.stages) {
        for (const step of steps) {
          const instruction =
            step.instruction.kind === "ONBUILD" ? step.instruction.trigger : step.instruction;
          if (instruction === null || instruction.problems.length > 0) continue;
          // What follows the first mistake may be read wrongly because of it.
          const [problem] = scripts.of(instruction).problems;
          if (problem === undefined || template.test(instruction.rest.text)) continue;
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
