import { findingPlace } from "../src/analysis/finding-places.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { windowsStages } from "../src/analysis/windows-stages.ts";
import { setsVariable } from "../src/knowledge/base-image-variables.ts";
import { baseImage } from "../src/knowledge/base-images.ts";
import type { Stage } from "../src/model/build-file.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule, type RuleContext, type StepOf } from "../src/rule/rule.ts";
import type { Word } from "../src/syntax/nodes.ts";
import { cleanPath } from "../src/text/posix-path.ts";

const codes = { hadolint: ["DL3000"], buildkit: ["WorkdirRelativePath"] };

export default defineRule({
  id: "relative-workdir",
  summary: "The base image decides what a relative WORKDIR means",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: [
    ...codes.hadolint,
    ...codes.buildkit,
    "DS-0009",
    "CKV_DOCKER_10",
    "6b376af8",
    "WORKDIR_IS_NOT_ABSOLUTE",
    "use-absolute-workdir",
    "DF009",
    "BP005",
  ],
  check: {
    WORKDIR(step, context) {
      const { instruction, state, stage } = step;
      const { path } = instruction;
      if (path !== null && context.literal !== null) {
        const isReported =
          context.literal === "hadolint" ? isRelativeText(path.text) : isFirst(path, step, context);
        if (isReported) reportLiteral(path, step, context);
        return;
      }
      // A fragment may leave out the WORKDIR above it; `scratch` has `/`.
      if (path === null || stage.implicit || state.workdir.isSet || state.workdir.path !== null) return;
      const { value, complete } = expand(path.text, state.scope, context.file.syntax.escape);
      if (!complete || value === "" || isAbsolute(value)) return;
      const absolute = cleanPath(`/${value}`);
      context.report({
        at: path.range,
        message: `\`${path.text}\` is relative to whatever working directory the base image has`,
        help: `write an absolute path, such as \`${absolute}\``,
        // Display: it holds only if the base image sets no working directory.
        fix: {
          title: `Write \`${absolute}\`, if the base image sets no working directory`,
          applicability: "display",
          edits: [{ range: path.range, text: absolute }],
        },
      });
    },
  },
});

/** Also on Windows: `C:\app`, `\app`. */
function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(path);
}

/** hadolint: each WORKDIR by its text, wherever it stands. */
function isRelativeText(text: string): boolean {
  return !/^["']*(?:[$/]|[A-Za-z]:)/.test(text);
}

/** BuildKit: the first WORKDIR of the stages, with unset variables replaced by nothing, for the system of the stage. */
function isFirst(
  path: Word,
  { instruction, state, stage }: StepOf<"WORKDIR">,
  context: RuleContext,
): boolean {
  if (state.workdir.isSet || instruction.problems.length > 0) return false;
  const { value, references } = expand(path.text, state.scope, context.file.syntax.escape);
  const isUnset = (name: string): boolean => state.scope.isClosed || baseLeavesOut(name, stage, context);
  if (references.some(({ name, variable }) => variable === null && !isUnset(name))) return false;
  if (references.some(({ variable }) => variable?.isSet === true && variable.value === null)) return false;
  const written = value.replaceAll(/\$\{\w+\}/g, "");
  return !(context.use(windowsStages).has(stage) ? isAbsolute(written) : written.startsWith("/"));
}

/** Whether the base image is known not to set a variable. */
function baseLeavesOut(name: string, stage: Stage, { use }: RuleContext): boolean {
  const base = use(stageGraph).root(stage);
  return base.kind === "image" && setsVariable(baseImage(base.image).name, name) === false;
}

function reportLiteral(path: Word, { instruction }: StepOf<"WORKDIR">, context: RuleContext): void {
  const { literal, report } = context;
  if (literal === null) return;
  report({
    at: findingPlace(context, instruction, path.range),
    aliases: codes[literal],
    message: `\`${path.text}\` is no absolute path, so it goes on from the working directory before it`,
    help: "write an absolute path",
  });
}
