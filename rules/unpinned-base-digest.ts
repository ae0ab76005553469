import { imageUses } from "../src/analysis/image-uses.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "unpinned-base-digest",
  summary: "An image is not pinned by its digest",
  category: "reproducibility",
  severity: "info",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["dockerfile-source-not-pinned"],
  check: {
    file(_, context) {
      for (const { image, at, pin } of context.use(imageUses)) {
        // A name without a version has a worse problem, which a digest solves as well.
        if (pin !== "version") continue;
        context.report({
          at,
          message: `\`${image.text}\` is no fixed image: its publisher can move the tag`,
          help: `add the digest that \`docker buildx imagetools inspect ${image.text}\` prints, as in \`${image.text}@sha256:…\`, and let a bot renew it`,
          // Display: the digest is known to the registry alone.
          ...(context.file.text.slice(at.start, at.end) === image.text && {
            fix: {
              title: "Add the digest",
              applicability: "display",
              edits: [{ range: { start: at.end, end: at.end }, text: "@sha256:<digest>" }],
            },
          }),
        });
      }
    },
  },
});
