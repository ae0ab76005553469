import { imageUses } from "../src/analysis/image-uses.ts";
import { defineRule } from "../src/rule/rule.ts";

const anyTag = ["DS-0001", "CKV_DOCKER_7"];
const codes = {
  untagged: ["DL3006", "9efb0b2d", ...anyTag],
  latest: ["DL3007", "f45ea400", ...anyTag],
};

/** Distroless images have no tags for versions: Debian's is part of the name (GoogleContainerTools/distroless, README.md). */
const distroless = /^gcr\.io\/distroless\/[^/]+?(?<debian>-debian\d+)?$/;

function versionOf(name: string): string {
  if (distroless.test(name)) return `the Debian version, as in \`${name}-debian12\``;
  return `the version that the build is tested with, as in \`${name}:<version>\``;
}

export default defineRule({
  id: "moving-base-tag",
  summary: "An image is named without a version",
  category: "reproducibility",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: [...new Set([...codes.untagged, ...codes.latest])],
  check: {
    file(_, context) {
      for (const { image, at, variables, pin } of context.use(imageUses)) {
        if (pin !== "latest" && pin !== "untagged") continue;
        const { familiarName, tag, text } = image;
        if (distroless.exec(familiarName)?.groups?.debian) continue;
        context.report({
          at,
          aliases: codes[pin],
          message:
            pin === "untagged"
              ? `\`${text}\` has no tag, so it means whatever \`latest\` is on the day of the build`
              : `the tag \`${tag}\` of \`${familiarName}\` means another version from one day to the next`,
          help: `name ${versionOf(familiarName)}, or a digest`,
          related: variables.map(({ name, at: declared }) => ({
            at: declared,
            message: `\`${name}\` is declared here`,
          })),
        });
      }
    },
  },
});
