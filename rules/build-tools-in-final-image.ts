import { type ShippedBuildTools, shippedBuildTools } from "../src/analysis/shipped-build-tools.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "build-tools-in-final-image",
  summary: "The image ships compilers, headers or an SDK that only its build needs",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/prefer-multi-stage-build", "DF011", "PERF002"],
  check: {
    file(_, context) {
      const tools = context.use(shippedBuildTools);
      const { finalStage } = context.use(stageGraph);
      const from = finalStage?.from.image;
      const { base, packages, areUnused, hasBuildStage } = tools;
      const image = finalStage?.base.kind === "image" ? finalStage.base.image : null;
      // The name of a mirror or a digest would have to be looked up.
      const isPlain =
        image !== null &&
        image.text === from?.text &&
        image.familiarName === base?.name &&
        image.digest === null;
      if (base !== null && from != null) {
        context.report({
          at: from.range,
          message: `\`${base.name}\` brings ${listOf(base.buildTools)} along, which only a build needs`,
          help: baseAdvice(tools),
          // Unsafe: the program may need more of the large image than its runtime. Which packages go is for a person to say.
          ...(base.runtime !== null &&
            hasBuildStage &&
            isPlain && {
              fix: {
                title: `Start from \`${base.runtime}\``,
                applicability: "unsafe",
                edits: [{ range: from.range, text: base.runtime }],
              },
            }),
        });
      }
      const [first] = packages;
      if (first === undefined) return;
      const names = packages.map(({ name }) => `\`${name}\``);
      const shown =
        names.length > most + 1 ? [...names.slice(0, most), `${names.length - most} more`] : names;
      context.report({
        at: first.word.range,
        message: `${listOf(shown)} ${names.length === 1 ? "stays" : "stay"} in the image, though only a build needs ${names.length === 1 ? "it" : "them"}`,
        help: packageAdvice(
          areUnused && !packages.every(({ name }) => /^python[\d.]*-dev/.test(name)),
          tools,
        ),
      });
    },
  },
});

/** As many packages as are named. */
const most = 4;

function baseAdvice({ base, hasBuildStage }: ShippedBuildTools): string {
  const into = base?.runtime == null ? "an image without them" : `\`${base.runtime}\``;
  if (hasBuildStage) return `start the last stage from ${into}`;
  return base?.isBuilder
    ? `build in a stage of its own, and copy the result into one that starts from ${into}`
    : `start from ${into}, and build in a stage of its own if something is built here`;
}

function packageAdvice(areUnused: boolean, { hasBuildStage }: ShippedBuildTools): string {
  if (areUnused) return "install the libraries without their headers, as in `libpq5` for `libpq-dev`";
  const where = hasBuildStage ? "in the stage that is there for it" : "in a stage of its own";
  return `build ${where} and copy the result, or remove the packages in the \`RUN\` that installs them`;
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
