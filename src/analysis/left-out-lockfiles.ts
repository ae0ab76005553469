import type { Stage } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Flag, Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { baseName, isWithin } from "../text/posix-path.ts";
import type { ContextUse } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import type { Install } from "./installs.ts";
import { type LockedInstall, lockedInstalls } from "./locked-installs.ts";

/** A lockfile that lies in the build context beside the manifest of an install, and that the install is not given. */
export interface LeftOutLockfile extends LockedInstall {
  /** Copies it beside the manifest; `null` where the copy has another form. */
  readonly copy: TextEdit | null;
}

/** In the order of the file. What an ignore file keeps out is left out on purpose. */
export const leftOutLockfiles = defineFact("left-out-lockfiles", (analysis): readonly LeftOutLockfile[] =>
  analysis.use(lockedInstalls).flatMap((locked) => {
    const { install, lockfile, manifest, bringer, lockfileIs } = locked;
    if (lockfileIs !== "left-out" || mayComeOtherwise(analysis, install, baseName(lockfile))) return [];
    return [{ ...locked, copy: copyEdit(bringer, manifest, lockfile, analysis.file.text) }];
  }),
);

/** What may put files into an image besides copies out of the context. */
interface OtherSources {
  /** All that RUNs say. */
  readonly runs: string;
  /** By stage, where other stages and images are copied or mounted to; `null` for an unknown place. */
  readonly targets: ReadonlyMap<Stage, readonly { readonly index: number; readonly target: string | null }[]>;
}

const otherSources = defineFact("other-sources-of-files", ({ file }): OtherSources => {
  const { text, syntax } = file;
  const targets = new Map<Stage, { index: number; target: string | null }[]>();
  const runs: string[] = [];
  for (const stage of file.stages) {
    const own: { index: number; target: string | null }[] = [];
    targets.set(stage, own);
    for (const { instruction, state, index } of stage.steps) {
      if (instruction.kind === "RUN") {
        runs.push(text.slice(instruction.range.start, instruction.range.end));
      }
      for (const flag of instruction.flags) {
        const written = foreignTarget(instruction, flag, syntax.escape);
        if (written === null) continue;
        const { value, complete } = expand(written, state.scope, syntax.escape);
        own.push({ index, target: complete ? pathInImage(state.workdir.path, value, syntax.escape) : null });
      }
    }
  }
  return { runs: runs.join("\n"), targets };
});

/** Where `COPY --from` or a mount of another stage or image leads, as written; `null` for any other flag. */
function foreignTarget(instruction: Instruction, flag: Flag, escapeCharacter: "\\" | "`"): string | null {
  if (instruction.kind === "COPY" && flag.name === "from") return instruction.destination?.text ?? "";
  if (instruction.kind !== "RUN" || flag.name !== "mount") return null;
  const { from, target } = parseMount(flag, escapeCharacter);
  return from === null ? null : (target ?? "");
}

/** How many of them are looked at in each stage, and how many stages: the rest counts as unknown. */
const mostLooked = 64;

/** Whether another stage, or a command, may put the lockfile there. */
function mayComeOtherwise({ use }: Analysis, { step, directory }: Install, name: string): boolean {
  const { runs, targets } = use(otherSources);
  if (directory === null || runs.includes(name)) return true;
  let { stage } = step;
  for (let stages = 0; stages < mostLooked; stages++) {
    const own = targets.get(stage) ?? [];
    if (own.length > mostLooked) return true;
    const isNear = own.some(
      ({ index, target }) =>
        (stage !== step.stage || index <= step.index) &&
        (target === null || isWithin(target, directory) || isWithin(directory, target)),
    );
    if (isNear) return true;
    if (stage.base.kind !== "stage") return false;
    stage = stage.base.stage;
  }
  return true;
}

/** `package.json ./` becomes `package.json package-lock.json ./`. */
function copyEdit(
  { step, sources, kind }: ContextUse,
  manifest: string,
  lockfile: string,
  text: string,
): TextEdit | null {
  const { instruction } = step;
  if (kind === "bind" || (instruction.kind !== "COPY" && instruction.kind !== "ADD") || instruction.json)
    return null;
  const source = sources.find(({ path, wildcard }) => !wildcard && path === manifest);
  if (source === undefined || !/(?:^|\/)\.$|\/$/.test(instruction.destination?.text ?? "")) return null;
  const written = text.slice(source.range.start, source.range.end);
  const tail = baseName(manifest);
  if (!written.endsWith(tail)) return null;
  const { end } = source.range;
  return { range: { start: end, end }, text: ` ${written.slice(0, -tail.length)}${baseName(lockfile)}` };
}
