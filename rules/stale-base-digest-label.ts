import { baseDigestLabel, staleBaseDigests } from "../src/analysis/stale-base-digests.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "stale-base-digest-label",
  summary: "A label names another base than the image has",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/labels/no-stale-base-digest"],
  check: {
    file(_, context) {
      for (const { label, image } of context.use(staleBaseDigests)) {
        const { value, range } = label.pair;
        const isPlain = value !== null && /^[\w:]+$|^"[\w:]+"$/.test(value.text);
        context.report({
          at: value?.range ?? range,
          message:
            image.digest === null
              ? `\`${baseDigestLabel}\` names one digest, and \`${image.text}\` means another with each push of its tag`
              : `\`${baseDigestLabel}\` names another digest than \`FROM\``,
          help:
            image.digest === null
              ? "put the digest into `FROM` as well, or let the build pass it"
              : `write \`${image.digest}\`, which is what the image is built on`,
          // Unsafe: the image gets another label. Which digest a tag has is not known here.
          ...(image.digest !== null &&
            isPlain && {
              fix: {
                title: "Name the digest of the base",
                applicability: "unsafe",
                edits: [
                  {
                    range: value.range,
                    text: value.text.startsWith('"') ? `"${image.digest}"` : image.digest,
                  },
                ],
              },
            }),
        });
      }
    },
  },
});
