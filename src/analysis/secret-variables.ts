import {
  isHarmlessName,
  isSecretForBuildkit,
  isSecretForHadolint,
  isSecretName,
} from "../knowledge/secret-names.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { expand, type Scope } from "../model/variables.ts";
import type { Arg, Env, Instruction, KeyValue } from "../syntax/nodes.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { isStandIn } from "./secret-content.ts";
import { stageGraph } from "./stage-graph.ts";
import { type WrittenSecret, writtenSecrets } from "./written-secrets.ts";

/** A variable of an ARG or ENV whose name some tool takes for that of a secret. */
export interface SecretVariable {
  /** The ARG or ENV itself, or the ONBUILD that holds it. */
  readonly instruction: Instruction;
  readonly kind: "ARG" | "ENV";
  readonly pair: KeyValue;
  readonly name: string;
  /**
   * What becomes known: `written` the value in the file · `environment` the value of an argument, in the environment of the image ·
   * `history` the value of an argument, in the image's history · `nothing` as far as can be seen.
   */
  readonly leak: "written" | "environment" | "history" | "nothing";
  /** Whether it stands in an ONBUILD, and before the first FROM. */
  readonly isTrigger: boolean;
  readonly isGlobal: boolean;
  /** Which tools report the name. */
  readonly forBuildkit: boolean;
  readonly forHadolint: boolean;
  /** Whether name or value say plainly that it is no secret: a path, a user's name, a switch, a fingerprint. */
  readonly isHarmless: boolean;
}

/** In the order of the file; linear in it. */
export const secretVariables = defineFact("secret-variables", (analysis): readonly SecretVariable[] => {
  const { file } = analysis;
  const found: SecretVariable[] = [];
  for (const instruction of file.preamble) {
    if (instruction.kind === "ARG") judge(analysis, { instruction, inner: instruction, step: null }, found);
  }
  for (const stage of file.stages) {
    for (const step of stage.steps) {
      const { instruction } = step;
      const inner = instruction.kind === "ONBUILD" ? instruction.trigger : instruction;
      if (inner?.kind === "ARG" || inner?.kind === "ENV") {
        judge(analysis, { instruction, inner, step }, found);
      }
    }
  }
  return withoutCarried(withoutTokens(found, analysis.use(writtenSecrets)));
});

/** A value that is a secret by its form is reported as such, whatever the name. */
function withoutTokens(
  found: readonly SecretVariable[],
  tokens: readonly WrittenSecret[],
): readonly SecretVariable[] {
  if (tokens.length === 0) return found;
  const withTokens = new Set(tokens.map(({ instruction }) => instruction));
  return found.map((variable) =>
    variable.leak === "written" && withTokens.has(variable.instruction)
      ? { ...variable, leak: "nothing" }
      : variable,
  );
}

interface Place {
  readonly instruction: Instruction;
  readonly inner: Arg | Env;
  /** `null` before the first FROM. */
  readonly step: Step | null;
}

function judge(analysis: Analysis, { instruction, inner, step }: Place, found: SecretVariable[]): void {
  for (const pair of inner.pairs) {
    const name = pair.key.text.replace(/["']/g, "");
    const forBuildkit = isSecretForBuildkit(name);
    const forHadolint = isSecretForHadolint(name);
    const isOurs = isSecretName(name);
    if (!forBuildkit && !forHadolint && !isOurs) continue;
    const scope = step?.state.scope ?? analysis.file.globalScope;
    const value = meaningOf(pair, scope, analysis.file.syntax.escape);
    const isTrigger = inner !== instruction;
    found.push({
      instruction,
      kind: inner.kind,
      pair,
      name,
      leak: isOurs && !isTrigger ? leakOf(analysis, inner, value, step) : "nothing",
      isTrigger,
      isGlobal: step === null,
      forBuildkit,
      forHadolint,
      isHarmless: isHarmlessName(name) || (value.kind === "known" && isHarmlessValue(value.text)),
    });
  }
}

type Value =
  /** After expansion; also the default of an argument. */
  | { readonly kind: "known"; readonly text: string; readonly fromArgument: boolean }
  /** Whoever builds gives it. */
  | { readonly kind: "argument" }
  | { readonly kind: "unknown" };

function meaningOf({ value }: KeyValue, scope: Scope, escapeCharacter: "\\" | "`"): Value {
  if (value === null) return { kind: "argument" };
  const { value: text, complete, references } = expand(value.text, scope, escapeCharacter);
  const fromArgument = references.some(
    ({ variable }) => variable?.source === "arg" || variable?.source === "global-arg",
  );
  if (complete) return { kind: "known", text, fromArgument };
  return fromArgument ? { kind: "argument" } : { kind: "unknown" };
}

function leakOf(
  { use }: Analysis,
  { kind }: Arg | Env,
  value: Value,
  step: Step | null,
): SecretVariable["leak"] {
  const graph = use(stageGraph);
  if (value.kind === "unknown") return "nothing";
  if (value.kind === "known" && value.text !== "") {
    // What stands in the file stands at the argument.
    if (value.fromArgument) return "nothing";
    if (isStandInForBuild(value.text) || isHarmlessValue(value.text)) return "nothing";
    return step === null || graph.isReachable(step.stage) ? "written" : "nothing";
  }
  // Of the other stages, neither environment nor history is in the image.
  if (step === null || !graph.shipped.has(step.stage)) return "nothing";
  if (kind === "ARG") return isFollowedByRun(step, use(lastRuns)) ? "history" : "nothing";
  return value.kind === "argument" || value.fromArgument ? "environment" : "nothing";
}

/** Index of the last RUN of each stage; `Infinity` where a stage of the image is built on it and has one. */
const lastRuns = defineFact("last-runs", ({ file, use }): ReadonlyMap<Stage, number> => {
  const last = new Map<Stage, number>();
  const { shipped } = use(stageGraph);
  for (const stage of file.stages) {
    const at = stage.steps.findLastIndex(({ instruction }) => instruction.kind === "RUN");
    if (at !== -1 && !last.has(stage)) last.set(stage, at);
    if (at === -1 || !shipped.has(stage)) continue;
    for (let { base } = stage; base.kind === "stage"; { base } = base.stage) {
      if (last.get(base.stage) === Number.POSITIVE_INFINITY) break;
      last.set(base.stage, Number.POSITIVE_INFINITY);
    }
  }
  return last;
});

/** An argument that no RUN follows is used by nothing; the builder writes the others into the history of each RUN. */
function isFollowedByRun({ stage, index }: Step, last: ReadonlyMap<Stage, number>): boolean {
  return (last.get(stage) ?? -1) > index;
}

/** An ARG whose value goes on into an ENV of the same name is reported there. */
function withoutCarried(found: readonly SecretVariable[]): readonly SecretVariable[] {
  const carried = new Set(
    found.flatMap(({ kind, leak, name }) => (kind === "ENV" && leak !== "nothing" ? [name] : [])),
  );
  if (carried.size === 0) return found;
  return found.map((variable) =>
    variable.leak === "history" && carried.has(variable.name) ? { ...variable, leak: "nothing" } : variable,
  );
}

/** What is written for a build that needs any value at all. */
function isStandInForBuild(value: string): boolean {
  return (
    isStandIn(value) ||
    /^(?:0x)?(?:dead|beef|cafe|babe|f00d|c0de|face|feed)+$/i.test(value) ||
    /dummy|build|temp|tmp|unused|not[-_ ]|insecure|replace|sample|mock|fake|foo|placeholder|change|example/i.test(
      value,
    )
  );
}

/** Paths, addresses without a password, switches, versions, fingerprints of keys, publishable keys. */
function isHarmlessValue(value: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return !/^[^/]*\/\/[^/@\s]*:[^/@\s]*@/.test(value);
  return (
    /^(?:~|\.{1,2})?\/\S*$|^[A-Za-z]:\\|\.(?:json|pem|key|crt|asc|txt|ya?ml|env)$/.test(value) ||
    /^(?:true|false|yes|no|on|off|none|null|auto|\d{1,6})$/i.test(value) ||
    /^(?:0x)?(?:[0-9A-F]{4}\s*){4}$|^(?:[0-9A-F]{4}\s*){10}$/.test(value) ||
    /^pk[._]/.test(value)
  );
}
