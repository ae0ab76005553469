import { contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import { callText } from "../analysis/install-commands/reading.ts";
import { type Install, installs } from "../analysis/installs.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { meanSeconds, stepCosts } from "../analysis/step-costs.ts";
import { projectFilesOf } from "../knowledge/ecosystems.ts";
import type { Step } from "../model/build-file.ts";
import { type ManifestCopies, manifestCopies, manifestInstalls } from "./manifest-copies.ts";
import { editsToMoveAbove } from "./moved-blocks.ts";
import { type Move, type Proposals, type Refusal, shortText } from "./moves.ts";
import { raise } from "./raised-steps.ts";

/** Steps that cost less are not worth a line of a diff. */
const leastSeconds = 0.5;
/** As many places as a step is tried at. */
const mostTargets = 8;

/** Steps that can come above a COPY of the context which they do not need, alone or behind a COPY of their manifests. */
export function raiseMoves(analysis: Analysis): Proposals {
  const graph = analysis.use(stageGraph);
  const costs = analysis.use(stepCosts);
  const moves: Move[] = [];
  const refusals: Refusal[] = [];
  for (const stage of analysis.file.stages) {
    if (!graph.isReachable(stage)) continue;
    const targets: Step[] = [];
    for (const step of stage.steps) {
      const isMovable =
        step.instruction.kind === "RUN" &&
        (isInstall(analysis, step) || meanSeconds(costs.ofStep(step)) >= leastSeconds);
      const tried = isMovable ? targets.map((target) => propose(analysis, step, target)) : [];
      moves.push(...tried.flatMap((one) => ("move" in one ? [one.move] : [])));
      const refused = tried.flatMap((one) => ("refusal" in one ? [one.refusal] : []));
      // One that can move somewhere is not refused; else the topmost place says most.
      if (tried.every((one) => !("move" in one)) && refused[0] && isInstall(analysis, step))
        refusals.push(refused[0]);
      if (bringsFiles(analysis, step) && targets.length < mostTargets) targets.push(step);
    }
  }
  return { moves, refusals };
}

function bringsFiles(analysis: Analysis, step: Step): boolean {
  return step.instruction.kind !== "RUN" && analysis.use(contextUses).has(step);
}

/** Whether people move such a step: a build is tied to the sources anyway. */
function isInstall(analysis: Analysis, step: Step): boolean {
  return analysis
    .use(installs)
    .some(
      (install) =>
        install.step === step &&
        /^(?:packages|manifest)$/.test(install.what) &&
        install.needsSources === null,
    );
}

/** A command that leaves the lockfile alone could move where this one can't. */
function frozenHint(own: readonly Install[], reason: string): string {
  const loose = own.find(({ isFrozen }) => !isFrozen);
  const frozen = loose && projectFilesOf(loose.manager)?.install;
  return frozen && reason.includes("both write") ? `${reason}; \`${frozen}\` would leave that alone` : reason;
}

function propose(
  analysis: Analysis,
  step: Step,
  above: Step,
): { readonly move: Move } | { readonly refusal: Refusal } | Record<never, never> {
  const own = manifestInstalls(analysis, step);
  const copies = own.length === 0 ? noCopies : manifestCopies(analysis, own, above);
  const known = typeof copies === "string" ? noCopies : copies;
  // The manifests are what it brings: there is nothing to gain.
  if (own.length > 0 && bringsOnly(analysis, above, known)) return {};
  const raised = raise(analysis, step, above, known.places);
  const title = titleOf(analysis, step, above, known);
  const refuse = (reason: string): { readonly refusal: Refusal } => ({
    refusal: {
      title,
      step,
      reason,
      edits: editsToMoveAbove(analysis.file, known.lines, [step.instruction], above.instruction),
    },
  });
  if ("reason" in raised) return refuse(frozenHint(own, raised.reason));
  if (typeof copies === "string") return refuse(copies);
  const instructions = raised.moved.map(({ instruction }) => instruction);
  return {
    move: {
      kind: known.lines.length > 0 ? "copy-manifests-first" : "move-up",
      title,
      step,
      why: whyOf(analysis, raised.moved, above, known),
      edits: editsToMoveAbove(analysis.file, known.lines, instructions, above.instruction),
    },
  };
}

const noCopies: ManifestCopies = { lines: [], places: new Set(), files: [] };

/** Whether all that a COPY brings is there before it already, or is what the small copies would bring. */
function bringsOnly(analysis: Analysis, broad: Step, { places, lines }: ManifestCopies): boolean {
  if (lines.length === 0) return false;
  const files = analysis.use(contextUses).get(broad)?.[0]?.files() ?? null;
  return files !== null && files.length <= places.size;
}

function titleOf(analysis: Analysis, step: Step, above: Step, { files }: ManifestCopies): string {
  const names = files.length > 4 ? `${files.length} manifests` : listOf(files);
  const place = `above ${shortText(analysis, above)}`;
  const what = shortText(analysis, step);
  return files.length === 0 ? `Move ${what} ${place}` : `Copy ${names} first and move ${what} ${place}`;
}

function whyOf(
  analysis: Analysis,
  moved: readonly Step[],
  above: Step,
  { files, lines }: ManifestCopies,
): string {
  const calls = [
    ...new Set(
      moved.flatMap((step) =>
        analysis.use(installs).flatMap((install) => (install.step === step ? [callText(install.call)] : [])),
      ),
    ),
  ];
  const who = calls.length === 0 ? "what moves" : calls.length > 3 ? "the installs" : listOf(calls);
  const verb = calls.length < 2 ? "reads" : "read";
  const reads =
    files.length > 0
      ? `${verb} only the manifests and the toolchain`
      : `${verb} nothing of the project that comes later`;
  const passed = `what stands between, ${shortText(analysis, above)} included, writes nothing that is read here and reads nothing that is written`;
  const same = lines.length > 0 ? " The manifests are copied again below with the same content." : "";
  const along = moved.slice(0, -1).map((step) => shortText(analysis, step));
  const company = along.length === 0 ? "" : ` What it depends on goes along: ${listOf(along)}.`;
  return `${capital(who)} ${reads}; ${passed}.${same}${company}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function listOf(texts: readonly string[]): string {
  const all = texts.map((text) => `\`${text.replaceAll("`", "")}\``);
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}
