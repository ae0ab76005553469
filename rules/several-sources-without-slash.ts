import { namesDirectory, overwrittenCopies } from "../src/analysis/overwritten-copies.ts";
import type { Step } from "../src/model/build-file.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Word } from "../src/syntax/nodes.ts";

const ofAny = ["INVALID_DESTINATION", "add_dest_invalid", "DF048"];
/** Of tools that look at COPY alone. */
const ofCopy = ["DL3021", "DS-0011", "6db6e0c2"];

export default defineRule({
  id: "several-sources-without-slash",
  summary: "Several files are copied to one path, where only the last one stays",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...ofCopy, ...ofAny],
  check: {
    file(file, context) {
      const found = context.use(overwrittenCopies);
      for (const step of file.stages.flatMap(({ steps }) => steps)) {
        const { instruction } = step;
        if (instruction.kind !== "COPY" && instruction.kind !== "ADD") continue;
        if (instruction.destination === null) continue;
        if (!found.has(step) && !(context.literal === "hadolint" && isReported(step, context))) continue;
        const { destination, sources } = instruction;
        context.report({
          at: destination.range,
          aliases: [...(instruction.kind === "COPY" ? ofCopy : []), ...ofAny],
          message: found.has(step)
            ? `\`${destination.text}\` becomes a file: each of the ${sources.length} sources replaces the one before it`
            : `\`${destination.text}\` takes ${sources.length} sources, and does not end in \`/\``,
          help: "end it with `/`, which says that it is a directory",
          // Unsafe: the files come into a directory, where they replaced one another, or the build stopped.
          fix: {
            title: "Add the slash",
            applicability: "unsafe",
            edits: [slashAfter(destination, file.text)],
          },
        });
      }
    },
  },
});

/** What hadolint reports beside that: every COPY of several sources to something that does not look like a directory. */
function isReported({ instruction, state }: Step, { file }: RuleContext): boolean {
  if (instruction.kind !== "COPY" || instruction.destination === null || instruction.sources.length < 2)
    return false;
  const { value, complete } = expand(instruction.destination.text, state.scope, file.syntax.escape);
  return complete && !namesDirectory(value);
}

function slashAfter({ range }: Word, text: string): { range: Word["range"]; text: string } {
  const end = /["']/.test(text.charAt(range.end - 1)) ? range.end - 1 : range.end;
  return { range: { start: end, end }, text: "/" };
}
