import { labels } from "../src/analysis/labels.ts";
import { faultOfLabelKey } from "../src/knowledge/label-keys.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Word } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "invalid-label-key",
  summary: "The key of a label is not as Docker's guidelines want it",
  category: "style",
  severity: "style",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3048", "tally/labels/valid-key"],
  check: {
    file(_, context) {
      for (const uses of context.use(labels).values()) {
        for (const { key, pair } of uses) {
          const found = key === null || key === "" ? null : faultOfLabelKey(key);
          if (found === null || (found.isAllowed && context.literal === null)) continue;
          const fix = found.isReserved ? null : fixOf(pair.key);
          context.report({
            at: pair.key.range,
            message: `the label key \`${key}\` ${found.fault}`,
            help: found.isReserved
              ? "begin it with the reversed name of a domain of yours"
              : "write lower-case letters, digits, `.` and `-`, as in `com.example.build-number`",
            ...(fix && { fix }),
          });
        }
      }
    },
  },
});

/** The same words, as the guidelines spell them; `null` where it takes more than that. */
function fixOf({ text, range }: Word): Fix | null {
  if (!/^[\w.-]+$/.test(text)) return null;
  const key = text
    .replaceAll("_", "-")
    .toLowerCase()
    .replace(/([.-])[.-]+/g, "$1")
    .replace(/^[.-]+|[.-]+$/g, "");
  if (key === "" || faultOfLabelKey(key) !== null) return null;
  // Unsafe: who reads the label asks for it by its key.
  return { title: `Write \`${key}\``, applicability: "unsafe", edits: [{ range, text: key }] };
}
