import { buildContext } from "../analysis/build-context.ts";
import type { Analysis } from "../analysis/fact.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { resolveRules, type Settings } from "../config/settings.ts";
import { applyFixes } from "../engine/fixes.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import { placedResult } from "../engine/placed-result.ts";
import type { Estimate } from "../estimate/estimate.ts";
import { estimates } from "../estimate/estimates.ts";
import { overlayHost } from "../host/overlay-host.ts";
import type { InlineDockerfile } from "../invocations/inline-dockerfile.ts";
import type { Finding } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import type { EditorSettings } from "./protocol.ts";

/** A document as an editor has it, saved or not. */
export interface Snapshot {
  readonly uri: string;
  /** What the editor takes it for. */
  readonly languageId: string;
  readonly text: string;
}

/** A Dockerfile of a document with all that counts for it. */
export interface DocumentInput {
  readonly input: LintInput;
  readonly settings: Settings;
  /** Where the Dockerfile stands in the document; `null` where it is the document. */
  readonly inline: InlineDockerfile | null;
}

/** Where documents live: the disk, or what a browser has of it. */
export interface World {
  /** The Dockerfiles of a document, and what keeps settings from being followed, one line each. */
  read(document: Snapshot): Promise<{
    readonly inputs: readonly DocumentInput[];
    readonly problems: readonly string[];
  }>;
  /** Keeps what a build log says, and tells what that was. */
  record(document: Snapshot, log: string): Promise<string>;
  configure(settings: EditorSettings): void;
  /** Takes note of the folders that are open now, by their addresses. */
  open(folders: readonly string[]): void;
  /** Drops what was read: files have changed. */
  forget(): void;
}

/** All that is known of a document. It can be sent from one thread to another. */
export interface DocumentResult {
  /** With places in the document. */
  readonly findings: readonly Finding[];
  /** Of the Dockerfile that the document is; `null` without anything to build. */
  readonly estimate: Estimate | null;
  /** By which it was linted; `null` where the document holds no Dockerfile. */
  readonly settings: Settings | null;
  /** Absolute path of the build context, which new files of fixes are relative to; `null` without one. */
  readonly contextRoot: string | null;
  readonly problems: readonly string[];
}

export const emptyResult: DocumentResult = {
  findings: [],
  estimate: null,
  settings: null,
  contextRoot: null,
  problems: [],
};

/** What the image of one stage takes to build. */
export interface StagePrice {
  /** Place of the stage among the stages. */
  readonly stage: number;
  readonly estimate: Estimate;
}

/** A faster text of a Dockerfile with what it is worth in a line and in full, or why there is none. */
export type Optimized =
  | { readonly text: string; readonly summary: string; readonly report: string }
  | { readonly problem: string };

/** What takes time, asked from the server, which goes on meanwhile. Rejects only for defects. */
export interface Analyst {
  result(document: Snapshot): Promise<DocumentResult>;
  /** The text after all safe fixes. */
  fixAll(document: Snapshot): Promise<string>;
  stagePrices(document: Snapshot): Promise<readonly StagePrice[]>;
  /** A page in HTML; `null` where there is nothing to build. */
  bill(document: Snapshot): Promise<string | null>;
  optimize(document: Snapshot): Promise<Optimized>;
  record(document: Snapshot, log: string): Promise<string>;
  configure(settings: EditorSettings): Promise<void>;
  open(folders: readonly string[]): Promise<void>;
  forget(): Promise<void>;
}

/** Stages of a file that are priced, at most. */
const mostPricedStages = 12;

/** Works it out where it is called. */
export function localAnalyst(world: World, rules: readonly Rule[]): Analyst {
  /** The Dockerfile that a document is; `null` for one that holds others. */
  const own = async (document: Snapshot): Promise<DocumentInput | null> => {
    const { inputs } = await world.read(document);
    return inputs.find(({ inline }) => inline === null) ?? null;
  };
  const analysis = async (document: Snapshot): Promise<Analysis | null> => {
    const found = await own(document);
    return found === null ? null : analyzeInput(found.input);
  };
  return {
    async result(document) {
      const { inputs, problems } = await world.read(document);
      const [first] = inputs;
      if (first === undefined) return { ...emptyResult, problems };
      const analyses = inputs.map(({ input }) => analyzeInput(input));
      const results = inputs.map(({ input, settings, inline }, at) => {
        const { ruleSet } = resolveRules(rules, settings);
        const result = lint({ ...input, estimate: inline === null }, ruleSet, analyses[at]);
        return inline === null ? result : placedResult(result, inline, document.text);
      });
      const failures = results.flatMap((result) =>
        result.failures.map(({ rule, message }) => `rule ${rule} broke: ${message}`),
      );
      return {
        findings: results.flatMap(({ findings }) => findings),
        estimate: results[0]!.estimate,
        settings: first.settings,
        contextRoot: analyses[0]!.use(buildContext)?.root ?? null,
        problems: [...problems, ...failures],
      };
    },
    async fixAll(document) {
      const found = await own(document);
      if (found === null) return document.text;
      const { ruleSet } = resolveRules(rules, found.settings);
      // New files are left to a person: they are no part of the text.
      return applyFixes(found.input, ruleSet, {
        trust: "safe",
        isWanted: ({ fix }) => (fix?.newFiles?.length ?? 0) === 0,
      }).text;
    },
    async stagePrices(document) {
      const found = await own(document);
      if (found === null) return [];
      const { file } = analyzeInput(found.input);
      // The last ones are what most builds are for; each is a replay of its own.
      return file.stages.slice(-mostPricedStages).flatMap(({ index, implicit }) => {
        if (implicit) return [];
        const { estimate } = analyzeInput({ ...found.input, target: String(index) }).use(estimates);
        return estimate === null ? [] : [{ stage: index, estimate }];
      });
    },
    async bill(document) {
      const found = await analysis(document);
      const { estimate, plan } = found?.use(estimates) ?? { estimate: null, plan: null };
      if (found === null || estimate === null || plan === null) return null;
      const { reportEstimateHtml } = await import("../report/html-estimate.ts");
      const { buildPicture } = await import("../estimate/build-picture.ts");
      return reportEstimateHtml(found.file.path, estimate, buildPicture(plan));
    },
    async optimize(document) {
      const found = await own(document);
      const start = found && analyzeInput(found.input);
      if (found === null || start === null || start.use(stageGraph).finalStage === null)
        return { problem: "there is nothing to build; a Dockerfile needs a FROM" };
      if (start.file.syntax.problems.length > 0)
        return { problem: "the builder rejects this file; its mistakes are marked" };
      const { optimize } = await import("../optimize/optimize.ts");
      const { input } = found;
      const optimized = optimize(start, {
        analyze: (text, timings, files) =>
          analyzeInput({
            ...input,
            text,
            timings,
            ...(files && input.host && { host: overlayHost(input.host, files) }),
          }),
        mostMoves: 8,
      });
      if (optimized === null) return { problem: "there is nothing to build; a Dockerfile needs a FROM" };
      if (optimized.moves.length === 0)
        return {
          problem: "no move was found that leaves the image as it is and saves half a second per build",
        };
      const { optimizationHeadline, reportOptimizationText } = await import("../report/optimization.ts");
      const { plainPalette: palette } = await import("../report/palette.ts");
      const options = { palette, quiet: false, diff: "", ignoreDiff: "" };
      return {
        text: optimized.text,
        summary: optimizationHeadline(optimized, palette)[0]!,
        report: reportOptimizationText(input.path, optimized, options),
      };
    },
    record: (document, log) => world.record(document, log),
    async configure(settings) {
      world.configure(settings);
    },
    async open(folders) {
      world.open(folders);
    },
    async forget() {
      world.forget();
    },
  };
}
