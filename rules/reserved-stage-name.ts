import { findingPlace } from "../src/analysis/finding-places.ts";
import { numberedStageName, renamingEdits } from "../src/analysis/stage-edits.ts";
import { defineRule } from "../src/rule/rule.ts";

/** What each name means elsewhere (BuildKit `dockerfile2llb/convert.go`, `reservedStageNames`, read 2026-08). */
const reserved: ReadonlyMap<string, string> = new Map([
  ["context", "the build context"],
  ["scratch", "the empty image"],
]);

export default defineRule({
  id: "reserved-stage-name",
  summary: "A stage has a name that means something else to the builder",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3063", "ReservedStageName", "DF084"],
  check: {
    FROM({ instruction, stage }, context) {
      const { name } = instruction;
      const meaning = stage.name === null ? undefined : reserved.get(stage.name);
      if (name === null || meaning === undefined) return;
      const otherName = `${stage.name}-stage`;
      const isTaken = context.file.stagesByName.has(otherName);
      const edits = renamingEdits(
        context.analysis,
        stage,
        isTaken ? numberedStageName(context.file, otherName) : otherName,
      );
      context.report({
        at: findingPlace(context, instruction, name.range),
        message: `\`${name.text}\` is the builder's name for ${meaning}`,
        help: "give the stage another name",
        // Unsafe: whoever builds the stage with `--target` knows its old name.
        ...(edits && { fix: { title: "Give the stage another name", applicability: "unsafe", edits } }),
      });
    },
  },
});
