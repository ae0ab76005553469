import { movedArchiveUses } from "../src/analysis/moved-archives.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "moved-package-archive",
  summary: "The packages of the base image are no longer where it looks for them",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  // No fix: the way to the new place differs by version, and may need other keys; a newer base is for a person to choose.
  check: {
    file(_, context) {
      for (const { stage, to, command } of context.use(movedArchiveUses)) {
        const { base, from } = stage;
        if (base.kind !== "image" || from.image === null) continue;
        context.report({
          at: from.image.range,
          message: `the packages of \`${base.image.text}\` have moved to \`${to}\`: \`${command.name}\` does not find them`,
          help: `take a newer base image, or point the package manager to \`${to}\` first`,
          related: [{ at: command.range, message: "the build fails here" }],
        });
      }
    },
  },
});
