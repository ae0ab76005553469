import type { Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import { type MountType, parseMount } from "../syntax/mount.ts";
import type { Flag } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { windowsStages } from "./windows-stages.ts";

/** Something that an instruction of a Windows stage asks for and that containers of Windows don't have. */
export type WindowsLimit = Limit & { readonly step: Step };

type Limit = { readonly range: Range } & (
  | { readonly kind: "signal" | "mode" | "device" | "insecure" }
  | { readonly kind: "mount"; readonly type: MountType }
  /** `number`: a user by number · `group`: a group beside the user. */
  | { readonly kind: "owner"; readonly part: "number" | "group"; readonly text: string }
);

/**
 * In the order of the file. Bind and cache mounts are not among them, nor owners that are accounts of Windows: builders take those, whatever
 * the reference of Dockerfiles says.
 * Source: BuildKit `executor/oci/spec_windows.go`, `solver/llbsolver/mounts/mount.go`, `solver/llbsolver/ops/user_windows.go`,
 * `frontend/dockerfile/instructions/commands.go`; moby `daemon/builder/dockerfile/internals_windows.go` (read 2026-11).
 */
export const windowsLimits = defineFact("windows-limits", (analysis): readonly WindowsLimit[] =>
  [...analysis.use(windowsStages)].flatMap(({ steps }) =>
    steps.flatMap((step) => inStep(step, analysis).map((limit) => ({ ...limit, step }))),
  ),
);

function inStep(step: Step, analysis: Analysis): readonly Limit[] {
  const instruction = step.instruction.kind === "ONBUILD" ? step.instruction.trigger : step.instruction;
  switch (instruction?.kind) {
    case "STOPSIGNAL":
      return [{ kind: "signal", range: instruction.keyword.range }];
    case "RUN":
    case "COPY":
    case "ADD":
      return instruction.flags.flatMap((flag) => inFlag(flag, step, analysis) ?? []);
    default:
      return [];
  }
}

function inFlag(flag: Flag, { state }: Step, { file }: Analysis): Limit | null {
  const { name, value, range } = flag;
  const { escape: escapeCharacter } = file.syntax;
  if (name === "chmod") return { kind: "mode", range };
  if (name === "device") return { kind: "device", range };
  if (name === "security") return value === "insecure" ? { kind: "insecure", range } : null;
  if (name === "mount") {
    const { type, target, env } = parseMount(flag, escapeCharacter);
    if (type === null || type === "bind" || type === "cache") return null;
    // A secret that becomes a variable alone needs no file.
    if (type === "secret" && env !== null && target === null) return null;
    return { kind: "mount", type, range };
  }
  if (name !== "chown" || value === null) return null;
  const owner = expand(value, state.scope, escapeCharacter);
  const [user = "", ...group] = owner.value.split(":");
  const part = group.length > 0 ? "group" : /^\d+$/.test(user) ? "number" : null;
  return part === null ? null : { kind: "owner", part, text: owner.value, range };
}
