import { findingPlace } from "../src/analysis/finding-places.ts";
import { removeWord } from "../src/analysis/item-edits.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import type { BuildFile, Stage } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import { type Platform, parsePlatform } from "../src/syntax/platform.ts";

const check = "FromPlatformFlagConstDisallowed";
const hadolint = "DL3029";
const any = ["b16e8501", "avoid-platform-with-from", "DF061"];

export default defineRule({
  id: "constant-platform",
  summary: "A file for several platforms ships a stage for one",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [check, hadolint, ...any],
  check: {
    stage(stage, context) {
      const flag = stage.from.flags.find(({ name }) => name === "platform");
      if (flag?.value == null || flag.value === "") return;
      const platform = parsePlatform(flag.value);
      const isMeant = platform === null || isNamedAfter(stage, platform);
      const aliases = [
        ...(isMeant ? [] : [check]),
        ...(/BUILDPLATFORM|TARGETPLATFORM/.test(flag.value) ? [] : [hadolint]),
      ];
      if (context.literal === null && (isMeant || !isContradiction(stage, context))) return;
      if (aliases.length === 0) return;
      const edit = removeWord(context.file, flag.range);
      context.report({
        at: findingPlace(context, stage.from, flag.range),
        aliases: [...aliases, ...any],
        message: !flag.value.includes("$")
          ? `\`${flag.value}\` is what this stage is for, whatever platform is built`
          : `\`${flag.value}\` decides the platform of this stage, and not the build`,
        help: "leave out `--platform`, or write `--platform=$BUILDPLATFORM` in a stage whose files run anywhere",
        // Unsafe: the stage becomes one for the platform that is built for, as the image is meant to be.
        ...(edit && { fix: { title: "Remove `--platform`", applicability: "unsafe", edits: [edit] } }),
      });
    },
  },
});

/** Whether the stage ends up in the image of a file that is written for several platforms. */
function isContradiction(stage: Stage, context: RuleContext): boolean {
  return context.use(stageGraph).shipped.has(stage) && isForSeveral(context.file);
}

const platformVariable = /^(?:TARGETPLATFORM|TARGETARCH|TARGETOS|TARGETVARIANT)$/;

/** Whether the file asks for the platform that is built for, or tells it from the builder's. */
function isForSeveral({ stages }: BuildFile): boolean {
  return stages.some(
    ({ from, steps }) =>
      from.flags.some(({ name, value }) => name === "platform" && /BUILDPLATFORM|TARGET/.test(value ?? "")) ||
      steps.some(
        ({ instruction }) =>
          instruction.kind === "ARG" &&
          instruction.pairs.some(({ key, value }) => value === null && platformVariable.test(key.text)),
      ),
  );
}

/** Whether a stage is called after its platform, as one for each platform is; then the constant is meant. */
function isNamedAfter({ name }: Stage, { system, architecture }: Platform): boolean {
  // The builder's own system is nearly always Linux.
  return [system ?? "linux", architecture].some((part) => part !== null && name?.includes(part));
}
