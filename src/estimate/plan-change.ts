import type { Instruction } from "../syntax/nodes.ts";
import type { CostDistribution, Probability } from "./distribution.ts";
import {
  type BuildPlan,
  type CauseSource,
  causeKey,
  type Scale,
  type Vertex,
  type VertexId,
} from "./plan.ts";

/** An instruction of the file, as a step of the model names it. */
export interface StepRef {
  readonly instruction: Instruction;
}

/** What a rule would change, said in terms of the build. Steps that the builder doesn't execute make the change void. */
export type PlanChange =
  /**
   * Copy the manifests alone, install, then copy the rest: the installs move up to before `copy`, below a small COPY of their
   * manifests. Steps between stay below `copy`.
   */
  | { readonly kind: "split-manifests"; readonly copy: StepRef; readonly installs: readonly StepRef[] }
  /** A step moves up to before another one of its stage. */
  | { readonly kind: "move-above"; readonly step: StepRef; readonly above: StepRef }
  /** Arguments are declared below a step: only what follows that step has them. */
  | { readonly kind: "move-arguments-below"; readonly names: readonly string[]; readonly below: StepRef }
  /** A step no longer depends on something. */
  | { readonly kind: "remove-input"; readonly step: StepRef; readonly cause: CauseSource }
  /** Something no longer changes any step: files that an ignore file keeps out, a base pinned by digest. */
  | { readonly kind: "remove-cause"; readonly cause: CauseSource }
  /**
   * For a build that also fetches its dependencies (`mvn package`, `cargo build`): fetch them above `copy` by a step that needs no more
   * than the manifests; `rest` of the build's cost stays where it is.
   */
  | {
      readonly kind: "fetch-before-copy";
      readonly copy: StepRef;
      readonly build: StepRef;
      readonly rest: Probability;
    }
  /** Runs of a step become cheaper: a warm cache mount, fewer packages. */
  | { readonly kind: "scale-cost"; readonly step: StepRef; readonly scale: Scale }
  /** RUN instructions of one stage become the first of them. */
  | { readonly kind: "merge-steps"; readonly steps: readonly StepRef[] }
  /** Each run of the step moves so many bytes less. */
  | { readonly kind: "drop-bytes"; readonly step: StepRef; readonly bytes: number };

/** The two plans whose difference is the effect of a change. They share all draws. */
export interface Comparison {
  readonly before: BuildPlan;
  readonly after: BuildPlan;
  /** The step that the change is about. */
  readonly subject: Vertex;
}

/** Seconds of a COPY of a few small files (cost-model: floor of a step 0.1–0.3 s). */
const smallCopy: CostDistribution = { mu: Math.log(0.2), tau: 0.5, basis: "prior" };
/** Start-up of one RUN: 0.3–0.5 s, more on slow machines (trivial RUN, 18 logs: p10 0.3, p50 0.5, p90 2 s). */
const runStart: CostDistribution = { mu: Math.log(0.4), tau: 0.4, basis: "prior" };
/** Bytes per second of copying or sending files within one machine (297 MB in 1.2 s; node_modules of 188 MB in 5.3 s). */
const transferRate = 100e6;
const transferTau = 0.7;

/** Applies a change; `null` when it doesn't fit the plan. */
export function applyChange(plan: BuildPlan, change: PlanChange): Comparison | null {
  switch (change.kind) {
    case "split-manifests":
      return splitManifests(plan, change.copy, change.installs);
    case "fetch-before-copy":
      return fetchBeforeCopy(plan, change.copy, change.build, change.rest);
    case "move-above": {
      const step = vertexOf(plan, change.step);
      const above = vertexOf(plan, change.above);
      const after = step && above ? moveAbove(plan, step.id, above.id) : null;
      return step && after && { before: plan, after, subject: step };
    }
    case "move-arguments-below":
      return moveArguments(plan, change.names, change.below);
    case "remove-input": {
      const step = vertexOf(plan, change.step);
      const removed = causesLike(plan, change.cause);
      return step && patched(plan, step, { causes: step.causes.filter((cause) => !removed.has(cause)) });
    }
    case "remove-cause": {
      const removed = causesLike(plan, change.cause);
      const subject = plan.vertices.find((vertex) => vertex.causes.some((cause) => removed.has(cause)));
      if (!subject) return null;
      const still: BuildPlan["causes"] = plan.causes.map((cause, index) =>
        removed.has(index) ? { source: cause.source, unchanged: { kind: "point", value: 1 } } : cause,
      );
      return { before: plan, after: { ...plan, causes: still }, subject };
    }
    case "scale-cost": {
      const step = vertexOf(plan, change.step);
      return step && patched(plan, step, { scales: [...step.scales, change.scale] });
    }
    case "merge-steps":
      return mergeSteps(plan, change.steps);
    case "drop-bytes": {
      const step = vertexOf(plan, change.step);
      if (!step || change.bytes <= 0) return null;
      const mu = Math.log(change.bytes / transferRate) - transferTau ** 2 / 2;
      const before = insertAfter(plan, step, { mu, tau: transferTau, basis: "prior" });
      return { before, after: plan, subject: step };
    }
  }
}

function splitManifests(plan: BuildPlan, copy: StepRef, installs: readonly StepRef[]): Comparison | null {
  const broad = vertexOf(plan, copy);
  const steps = installs.map((install) => vertexOf(plan, install)).filter((step) => step !== null);
  const [subject] = steps;
  if (!broad || !subject || steps.length !== installs.length) return null;
  const manifests = [...new Set(steps.flatMap((step) => step.manifests))];
  let after: BuildPlan | null = manifests.length > 0 ? copyAbove(plan, broad, manifests) : plan;
  for (const step of steps) after = after && moveAbove(after, step.id, broad.id);
  return after && { before: plan, after, subject };
}

function fetchBeforeCopy(
  plan: BuildPlan,
  copy: StepRef,
  build: StepRef,
  rest: Probability,
): Comparison | null {
  const broad = vertexOf(plan, copy);
  const step = vertexOf(plan, build);
  if (!broad || !step || step.manifests.length === 0 || !isAbove(plan, broad, step)) return null;
  const all = { kind: "point", value: 1 } as const;
  const none = { kind: "point", value: 0 } as const;
  // What is fetched is what does not stay: in `rest` of the cost nothing is left of it.
  const fetched: Scale = { part: 1, ratio: none, share: rest, when: "always" };
  const kept: Scale = { part: 1, ratio: rest, share: all, when: "always" };
  const withCopy = copyAbove(plan, broad, step.manifests);
  const target = vertexOf(withCopy, copy) ?? broad;
  const fetch: Vertex = {
    ...synthetic(withCopy, step.cost),
    label: step.label,
    parent: target.parent,
    causes: step.causes,
    scales: [...step.scales, fetched],
    seed: step.seed,
  };
  const vertices = withCopy.vertices.flatMap((vertex) => {
    if (vertex.id === broad.id) return [fetch, { ...vertex, parent: fetch.id }];
    return [vertex.id === step.id ? { ...vertex, scales: [...vertex.scales, kept] } : vertex];
  });
  return { before: plan, after: { ...withCopy, vertices }, subject: step };
}

/** A small COPY of files with these causes right above another step. */
function copyAbove(plan: BuildPlan, below: Vertex, causes: readonly number[]): BuildPlan {
  const small: Vertex = {
    ...synthetic(plan, smallCopy),
    label: below.label,
    parent: below.parent,
    causes,
  };
  const at = plan.vertices.indexOf(below);
  return { ...plan, vertices: plan.vertices.toSpliced(at, 1, small, { ...below, parent: small.id }) };
}

/** Takes a step out of its chain and puts it above an earlier one; `null` when that one is not above it in the same chain. */
function moveAbove(plan: BuildPlan, moved: VertexId, above: VertexId): BuildPlan | null {
  const step = plan.vertices.find((vertex) => vertex.id === moved);
  const target = plan.vertices.find((vertex) => vertex.id === above);
  if (!step || !target || !isAbove(plan, target, step)) return null;
  // Whoever needed the moved step now needs what stood before it.
  const redirect = (id: VertexId | null) => (id === moved ? step.parent : id);
  const vertices: Vertex[] = [];
  for (const vertex of plan.vertices) {
    if (vertex.id === moved) continue;
    if (vertex.id === above) {
      vertices.push({ ...step, parent: target.parent }, { ...target, parent: moved });
    } else if (vertex.parent === moved || vertex.reads.includes(moved)) {
      const reads = vertex.reads.map(redirect).filter((id) => id !== null);
      vertices.push({ ...vertex, parent: redirect(vertex.parent), reads });
    } else vertices.push(vertex);
  }
  return { ...plan, vertices, last: redirect(plan.last) };
}

/** Whether one vertex stands above another in the same stage. */
function isAbove(plan: BuildPlan, above: Vertex, step: Vertex): boolean {
  if (above.label.stage !== step.label.stage) return false;
  const byId = new Map(plan.vertices.map((vertex) => [vertex.id, vertex]));
  let at = step.parent;
  for (let walked = 0; at !== null && walked < plan.vertices.length; walked += 1) {
    if (at === above.id) return true;
    at = byId.get(at)?.parent ?? null;
  }
  return false;
}

/** The first RUN after `below` gets the arguments instead of the step that had them first. */
function moveArguments(plan: BuildPlan, names: readonly string[], below: StepRef): Comparison | null {
  const limit = vertexOf(plan, below);
  const causes = new Set(names.flatMap((name) => [...causesLike(plan, { kind: "argument", name })]));
  if (!limit || causes.size === 0) return null;
  const isAffected = (vertex: Vertex) => vertex.causes.some((cause) => causes.has(cause));
  const limitAt = plan.vertices.indexOf(limit);
  const inStage = (vertex: Vertex) => vertex.label.stage === limit.label.stage;
  const subject = plan.vertices.find((vertex, at) => at <= limitAt && inStage(vertex) && isAffected(vertex));
  if (!subject) return null;
  const receiver = plan.vertices.find(
    (vertex, at) => at > limitAt && inStage(vertex) && vertex.instruction?.kind === "RUN",
  );
  const vertices = plan.vertices.map((vertex, at) => {
    if (vertex === receiver) return { ...vertex, causes: [...new Set([...vertex.causes, ...causes])] };
    if (at > limitAt || !inStage(vertex) || !isAffected(vertex)) return vertex;
    return { ...vertex, causes: vertex.causes.filter((cause) => !causes.has(cause)) };
  });
  return { before: plan, after: { ...plan, vertices }, subject };
}

/** The merged step has the inputs of all; it starts once. */
function mergeSteps(plan: BuildPlan, refs: readonly StepRef[]): Comparison | null {
  const steps = refs.map((ref) => vertexOf(plan, ref)).filter((step) => step !== null);
  const [first, ...rest] = steps;
  if (!first || rest.length === 0 || steps.length !== refs.length) return null;
  let after: BuildPlan | null = plan;
  let above = first.id;
  for (const step of rest) {
    const below = after.vertices.find((vertex) => vertex.parent === above);
    if (below && below.id !== step.id) after = moveAbove(after, step.id, below.id);
    if (!after) return null;
    above = step.id;
  }
  const members = new Set(steps.map((step) => step.id));
  const causes = [...new Set(steps.flatMap((step) => step.causes))];
  const vertices = after.vertices.map((vertex) => (members.has(vertex.id) ? { ...vertex, causes } : vertex));
  let before = plan;
  for (const step of rest) before = insertAfter(before, step, runStart);
  return { before, after: { ...after, vertices }, subject: first };
}

/** Adds work of its own that comes with a step, so that doing without it can be priced. */
function insertAfter(plan: BuildPlan, step: Vertex, cost: CostDistribution): BuildPlan {
  const extra: Vertex = { ...synthetic(plan, cost), label: step.label, parent: step.id };
  const redirect = (id: VertexId) => (id === step.id ? extra.id : id);
  const vertices: Vertex[] = [];
  for (const vertex of plan.vertices) {
    if (vertex.parent === step.id || vertex.reads.includes(step.id)) {
      const parent = vertex.parent === null ? null : redirect(vertex.parent);
      vertices.push({ ...vertex, parent, reads: vertex.reads.map(redirect) });
    } else vertices.push(vertex);
    if (vertex.id === step.id) vertices.push(extra);
  }
  return { ...plan, vertices, last: plan.last === null ? null : redirect(plan.last) };
}

/** A vertex that no instruction stands for yet. */
function synthetic(plan: BuildPlan, cost: CostDistribution): Omit<Vertex, "label"> {
  const id = plan.vertices.reduce((largest, vertex) => Math.max(largest, vertex.id), -1) + 1;
  return {
    id,
    instruction: null,
    parent: null,
    followsParent: true,
    reads: [],
    causes: [],
    manifests: [],
    cost,
    scales: [],
    seed: id,
  };
}

function vertexOf(plan: BuildPlan, step: StepRef): Vertex | null {
  return plan.vertices.find((vertex) => vertex.instruction === step.instruction) ?? null;
}

function patched(plan: BuildPlan, step: Vertex, patch: Partial<Vertex>): Comparison {
  const vertices = plan.vertices.map((vertex) => (vertex === step ? { ...vertex, ...patch } : vertex));
  return { before: plan, after: { ...plan, vertices }, subject: step };
}

function causesLike(plan: BuildPlan, source: CauseSource): ReadonlySet<number> {
  const key = causeKey(source);
  return new Set(plan.causes.flatMap((cause, index) => (causeKey(cause.source) === key ? [index] : [])));
}
