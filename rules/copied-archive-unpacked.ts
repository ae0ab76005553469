import { mountingEdits } from "../src/analysis/archive-edits.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { type UnpackedArchive, unpackedArchives } from "../src/analysis/unpacked-archives.ts";
import { defineRule } from "../src/rule/rule.ts";
import { baseName } from "../src/text/posix-path.ts";

export default defineRule({
  id: "copied-archive-unpacked",
  summary: "An archive stays in the image beside what was unpacked from it",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3010", "CPY005"],
  check: {
    file(file, context) {
      const { shipped } = context.use(stageGraph);
      for (const archive of context.use(unpackedArchives)) {
        const { step, at, source, from, command } = archive;
        const counts =
          context.literal === "hadolint"
            ? step.stage === file.stages.at(-1) && from === null
            : shipped.has(step.stage);
        if (!counts) continue;
        const edits = mountingEdits(context.analysis, archive);
        context.report({
          at,
          message: `\`${source}\` has a layer of its own, which no later step can take away`,
          help: advice(archive),
          related: [{ at: command.range, message: "it is unpacked here" }],
          // Unsafe: containers no longer find the archive itself, and the builder has to know mounts.
          ...(edits && { fix: { title: "Mount the archive", applicability: "unsafe", edits } }),
        });
      }
    },
  },
});

function advice({ how, source, from }: UnpackedArchive): string {
  const fields = [...(from === null ? [] : [`from=${from}`]), `source=${source}`];
  const mount = `mount it into the \`RUN\` with \`--mount=type=bind,${fields.join(",")},target=/tmp/${baseName(source)}\``;
  return how === "tar" && from === null ? `let \`ADD ${source}\` unpack it, or ${mount}` : mount;
}
