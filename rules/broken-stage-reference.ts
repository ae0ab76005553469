import { namedAt } from "../src/analysis/image-uses.ts";
import { misnamedStages } from "../src/analysis/misnamed-stages.ts";
import { type BrokenReference, stageGraph } from "../src/analysis/stage-graph.ts";
import { defineRule } from "../src/rule/rule.ts";

const own = ["DL3023", "DS-0006", "cdddb86f", "copy-from-own-alias", "DF050"];
const unknown = ["DL3022", "FLAG_INVALID_FROM_VALUE", "DF049"];
const cycle = "tally/circular-stage-deps";

export default defineRule({
  id: "broken-stage-reference",
  summary: "COPY or a mount reads a stage that is not built before it",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...unknown, ...own, cycle],
  check: {
    file(file, context) {
      for (const reference of context.use(stageGraph).brokenReferences) {
        const { stage, step, why } = reference;
        context.report({
          at: namedAt(reference, file.syntax.escape),
          aliases: aliasesOf(reference),
          ...said(reference),
          related:
            why === "later" && stage !== null
              ? [
                  {
                    at: stage.from.range,
                    message: `this is the stage that \`${step.instruction.kind}\` reads`,
                  },
                ]
              : [],
        });
      }
      for (const { at, text, nearest, kind, canBeImage } of context.use(misnamedStages)) {
        // Whoever asks for hadolint's word hears of each name that is neither a stage nor an image.
        if (canBeImage && nearest === null && (context.literal !== "hadolint" || kind === "mount")) continue;
        context.report({
          at,
          aliases: kind === "copy" && !text.includes(":") ? unknown : [],
          message: `no stage is called \`${text}\`, ${canBeImage ? "so the builder looks for an image of that name" : "and no image can be"}`,
          help: nearest === null ? "name one of the stages above" : `did you mean the stage \`${nearest}\`?`,
          ...(nearest !== null && {
            // Unsafe: what is meant is a guess.
            fix: {
              title: `Read the stage \`${nearest}\``,
              applicability: "unsafe",
              edits: [{ range: at, text: nearest }],
            },
          }),
        });
      }
    },
  },
});

/** The codes of the scanners and of hadolint are about COPY alone. */
function aliasesOf({ flag, why }: BrokenReference): readonly string[] {
  const ofCopy = why === "itself" ? own : unknown;
  return [...(flag.name === "from" ? ofCopy : []), ...(why === "index" ? [] : [cycle])];
}

function said({ text, why, step }: BrokenReference): { message: string; help: string } {
  const { kind } = step.instruction;
  if (why === "itself")
    return {
      message: `\`${kind}\` reads from \`${text}\`, the stage that it stands in`,
      help:
        kind === "COPY"
          ? "name an earlier stage, or copy the files with `RUN cp`"
          : "name an earlier stage, or leave out the mount: the files are there",
    };
  if (why === "later")
    return {
      message: `\`${kind}\` reads from \`${text}\`, a stage that comes after it`,
      help: "move that stage above this one",
    };
  const last = step.stage.index - 1;
  return {
    message: `no stage has the number \`${text}\``,
    help: last < 0 ? "name an image" : "name one of the stages above",
  };
}
