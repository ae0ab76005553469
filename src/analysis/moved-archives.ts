import { movedArchives } from "../knowledge/support-ends.ts";
import type { BuildFile, Stage, Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { imageVersions, spellings } from "./image-versions.ts";
import { packageCommands } from "./installs.ts";
import { runsScript } from "./script-files.ts";

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
  const moved = movedBases(analysis.file);
  if (moved.size === 0) return [];
  const redirected = redirections(analysis);
  const found = new Map<Stage, MovedArchive>();
  let lookedAt: Step | null = null;
  let lastChoice = -1;
  for (const { step, command, call } of analysis.use(packageCommands)) {
    const base = moved.get(step.stage);
    if (base === undefined || found.has(base.stage) || !base.programs.test(call.manager.name)) continue;
    if (!["index", "packages", "upgrade"].includes(call.does) || command.inside.length > 0) continue;
    if (redirected.get(step.stage)! <= step.index) continue;
    if (lookedAt !== step) {
      const script: readonly Command[] = analysis.use(commands).of(step.instruction).commands;
      lastChoice = script.findLastIndex(({ connector }) => connector === "||");
      lookedAt = step;
    }
    if (lastChoice <= command.index) found.set(base.stage, { stage: base.stage, to: base.to, command });
  }
  return [...found.values()];
});

interface MovedBase {
  /** The stage whose FROM names it. */
  readonly stage: Stage;
  readonly to: string;
  readonly programs: RegExp;
}

/** By stage, also for those that are built on another one. */
function movedBases({ stages }: BuildFile): ReadonlyMap<Stage, MovedBase> {
  const found = new Map<Stage, MovedBase>();
  for (const stage of stages) {
    const { base } = stage;
    const inherited = base.kind === "stage" ? found.get(base.stage) : undefined;
    if (inherited !== undefined) found.set(stage, inherited);
    for (const { name, version } of base.kind === "image" ? imageVersions(base.image) : []) {
      const row = Object.hasOwn(movedArchives, name) ? movedArchives[name]! : null;
      if (row !== null && spellings(version).some((each) => row.versions.includes(each)))
        found.set(stage, { stage, to: row.to, programs: programs[name]! });
    }
  }
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
