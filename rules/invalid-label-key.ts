import { labels } from "../src/analysis/labels.ts";
import { faultOfLabelKey } from "../src/knowledge/label-keys.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "invalid-label-key",
  summary: "The key of a label is not as Docker's guidelines want it",
  category: "style",
  severity: "style",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL3048", "tally/labels/valid-key"],
  check: {
    file(_, context) {
      for (const uses of context.use(labels).values()) {
        for (const { key, pair } of uses) {
          const found = key === null || key === "" ? null : faultOfLabelKey(key);
          if (found === null || (found.isAllowed && context.literal === null)) continue;
          context.report({
            at: pair.key.range,
            message: `the label key \`${key}\` ${found.fault}`,
            help: found.isReserved
              ? "begin it with the reversed name of a domain of yours"
              : "write lower-case letters, digits, `.` and `-`, as in `com.example.build-number`",
          });
        }
      }
    },
  },
});
