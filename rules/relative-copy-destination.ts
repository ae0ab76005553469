import { stageGraph } from "../src/analysis/stage-graph.ts";
import { imagesWithoutWorkdir } from "../src/knowledge/base-image-workdirs.ts";
import { baseImage } from "../src/knowledge/base-images.ts";
import type { Stage, Step } from "../src/model/build-file.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Word } from "../src/syntax/nodes.ts";
import type { TextEdit } from "../src/text/edit.ts";
import { cleanPath } from "../src/text/posix-path.ts";

export default defineRule({
  id: "relative-copy-destination",
  summary: "Files are copied to a relative path, and no WORKDIR says from where",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3045", "DF063"],
  check: {
    stage(stage, context) {
      const isLiteral = context.literal === "hadolint";
      if (stage.implicit || (!isLiteral && !context.use(stageGraph).shipped.has(stage))) return;
      const startsAtRoot = hasNoWorkdir(stage, context);
      if (!isLiteral && !startsAtRoot) return;
      for (const step of stage.steps) {
        if (step.state.workdir.isSet) break;
        const destination = relativeDestination(step, context);
        if (destination === null) continue;
        const edits = startsAtRoot ? absoluteEdits(isLiteral ? [step] : stage.steps, context) : null;
        const { value, text, range } = destination;
        context.report({
          at: range,
          message: startsAtRoot
            ? `\`${text}\` is \`${cleanPath(`/${value}`)}\`: neither this stage nor its base image sets a working directory`
            : `\`${text}\` is relative to whatever working directory the base image has`,
          help: "set a `WORKDIR` above it, or write an absolute path",
          // Safe: the base image is known to have no working directory, so that each path means the same place.
          ...(edits && { fix: { title: "Write absolute paths", applicability: "safe", edits } }),
        });
        // One WORKDIR is the answer to all of them.
        if (!isLiteral) break;
      }
    },
  },
});

function relativeDestination(
  { instruction, state }: Step,
  { file, literal }: RuleContext,
): (Word & { readonly value: string }) | null {
  if (instruction.kind !== "COPY" && (instruction.kind !== "ADD" || literal !== null)) return null;
  const { destination } = instruction;
  if (destination === null) return null;
  const { value, complete } = expand(destination.text, state.scope, file.syntax.escape);
  const isRelative =
    literal === null
      ? complete && value !== "" && !/^(?:[/\\]|[A-Za-z]:)/.test(value)
      : !/^["']*(?:[/$]|[A-Za-z]:)/.test(destination.text);
  return isRelative ? { ...destination, value } : null;
}

function hasNoWorkdir(stage: Stage, { use }: RuleContext): boolean {
  const base = use(stageGraph).root(stage);
  return base.kind === "image" && imagesWithoutWorkdir.has(baseImage(base.image).name);
}

/** Edits for all relative destinations of some steps, as one WORKDIR would be; `null` where one of them is not plain text. */
function absoluteEdits(steps: readonly Step[], context: RuleContext): readonly TextEdit[] | null {
  const edits: TextEdit[] = [];
  for (const step of steps) {
    if (step.state.workdir.isSet) break;
    const destination = relativeDestination(step, context);
    if (destination === null) continue;
    const { text, range } = destination;
    if (context.file.text.slice(range.start, range.end) !== text || !/^[\w./@+${}-]+$/.test(text))
      return null;
    edits.push({ range, text: `/${text.replace(/^(?:\.\/+)+|^\.$/, "")}` });
  }
  return edits;
}
