import { needsRoot, pythonPrograms } from "../knowledge/root-programs.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { emptyMap, type PersistentMap, valueFor, withValue } from "../model/persistent-map.ts";
import { expand } from "../model/variables.ts";
import type { Command } from "../shell/command.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { isWithin, resolvePath } from "../text/posix-path.ts";
import type { Range } from "../text/range.ts";
import { readAccount } from "./accounts.ts";
import { commands } from "./commands.ts";
import {
  afterInstruction,
  type DirectoryOwners,
  mayBeThere,
  ownerFor,
  ownershipOf,
  ownersInBase,
  withoutKnowledge,
} from "./directory-owners.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { commandSettings, expandWord } from "./install-commands/command-setting.ts";
import { type Install, installs, packageCommands } from "./installs.ts";
import { afterCommand, type CommandAtWork, isCertain } from "./ownership-commands.ts";
import { startCommands } from "./start-commands.ts";
import { type EffectiveUser, users } from "./users.ts";
import { directoriesWritten, pathsChanged } from "./written-directories.ts";

/** A command of a RUN that the current user has no right to do. */
export interface UnprivilegedWork {
  readonly step: Step;
  readonly at: Range;
  /** The command in short: `apt-get install`, `mkdir`. */
  readonly what: string;
  readonly user: EffectiveUser;
  readonly obstacle: Obstacle;
}

export type Obstacle =
  /** Only root may do it. */
  | { readonly kind: "root" }
  /** It writes to a directory of root's. */
  | { readonly kind: "directory"; readonly path: string; readonly madeBy: Instruction | null }
  /** It changes the mode or the owner of a file of root's. */
  | { readonly kind: "owner"; readonly path: string; readonly madeBy: Instruction | null }
  /** `pip` goes to the home directory instead, which does not exist. */
  | { readonly kind: "no-home"; readonly home: string }
  /** `pip` goes to the home directory instead, where a container does not find the program that it starts. */
  | { readonly kind: "not-on-path"; readonly program: string };

/** At most one for each RUN: the first. In the order of the file. */
export const unprivilegedWork = defineFact("unprivileged-work", (analysis): readonly UnprivilegedWork[] => {
  const { file, use } = analysis;
  const atEnd = new Map<Stage, StageEnd>();
  const found: UnprivilegedWork[] = [];
  for (const stage of file.stages) {
    const { base } = stage;
    const end =
      base.kind === "stage"
        ? atEnd.get(base.stage)!
        : { owners: ownersInBase(base), homeless: emptyMap<string>() };
    const walk: Walk = { analysis, owners: end.owners, homeless: end.homeless, found };
    for (const step of stage.steps) {
      const user = use(users).at(step);
      if (step.instruction.kind === "RUN") walkRun(walk, step, user);
      else walk.owners = afterInstruction(walk.owners, step, user, file.syntax.escape);
    }
    atEnd.set(stage, walk);
  }
  return found;
});

interface StageEnd {
  readonly owners: DirectoryOwners;
  /** Users that were created without a home directory, and where it would be. */
  readonly homeless: PersistentMap<string>;
}

interface Walk {
  readonly analysis: Analysis;
  owners: DirectoryOwners;
  homeless: PersistentMap<string>;
  readonly found: UnprivilegedWork[];
}

function walkRun(walk: Walk, step: Step, user: EffectiveUser): void {
  const { instruction } = step;
  const script = walk.analysis.use(commands).of(instruction);
  if (script.unread !== null || script.problems.length > 0) {
    walk.owners = withoutKnowledge(walk.owners);
    return;
  }
  const { settings } = commandSettings(step, script.commands);
  const tolerated = toleratedCommands(script.commands);
  const mounts = user.kind === "user" ? mountTargets(step, walk.analysis.file.syntax.escape) : [];
  let isDone = user.kind !== "user";
  let mayBeOther = false;
  for (const [at, command] of script.commands.entries()) {
    const work = { command, setting: settings[at]!, user, instruction, step, mounts };
    if (command.wrappers.some(({ name }) => switchesUser(name)) || switchesUser(command.name))
      mayBeOther = true;
    const isOther = mayBeOther && (command.wrappers.length > 0 || command.inside.includes("nested-script"));
    if (!isDone && !isOther && isCertain(command) && !tolerated.has(command)) {
      const obstacle = obstacleTo(walk, work);
      if (obstacle !== null) {
        walk.found.push({
          step,
          at: command.range,
          what: inShort(walk.analysis, step, command),
          user,
          obstacle,
        });
        isDone = true;
      }
    }
    walk.owners = afterCommand(walk.owners, isOther ? { ...work, user: otherUser } : work);
    const account = readAccount(command, (word) => expandWord(word, work.setting.variable));
    if (account?.makesHome === false) walk.homeless = withValue(walk.homeless, account.name, account.home);
  }
}

const otherUser: EffectiveUser = {
  kind: "unknown",
  text: null,
  setBy: null,
  reason: "another user is asked for",
};

function switchesUser(program: string): boolean {
  return ["sudo", "doas", "su", "runuser", "gosu", "su-exec", "fakeroot", "unshare"].includes(program);
}

/** Commands whose failure the script goes on from: `mkdir /x || true`. */
function toleratedCommands(script: readonly Command[]): ReadonlySet<Command> {
  const lastOfLevel = new Map<number, Command>();
  const tolerated = new Set<Command>();
  for (const command of script) {
    const level = command.levels.at(-1)!;
    const before = lastOfLevel.get(level);
    if (before !== undefined && command.connector === "||") tolerated.add(before);
    lastOfLevel.set(level, command);
  }
  return tolerated;
}

interface Work extends CommandAtWork {
  readonly step: Step;
  /** Targets of the step's mounts, absolute. */
  readonly mounts: readonly string[];
}

function obstacleTo({ analysis, owners, homeless }: Walk, work: Work): Obstacle | null {
  const { command, user, step, mounts } = work;
  const install = analysis.use(installsByCommand).get(keyOf(step, command)) ?? null;
  const call = analysis.use(callsByCommand).get(keyOf(step, command)) ?? null;
  if (needsRoot.has(command.name)) return { kind: "root" };
  if (call?.manager.ecosystem === "system") return call.does === "other" ? null : { kind: "root" };
  const isRoots = (path: string): boolean => ownershipOf(owners, path).owner.kind === "root";

  if (install?.manager === "pip") {
    if (!goesToSystem(install, work) || !isRoots("/usr/local/lib/python3/site-packages")) return null;
    return pipObstacle(analysis.use(startCommands).of(step.stage).commands, valueFor(homeless, nameOf(user)));
  }
  for (const path of pathsChanged(work)) {
    const { owner, madeBy } = ownershipOf(owners, path);
    if (owner.kind === "root" && !mounts.some((mount) => isWithin(path, mount))) {
      return { kind: "owner", path, madeBy };
    }
  }
  for (const { directory, creates } of directoriesWritten(work, install)) {
    if (creates !== null && mayBeThere(owners, creates)) continue;
    const { owner, madeBy } = ownershipOf(owners, directory);
    const isMounted = mounts.some((mount) => isWithin(directory, mount) || isWithin(mount, directory));
    if (owner.kind === "root" && !isMounted) return { kind: "directory", path: directory, madeBy };
  }
  return null;
}

/** Since pip 20.0 an install that can't write to the system's packages goes to those of the user. */
function pipObstacle(start: readonly Command[], missingHome: string | undefined): Obstacle | null {
  if (missingHome !== undefined) return { kind: "no-home", home: missingHome };
  const program = start[0]?.words[0]?.text ?? "";
  return pythonPrograms.has(program) ? { kind: "not-on-path", program } : null;
}

/** Whether the packages would go to those of the system's Python, as nothing says otherwise. */
function goesToSystem({ call, step }: Install, { command }: CommandAtWork): boolean {
  const elsewhere = ["--user", "--target", "-t", "--prefix", "--root", "--python"];
  const program = command.words[0]?.text ?? "";
  const variables = ["PATH", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONUSERBASE", "HOME"];
  return (
    call.does !== "other" &&
    !call.flags.some(({ name }) => elsewhere.includes(name)) &&
    !variables.some((name) => step.state.scope.lookup(name) !== null) &&
    (!program.includes("/") || program.startsWith("/usr/"))
  );
}

function nameOf(user: EffectiveUser): string {
  const owner = ownerFor(user);
  return owner.kind === "user" ? owner.name : "";
}

function mountTargets(step: Step, escapeCharacter: "\\" | "`"): readonly string[] {
  return step.instruction.flags.flatMap((flag) => {
    const target = flag.name === "mount" ? parseMount(flag, escapeCharacter).target : null;
    if (target === null) return [];
    const { value } = expand(target, step.state.scope, escapeCharacter);
    return [resolvePath(step.state.workdir.path ?? "/", value)];
  });
}

function inShort(analysis: Analysis, step: Step, command: Command): string {
  const call = analysis.use(callsByCommand).get(keyOf(step, command));
  return call === undefined ? command.name : `${call.command.name} ${call.action}`.trim();
}

/** A call of a package manager may be a part of its command: `python -m pip`. */
function keyOf(step: Step, command: Command): string {
  return `${step.instruction.index} ${command.index}`;
}

const installsByCommand = defineFact(
  "installs-by-command",
  ({ use }) => new Map(use(installs).map((install) => [keyOf(install.step, install.command), install])),
);

const callsByCommand = defineFact(
  "calls-by-command",
  ({ use }) => new Map(use(packageCommands).map(({ step, call }) => [keyOf(step, call.command), call])),
);
