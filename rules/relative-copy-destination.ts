import { stageGraph } from "../src/analysis/stage-graph.ts";
import { imagesWithoutWorkdir } from "../src/knowledge/base-image-workdirs.ts";
import { baseImage } from "../src/knowledge/base-images.ts";
import type { Stage, Step } from "../src/model/build-file.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Word } from "../src/syntax/nodes.ts";
import { cleanPath } from "../src/text/posix-path.ts";

export default defineRule({
  id: "relative-copy-destination",
  summary: "Files are copied to a relative path, and no WORKDIR says from where",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL3045"],
  check: {
    COPY: ({ instruction, ...step }, context) => check(instruction.destination, step, context),
    ADD({ instruction, ...step }, context) {
      if (context.literal === null) check(instruction.destination, step, context);
    },
  },
});

function check(destination: Word | null, step: Pick<Step, "stage" | "state">, context: RuleContext): void {
  const { stage, state } = step;
  if (destination === null || stage.implicit || state.workdir.isSet) return;
  const { value, complete } = expand(destination.text, state.scope, context.file.syntax.escape);
  if (!complete || value === "" || /^(?:[/\\]|[A-Za-z]:)/.test(value)) return;
  const startsAtRoot = hasNoWorkdir(stage, context);
  if (context.literal === "hadolint") {
    if (destination.text.replace(/^["']/, "").startsWith("$")) return;
  } else if (!startsAtRoot) return;
  context.report({
    at: destination.range,
    message: startsAtRoot
      ? `\`${destination.text}\` is \`${cleanPath(`/${value}`)}\`: neither this stage nor its base image sets a working directory`
      : `\`${destination.text}\` is relative to whatever working directory the base image has`,
    help: "set a `WORKDIR` above it, or write an absolute path",
  });
}

function hasNoWorkdir(stage: Stage, { use }: RuleContext): boolean {
  const base = use(stageGraph).root(stage);
  return base.kind === "image" && imagesWithoutWorkdir.has(baseImage(base.image).name);
}
