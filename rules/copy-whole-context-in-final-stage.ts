import { shippedSources } from "../src/analysis/shipped-sources.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "copy-whole-context-in-final-stage",
  summary: "The image ships the sources beside what was built from them",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DF007"],
  // No fix: what the program reads when it runs, only a person knows.
  check: {
    file(_, context) {
      for (const { use, output } of context.use(shippedSources)) {
        const { step, sources } = use;
        const { name, index } = output.needs;
        const made = name === null ? `stage ${index}` : `\`${name}\``;
        context.report({
          at: sources[0]?.range ?? step.instruction.range,
          message: `\`${step.instruction.kind}\` puts the whole context into the image, though ${made} has built it`,
          help: "copy by name what the program reads when it runs, such as templates and migrations, or nothing",
          related: [{ at: output.instruction.range, message: "what the image runs comes from here" }],
        });
      }
    },
  },
});
