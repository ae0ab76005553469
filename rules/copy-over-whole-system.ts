import { stageGraph } from "../src/analysis/stage-graph.ts";
import { baseImage } from "../src/knowledge/base-images.ts";
import { isOfficialImage } from "../src/knowledge/official-images.ts";
import type { Stage } from "../src/model/build-file.ts";
import type { ImageReference } from "../src/model/image-reference.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Copy } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "copy-over-whole-system",
  summary: "COPY lays all files of one system over those of another",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL3067"],
  // No fix: which files the image needs, only a person knows.
  check: {
    file(_, context) {
      const graph = context.use(stageGraph);
      for (const { needs, instruction, stage } of graph.edges) {
        if (instruction.kind !== "COPY") continue;
        const base = graph.root(needs);
        checkCopy(instruction, stage, base.kind === "image" ? base.image : null, context);
      }
      for (const { kind, step, image } of graph.images) {
        if (kind === "copy" && step.instruction.kind === "COPY")
          checkCopy(step.instruction, step.stage, image, context);
      }
    },
  },
});

/** `source` is the image that the files come from; `null` for a stage that has its files from elsewhere. */
function checkCopy(copy: Copy, stage: Stage, source: ImageReference | null, context: RuleContext): void {
  const root = copy.sources.find(({ text }) => text === "/");
  if (root === undefined || copy.destination?.text !== "/") return;
  if (context.literal === null) {
    // Onto nothing it makes one layer of all others, and is meant.
    if (context.use(stageGraph).root(stage).kind === "scratch") return;
    if (source === null || !isOfficialImage(baseImage(source).name)) return;
  }
  const from = copy.flags.find(({ name }) => name === "from")?.value;
  context.report({
    at: root.range,
    message: `\`/\` of \`${from}\` is a whole system, and \`COPY\` lays it over the one that is there`,
    help: "name the files and folders that the image needs",
  });
}
