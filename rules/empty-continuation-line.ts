import { emptyContinuations } from "../src/analysis/continued-lines.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "empty-continuation-line",
  summary: "An instruction goes on over an empty line",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["NoEmptyContinuation", "EMPTY_CONTINUATION_LINE"],
  check: {
    file(file, context) {
      for (const { instruction, gaps, lastLine, swallowed } of emptyContinuations(file)) {
        const [first, ...others] = gaps;
        const { kind } = instruction;
        const name = kind === "UNKNOWN" ? "the instruction" : `\`${kind}\``;
        const at = context.literal === "buildkit" ? lastLine : first!;
        if (swallowed !== null) {
          const word = file.text.slice(swallowed.at.start, swallowed.at.end);
          context.report({
            at,
            message: `${name} goes on over this empty line, so that the \`${word}\` below is a part of it`,
            help: "remove the escape character at the end of the line before",
            related: [{ at: swallowed.at, message: "this is no instruction of its own" }],
            ...(swallowed.ending && {
              // Unsafe: what stands below becomes an instruction.
              fix: {
                title: "End the instruction at the empty line",
                applicability: "unsafe",
                edits: [swallowed.ending],
              },
            }),
          });
          continue;
        }
        context.report({
          at,
          message: `${name} goes on over an empty line: BuildKit warns of it, and means to reject it`,
          help: "remove the line, or begin it with `#`",
          related:
            context.literal === "buildkit" ? [] : others.map((gap) => ({ at: gap, message: "and here" })),
          // Safe: the builder leaves empty lines out.
          fix: {
            title: "Remove the empty lines",
            applicability: "safe",
            edits: gaps.map((range) => ({ range, text: "" })),
          },
        });
      }
    },
  },
});
