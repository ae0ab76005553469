import { buildkitChecks } from "../knowledge/tool-codes.ts";
import type { Dockerfile } from "../syntax/nodes.ts";
import { type CheckOptions, readCheckOptions } from "./foreign-comments.ts";
import { instructionChecks } from "./instruction-checks.ts";

/** Checks of BuildKit that run only where a file asks for them: `check=experimental=…`, at its top or above an instruction. */
export interface Experiments {
  /** All that are asked for somewhere. */
  readonly checks: readonly string[];
  /** Whether one of these names is asked for at an instruction, which is given by its index. */
  isAsked(names: readonly string[], instruction: number | null): boolean;
}

const all = Object.keys(buildkitChecks).filter((name) => buildkitChecks[name] === "off");

/** `null` when nothing is asked for. `check` takes the place of the directive, as in `readSuppressions`. */
export function readExperiments(syntax: Dockerfile, check: string | null): Experiments | null {
  const value = check ?? syntax.directives.find(({ name }) => name === "check")?.value;
  const ofFile = new Set(namesOf(value === undefined ? null : readCheckOptions(value)));
  const ofInstruction = new Map<number, readonly string[]>();
  for (const { instruction, options } of instructionChecks(syntax)) {
    const names = namesOf(options);
    if (names.length > 0) ofInstruction.set(instruction, names);
  }
  const checks = [...new Set([...ofFile, ...[...ofInstruction.values()].flat()])];
  if (checks.length === 0) return null;
  return {
    checks,
    isAsked: (names, instruction) =>
      names.some((name) => ofFile.has(name) || ofInstruction.get(instruction ?? -1)?.includes(name)),
  };
}

function namesOf(options: CheckOptions | null): readonly string[] {
  if (options === null) return [];
  const { experimental } = options;
  return experimental === "all" ? all : all.filter((name) => experimental.includes(name));
}
