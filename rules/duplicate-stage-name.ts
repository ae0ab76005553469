import { findingPlace } from "../src/analysis/finding-places.ts";
import { numberedStageName, renamingEdits } from "../src/analysis/stage-edits.ts";
import type { Stage } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "duplicate-stage-name",
  summary: "Two stages have the same name",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [
    "DL3024",
    "DuplicateStageName",
    "DS-0012",
    "CKV_DOCKER_11",
    "f2daed12",
    "DUPLICATE_BUILD_STAGE_NAME",
    "alias-must-be-unique",
    "DF042",
  ],
  check: {
    file({ stages }, context) {
      /** Stages by their names. */
      const names = new Map<string, Stage[]>();
      for (const stage of stages) {
        const { name, from } = stage;
        if (name === null || from.name === null) continue;
        const earlier = names.get(name);
        if (earlier === undefined) {
          names.set(name, [stage]);
          continue;
        }
        const first = earlier[0]!;
        const previous = earlier.at(-1)!;
        const otherName = numberedStageName(context.file, name, earlier.length);
        const edits = renamingEdits(context.analysis, previous, otherName);
        earlier.push(stage);
        const { text, range } = from.name;
        context.report({
          at: findingPlace(context, from, range),
          message: `\`${text}\` is the name of an earlier stage: from here on it means this one`,
          help: "give each stage a name of its own",
          related: [{ at: first.from.name?.range ?? first.from.range, message: "the earlier stage" }],
          // Unsafe: builds stay the same, as the later stage keeps the name; but which of the two is meant by it is a guess.
          ...(edits && {
            fix: { title: "Give the earlier stage another name", applicability: "unsafe", edits },
          }),
        });
      }
    },
  },
});
