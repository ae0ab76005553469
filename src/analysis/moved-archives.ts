import { movedArchives } from "../knowledge/support-ends.ts";
import type { Stage } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { imageVersions, spellings } from "./image-versions.ts";
import { packageCommands } from "./installs.ts";
import { runsScript } from "./script-files.ts";
import { stageGraph } from "./stage-graph.ts";

/** A base image that looks for packages where they no longer are. */
export interface MovedArchive {
  /** The stage whose FROM names it. */
  readonly stage: Stage;
  /** Where the packages are. */
  readonly to: string;
  /** The first command that asks for them. */
  readonly command: Command;
}

const programs: Readonly<Record<string, RegExp>> = {
  centos: /^(?:micro)?dnf$|^yum$/,
  debian: /^apt-get$/,
  ubuntu: /^apt-get$/,
};

/** One for each FROM, in the order of the commands. Silent where anything may have told the package manager otherwise. */
export const movedArchiveUses = defineFact("moved-archives", (analysis): readonly MovedArchive[] => {
  const { root } = analysis.use(stageGraph);
  const redirected = redirections(analysis);
  const bottoms = bottomStages(analysis);
  const found = new Map<Stage, MovedArchive>();
  /** By instruction the place of its last command behind `||`; -1 without one. */
  const fallbacks = new Map<Instruction, number>();
  const lastFallback = (instruction: Instruction): number => {
    let last = fallbacks.get(instruction);
    if (last === undefined) {
      const script = analysis.use(commands).of(instruction).commands;
      last = script.findLast(({ connector }) => connector === "||")?.index ?? -1;
      fallbacks.set(instruction, last);
    }
    return last;
  };
  for (const { step, command, call } of analysis.use(packageCommands)) {
    const { stage } = step;
    const base = root(stage);
    if (base.kind !== "image" || !["index", "packages", "upgrade"].includes(call.does)) continue;
    const bottom = bottoms.get(stage)!;
    if (found.has(bottom) || redirected.get(stage)! <= step.index || command.inside.length > 0) continue;
    if (lastFallback(step.instruction) > command.index) continue;
    for (const { name, version } of imageVersions(base.image)) {
      const row = Object.hasOwn(movedArchives, name) ? movedArchives[name]! : null;
      const isMoved = row !== null && spellings(version).some((each) => row.versions.includes(each));
      if (isMoved && programs[name]!.test(call.manager.name)) {
        found.set(bottom, { stage: bottom, to: row.to, command });
      }
    }
  }
  return [...found.values()];
});

/** By stage the one that starts from its image. */
function bottomStages({ file }: Analysis): ReadonlyMap<Stage, Stage> {
  const found = new Map<Stage, Stage>();
  for (const stage of file.stages)
    found.set(stage, stage.base.kind === "stage" ? found.get(stage.base.stage)! : stage);
  return found;
}

/** What a file says that tells a package manager where to look, or which servers to take for others. */
const redirection =
  /sources\.list|\/etc\/(?:apt|yum|dnf|hosts)|archive\.debian|old-releases|vault\.|snapshot\.|\.repo\b|yum-config-manager|\bDir::|--(?:enable|set)?repo/i;

/** By stage, the first step at which something of the kind is done, or may be: by a script, or by files for the root of the system. */
function redirections({ file, use }: Analysis): ReadonlyMap<Stage, number> {
  const found = new Map<Stage, number>();
  for (const stage of file.stages) {
    const below = stage.base.kind === "stage" ? found.get(stage.base.stage)! : never;
    const own = stage.steps.findIndex(({ instruction }) => {
      const { kind, range } = instruction;
      if (kind === "COPY" || kind === "ADD") {
        if (/^\/(?:etc\/?)?$/.test(instruction.destination?.text ?? "")) return true;
      } else if (kind !== "RUN") return false;
      if (redirection.test(file.text.slice(range.start, range.end))) return true;
      return use(commands).of(instruction).commands.some(runsScript);
    });
    found.set(stage, below < never ? 0 : own === -1 ? never : own);
  }
  return found;
}

const never = Number.POSITIVE_INFINITY;
