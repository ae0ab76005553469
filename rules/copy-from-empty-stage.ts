import { stageGraph } from "../src/analysis/stage-graph.ts";
import type { Stage } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";

/** Instructions that put something into the file system of a stage; WORKDIR makes its directory. */
const fills: ReadonlySet<string> = new Set(["ADD", "COPY", "RUN", "WORKDIR"]);

export default defineRule({
  id: "copy-from-empty-stage",
  summary: "COPY reads from a stage that holds no files",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/copy-from-empty-scratch-stage"],
  // No fix: which stage makes the files, only a person knows.
  check: {
    file({ stages }, context) {
      if (!stages.some(({ base }) => base.kind === "scratch")) return;
      const empty = new Set<Stage>();
      for (const stage of stages) {
        const { base, steps, from } = stage;
        // `FROM files-$VARIANT` may be another stage in another build.
        if (from.image?.text.includes("$")) continue;
        const startsEmpty = base.kind === "scratch" || (base.kind === "stage" && empty.has(base.stage));
        if (startsEmpty && !steps.some(({ instruction }) => fills.has(instruction.kind))) empty.add(stage);
      }
      for (const { kind, needs, instruction } of context.use(stageGraph).edges) {
        if (kind !== "copy" || instruction.kind !== "COPY" || !empty.has(needs)) continue;
        // To copy all of nothing is no error.
        if (instruction.sources.every(({ text }) => text === "/" || text === "/*")) continue;
        const flag = instruction.flags.find(({ name }) => name === "from");
        context.report({
          at: flag?.valueRange ?? instruction.range,
          message: `the stage \`${flag?.value}\` holds no files: it starts from \`scratch\`, and nothing is put into it`,
          help: "copy from the stage that makes the files",
          related: [{ at: needs.from.range, message: "this is the empty stage" }],
        });
      }
    },
  },
});
