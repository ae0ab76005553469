import type { BuildFile } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Instruction } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "instruction-casing",
  summary: "A keyword is in another case than most of the file",
  category: "style",
  severity: "style",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["ConsistentInstructionCasing", "CASING_INSTRUCTION", "uppercase_commands", "DF076", "STY001"],
  check: {
    file(file, context) {
      const judged = instructionsOfStages(file);
      const isLower = isMostlyLower(judged);
      const all = context.literal === "buildkit" ? judged : [...file.preamble, ...judged];
      for (const { keyword, kind } of all) {
        const { text, range } = keyword;
        const wanted = isLower ? text.toLowerCase() : text.toUpperCase();
        // What is no keyword has no case.
        if (text === wanted || kind === "UNKNOWN") continue;
        context.report({
          at: range,
          message: `\`${text}\` is in another case than the other keywords of the file`,
          help: `write \`${wanted}\``,
          // Safe: the case of keywords has no meaning.
          fix: {
            title: `Write the keyword in ${isLower ? "small" : "capital"} letters`,
            applicability: "safe",
            edits: [{ range, text: wanted }],
          },
        });
      }
    },
  },
});

/** Global ARGs belong to no stage: BuildKit leaves them out. */
function instructionsOfStages({ stages }: BuildFile): readonly Instruction[] {
  return stages.flatMap(({ implicit, from, steps }) => [
    ...(implicit ? [] : [from]),
    ...steps.map(({ instruction }) => instruction),
  ]);
}

/** Keywords in mixed case count for neither side; a tie is for capital letters (BuildKit `dockerfile2llb/validations.go`, 2026-08). */
function isMostlyLower(instructions: readonly Instruction[]): boolean {
  let balance = 0;
  for (const { keyword, kind } of instructions) {
    if (kind === "UNKNOWN") continue;
    if (keyword.text === keyword.text.toUpperCase()) balance -= 1;
    else if (keyword.text === keyword.text.toLowerCase()) balance += 1;
  }
  return balance > 0;
}
