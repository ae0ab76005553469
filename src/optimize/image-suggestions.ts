import type { Analysis } from "../analysis/fact.ts";
import { shippedBuildTools } from "../analysis/shipped-build-tools.ts";
import { shippedDevelopment } from "../analysis/shipped-development.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import type { Interval } from "../estimate/estimate.ts";
import { estimates } from "../estimate/estimates.ts";
import type { DevelopmentOption } from "../knowledge/development-packages.ts";
import { imageMegabytes, imageSizeFactor } from "../knowledge/image-sizes.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { positionAt } from "../text/line-index.ts";
import type { SuggestionContext } from "./ignore-suggestion.ts";
import { type PlanInWords, planPricer } from "./priced-plans.ts";

/** A change of the image that is for a person to make. */
export interface ImageSuggestion {
  readonly kind: "smaller-base" | "split-stages" | "build-packages" | "development-packages";
  /** 1-based, in the file after the moves. */
  readonly line: number;
  /** Starts with a verb, code in back-ticks, no final full stop. */
  readonly title: string;
  /** What it changes of the image, or needs; one clause. */
  readonly caution: string;
  /** Seconds of a build with nothing cached, by the pulls alone; `null` where the new file can't be written down. */
  readonly savesCold: Interval | null;
  /** Compressed megabytes that the base image has less; `null` where no size is known. By priors: a table of classes of images. */
  readonly savesMegabytes: Interval | null;
}

/** The most valuable first: by bytes and seconds that are known, then what no number is known for. */
export function imageSuggestions(
  analysis: Analysis,
  before: PlanInWords,
  { analyze }: SuggestionContext,
): readonly ImageSuggestion[] {
  const found = [
    ...baseSuggestions(analysis, before, analyze),
    ...packageSuggestions(analysis),
    ...developmentSuggestions(analysis),
  ];
  const value = ({ savesMegabytes, savesCold }: ImageSuggestion): number =>
    (savesMegabytes?.mean ?? 0) + (savesCold?.mean ?? 0);
  return found.sort((one, other) => value(other) - value(one)).slice(0, mostSuggestions);
}

const mostSuggestions = 4;
const mostNames = 4;

function baseSuggestions(
  analysis: Analysis,
  before: PlanInWords,
  analyze: SuggestionContext["analyze"],
): readonly ImageSuggestion[] {
  const { base, hasBuildStage } = analysis.use(shippedBuildTools);
  const stage = analysis.use(stageGraph).finalStage;
  const root = stage === null ? null : analysis.use(stageGraph).root(stage);
  const from = stage === null ? null : analysis.use(stageGraph).lineage(stage).at(-1)?.from.image;
  if (base === null || base.runtime === null || root?.kind !== "image" || from == null) return [];
  const { image } = root;
  const isPlain = image.text === from.text && image.familiarName === base.name && image.digest === null;
  const { text } = analysis.file;
  const after =
    hasBuildStage && isPlain
      ? analyze(
          text.slice(0, from.range.start) + base.runtime + text.slice(from.range.end),
          analysis.options.timings ?? null,
        ).use(estimates).plan
      : null;
  return [
    {
      kind: hasBuildStage ? "smaller-base" : "split-stages",
      line: positionAt(analysis.file.lines, from.range.start).line,
      title: hasBuildStage
        ? `Start the last stage from \`${base.runtime}\` instead of \`${image.text}\``
        : `Build in a stage of its own from \`${image.text}\`, and copy the result into one that starts from \`${base.runtime}\``,
      caution: `the image loses ${listOf(base.buildTools)}, and whatever else the smaller base lacks`,
      savesCold: after === null ? null : planPricer()(before, { plan: after, sameAs: before.sameAs }).cold,
      savesMegabytes: smallerBy(image.familiarName, image.tag, base.runtime),
    },
  ];
}

/** Both sizes are known to a factor; the ends of the interval are those of the difference. */
function smallerBy(name: string, tag: string | null, runtime: string): Interval | null {
  const other = parseImageReference(runtime);
  const before = imageMegabytes(name, tag);
  const after = other === null ? null : imageMegabytes(other.familiarName, other.tag);
  if (before === null || after === null || after >= before) return null;
  return {
    mean: before - after,
    low: Math.max(0, before / imageSizeFactor - after * imageSizeFactor),
    high: before * imageSizeFactor - after / imageSizeFactor,
  };
}

function packageSuggestions(analysis: Analysis): readonly ImageSuggestion[] {
  const { packages, areUnused, hasBuildStage } = analysis.use(shippedBuildTools);
  const [first] = packages;
  if (first === undefined) return [];
  const names = packages.slice(0, mostNames).map(({ name }) => `\`${name}\``);
  const more = packages.length - names.length;
  const shown = listOf(more > 0 ? [...names, `${more} more`] : names);
  return [
    {
      kind: "build-packages",
      line: positionAt(analysis.file.lines, first.word.range.start).line,
      title: areUnused
        ? `Install the libraries without their headers (${shown})`
        : `Install ${shown} in ${hasBuildStage ? "the stage that builds" : "a stage of its own"}, and copy the result`,
      caution: "the image no longer has these packages",
      savesCold: null,
      savesMegabytes: null,
    },
  ];
}

function developmentSuggestions(analysis: Analysis): readonly ImageSuggestion[] {
  return analysis.use(shippedDevelopment).map(
    ({ install, option, isUsed }): ImageSuggestion => ({
      kind: "development-packages",
      line: positionAt(analysis.file.lines, install.step.instruction.range.start).line,
      title: `Leave packages for development out of what ships${isUsed ? ", after the build that needs them" : ""}${howTo(option)}`,
      caution: "the image no longer has these packages",
      savesCold: null,
      savesMegabytes: null,
    }),
  );
}

function howTo({ omit, otherwise, prune }: DevelopmentOption): string {
  if (omit !== null) return `, with \`${omit}\``;
  if (otherwise !== undefined) return `, ${otherwise}`;
  return prune === null ? "" : `, with \`${prune}\``;
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
