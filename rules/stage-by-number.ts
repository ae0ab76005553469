import { stageGraph } from "../src/analysis/stage-graph.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "stage-by-number",
  summary: "COPY names a stage by its number",
  category: "style",
  severity: "info",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["68a51e22", "DF023"],
  check: {
    file({ stagesByName }, context) {
      for (const { kind, needs, instruction } of context.use(stageGraph).edges) {
        if (kind !== "copy") continue;
        const flag = instruction.flags.find(
          ({ name, value }) => name === "from" && /^[+-]?\d+$/.test(value ?? ""),
        );
        if (flag?.valueRange == null) continue;
        const { name } = needs;
        const isNamed = name !== null && stagesByName.get(name) === needs;
        context.report({
          at: flag.valueRange,
          message: `\`--from=${flag.value}\` counts the stages of the file, so a stage that is put above makes it another one`,
          help: isNamed
            ? `write \`--from=${name}\``
            : "give the stage a name with `AS`, and copy from that name",
          related: [{ at: needs.from.range, message: `this is stage ${needs.index}` }],
          ...(isNamed && {
            // Safe: the name means the same stage.
            fix: {
              title: `Name the stage \`${name}\``,
              applicability: "safe",
              edits: [{ range: flag.valueRange, text: name }],
            },
          }),
        });
      }
    },
  },
});
