import { findingPlace } from "../src/analysis/finding-places.ts";
import { type ImagePlatform, imagePlatform } from "../src/knowledge/image-platforms.ts";
import { defineRule } from "../src/rule/rule.ts";
import { type Platform, parsePlatform } from "../src/syntax/platform.ts";

export default defineRule({
  id: "base-platform-mismatch",
  summary: "FROM asks for another platform than the image is for",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["InvalidBaseImagePlatform", "tally/platform-mismatch"],
  check: {
    stage({ base, from }, context) {
      const flag = from.flags.find(({ name }) => name === "platform");
      const wanted = flag?.value == null ? null : parsePlatform(flag.value);
      const image = base.kind === "image" ? base.image : null;
      const has = image && imagePlatform(image);
      if (flag === undefined || wanted === null || has === null || from.image === null) return;
      if (context.literal === null ? fits(has, wanted) : isSame(has, wanted)) return;
      const own = `${has.system}${has.architecture === null ? "" : `/${has.architecture}`}`;
      const other = has.system === wanted.system || wanted.system === null ? has.shared : null;
      const isPlain = image?.digest === null && from.image.text === image.text;
      context.report({
        at: findingPlace(context, from, from.image.range),
        message: `\`${image!.text}\` is for \`${own}\`, and \`--platform\` asks for \`${flag.value}\``,
        help:
          other === null
            ? `ask for \`${own}\`, or name an image for \`${flag.value}\``
            : `write \`${other}\`, or ask for \`${own}\``,
        // Unsafe: it is the same version, but of another platform than the build has had until now.
        ...(other !== null &&
          isPlain && {
            fix: {
              title: `Write \`${other}\``,
              applicability: "unsafe",
              edits: [{ range: from.image.range, text: other }],
            },
          }),
      });
    },
  },
});

/** As the builder compares them: variants do not count. */
function isSame(has: ImagePlatform, wanted: Platform): boolean {
  return (
    (wanted.system === null || wanted.system === has.system) &&
    (wanted.architecture === null || has.architecture === null || wanted.architecture === has.architecture)
  );
}

/** Programs of the smaller architecture run on the larger one, and the builder takes their images for it. */
const alsoRuns: Readonly<Record<string, string>> = { amd64: "386", arm64: "arm" };

function fits(has: ImagePlatform, wanted: Platform): boolean {
  return (
    isSame(has, wanted) ||
    isSame(has, { ...wanted, architecture: alsoRuns[wanted.architecture ?? ""] ?? wanted.architecture })
  );
}
