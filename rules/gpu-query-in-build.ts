import { gpuQueries } from "../src/analysis/gpu-queries.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "gpu-query-in-build",
  summary: "A step asks for a GPU, and builds have none",
  category: "correctness",
  severity: "warning",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/gpu/no-buildtime-gpu-queries"],
  check: {
    file(_, context) {
      for (const { command, name } of context.use(gpuQueries)) {
        context.report({
          at: command.range,
          message: `builders give a step no GPU that \`${name}\` could find, whatever machine the image is for`,
          help: "ask when a container starts, as in ENTRYPOINT or HEALTHCHECK, or give the step one with `RUN --device=nvidia.com/gpu=all`",
        });
      }
    },
  },
});
