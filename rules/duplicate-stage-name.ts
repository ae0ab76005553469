import { findingPlace } from "../src/analysis/finding-places.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Word } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "duplicate-stage-name",
  summary: "Two stages have the same name",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
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
      const names = new Map<string, Word>();
      for (const { name, from } of stages) {
        if (name === null || from.name === null) continue;
        const first = names.get(name);
        if (first === undefined) {
          names.set(name, from.name);
          continue;
        }
        const { text, range } = from.name;
        context.report({
          at: findingPlace(context, from, range),
          message: `\`${text}\` is the name of an earlier stage: from here on it means this one`,
          help: "give each stage a name of its own",
          related: [{ at: first.range, message: "the earlier stage" }],
        });
      }
    },
  },
});
