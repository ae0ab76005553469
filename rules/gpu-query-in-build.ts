import { gpuQueries } from "../src/analysis/gpu-queries.ts";
import { removeCommand } from "../src/analysis/script-edits.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "gpu-query-in-build",
  summary: "A step asks for a GPU, and builds have none",
  category: "correctness",
  severity: "warning",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/gpu/no-buildtime-gpu-queries"],
  check: {
    file(_, context) {
      for (const { command, name, run } of context.use(gpuQueries)) {
        const edit =
          command.name === name
            ? removeCommand(context.file, run.step, { script: run.script, command })
            : null;
        context.report({
          at: command.range,
          message: `builders give a step no GPU that \`${name}\` could find, whatever machine the image is for`,
          help: "ask when a container starts, as in ENTRYPOINT or HEALTHCHECK, or give the step one with `RUN --device=nvidia.com/gpu=all`",
          // Unsafe: where a builder has a GPU after all, the step no longer shows it. A script of Python may do more than ask.
          ...(edit && { fix: { title: `Remove \`${name}\``, applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
