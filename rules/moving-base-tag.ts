import { movingImages } from "../src/analysis/moving-images.ts";
import type { Stage } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

const anyTag = ["DS-0001", "CKV_DOCKER_7", "DF001", "CL006", "SEC003", "unpinned-base-image-tag"];
const codes = {
  untagged: ["DL3006", "9efb0b2d", "missing_tag", "missing-image-version", ...anyTag],
  latest: ["DL3007", "f45ea400", "latest_tag", "avoid-latest-version", "DKL-DI-0006", "DF024", ...anyTag],
};

/** Distroless images have no tags for versions: Debian's is part of the name (GoogleContainerTools/distroless, README.md). */
const distroless = /^gcr\.io\/distroless\/[^/]+?(?<debian>-debian\d+)?$/;

function advice(name: string): string {
  return distroless.exec(name)?.groups?.debian === undefined
    ? `name ${versionOf(name)}, or a digest`
    : "name a digest";
}

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
  // No fix: which version the program is tested with, only a person knows.
  check: {
    file({ stages }, context) {
      if (context.literal !== null) {
        const written = new Set<string>();
        for (const stage of stages) {
          checkAsWritten(stage, written, context);
          if (stage.from.name !== null) written.add(stage.from.name.text);
        }
        return;
      }
      for (const { image, at, variables, pin } of context.use(movingImages)) {
        const { familiarName, tag, text } = image;
        context.report({
          at,
          aliases: pin === "untagged" ? codes.untagged : codes.latest,
          message: pin === "untagged" ? untagged(text) : moving(familiarName, tag),
          help: advice(familiarName),
          related: variables.map(({ name, at: declared }) => ({
            at: declared,
            message: `\`${name}\` is declared here`,
          })),
        });
      }
    },
  },
});

function untagged(name: string): string {
  return `\`${name}\` has no tag, so it means whatever \`latest\` is on the day of the build`;
}

function moving(name: string, tag: string | null): string {
  return `the tag \`${tag}\` of \`${name}\` means another version from one day to the next`;
}

/** As hadolint does it: FROM alone, by its text, whoever publishes the image. `names` are those of the stages above, as written. */
function checkAsWritten({ from, base }: Stage, names: ReadonlySet<string>, context: RuleContext): void {
  const { image } = from;
  if (image === null || base.kind === "stage" || base.kind === "scratch") return;
  const { text, range } = image;
  if (text.includes("@") || names.has(text)) return;
  const [last = ""] = text.split("/").slice(-1);
  const colon = last.indexOf(":");
  if (colon === -1) {
    // hadolint takes what begins with a variable for an image with a tag; and any variable may hold one.
    if (text.startsWith("$")) return;
    if (base.kind === "image" ? base.image.tag !== null || base.image.digest !== null : last.includes("$"))
      return;
    context.report({
      at: range,
      aliases: codes.untagged,
      message: untagged(text),
      help: advice(text),
    });
  } else if (last.slice(colon + 1) === "latest") {
    const name = text.slice(0, -":latest".length);
    context.report({
      at: range,
      aliases: codes.latest,
      message: moving(name, "latest"),
      help: advice(name),
    });
  }
}
