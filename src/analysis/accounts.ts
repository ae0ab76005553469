import type { Stage, Step } from "../model/build-file.ts";
import { type Flag, type FlagSyntax, readArguments } from "../shell/arguments.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { defineFact } from "./fact.ts";
import { commandSettings, expandWord } from "./install-commands/command-setting.ts";
import { stageGraph } from "./stage-graph.ts";

/** A user that a command creates. */
export interface Account {
  readonly name: string;
  /** `null` when none is given, or not known. */
  readonly uid: string | null;
  /** Absolute. */
  readonly home: string;
  /** Whether the home directory is created too; `null` where that depends on the system's defaults. */
  readonly makesHome: boolean | null;
}

export interface CreatedAccount {
  readonly account: Account;
  readonly step: Step;
  readonly command: Command;
}

/** The users that the RUNs of a stage and of the stages below it create, in the order in which they run. */
export const createdAccounts = defineFact("created-accounts", ({ file, use }) => {
  const scripts = use(commands);
  const graph = use(stageGraph);
  const byStage = new Map<Stage, readonly CreatedAccount[]>();
  const inStage = (stage: Stage): readonly CreatedAccount[] => {
    let found = byStage.get(stage);
    if (found === undefined) {
      found = stage.steps.flatMap((step) => {
        const script = scripts.of(step.instruction).commands;
        if (step.instruction.kind !== "RUN" || !script.some(createsAccount)) return [];
        const { settings } = commandSettings(step, script);
        return script.flatMap((command, at) => {
          const account = readAccount(command, (word) => expandWord(word, settings[at]!.variable));
          return account === null ? [] : [{ account, step, command }];
        });
      });
      byStage.set(stage, found);
    }
    return found;
  };
  return {
    of: (stage: Stage): readonly CreatedAccount[] =>
      file.stages.length === 0 ? [] : graph.lineage(stage).toReversed().flatMap(inStage),
  };
});

const useraddSyntax: FlagSyntax = {
  valued: [
    ...["-b", "-c", "-d", "-e", "-f", "-g", "-G", "-k", "-K", "-p", "-R", "-s", "-u", "-Z"],
    ...["--base-dir", "--comment", "--home-dir", "--home", "--expiredate", "--inactive", "--gid", "--groups"],
    ...["--skel", "--key", "--password", "--root", "--prefix", "--shell", "--uid", "--selinux-user"],
  ],
};

/** The options of a `useradd`; `null` for any other command. */
export function useraddFlags(command: Command): readonly Flag[] | null {
  return command.name === "useradd" ? readArguments(command, useraddSyntax).flags : null;
}

/** Debian's and BusyBox's `adduser` have the same names for most things. */
const adduserSyntax: FlagSyntax = {
  valued: [
    ...["-h", "-g", "-s", "-G", "-u", "-k"],
    ...[
      "--home",
      "--shell",
      "--uid",
      "--gid",
      "--ingroup",
      "--gecos",
      "--comment",
      "--firstuid",
      "--lastuid",
    ],
    ...["--firstgid", "--lastgid", "--conf", "--skel"],
  ],
};

function createsAccount({ name }: Command): boolean {
  return name === "useradd" || name === "adduser";
}

/**
 * The user that a command creates; `null` when it creates none, or its name is not known. `expand` gives the text of a word.
 * Source: useradd(8) of shadow, adduser(8) of Debian, BusyBox `loginutils/adduser.c` (read 2026-11).
 */
export function readAccount(command: Command, expand: (word: ShellWord) => string | null): Account | null {
  if (!createsAccount(command)) return null;
  const isUseradd = command.name === "useradd";
  const { flags, operands } = readArguments(command, isUseradd ? useraddSyntax : adduserSyntax);
  const has = (...names: string[]): boolean => flags.some((flag) => names.includes(flag.name));
  const given = (...names: string[]): string | null => {
    const flag = flags.findLast(({ name, value }) => value !== null && names.includes(name));
    return flag?.value == null ? null : expand({ ...(flag.valueWord ?? flag.word), text: flag.value });
  };
  const [word, group] = operands;
  // `adduser name group` adds to a group.
  if (word === undefined || (group !== undefined && !isUseradd)) return null;
  const name = expand(word);
  if (name === null || name === "" || (isUseradd && has("-D", "--defaults"))) return null;
  return {
    name,
    uid: given("-u", "--uid"),
    home: homeOf(given(...(isUseradd ? ["-d", "--home-dir", "--home"] : ["-h", "--home"])), name),
    makesHome: makesHome(isUseradd, has),
  };
}

function homeOf(path: string | null, name: string): string {
  return path?.startsWith("/") ? path : `/home/${name}`;
}

function makesHome(isUseradd: boolean, has: (...names: string[]) => boolean): boolean | null {
  if (has("-M", "-H", "--no-create-home")) return false;
  if (has("-m", "--create-home")) return true;
  // Red Hat's `useradd` makes one, Debian's does not; neither does so for system users.
  if (isUseradd) return has("-r", "--system") ? false : null;
  // Debian's `adduser --system` stopped making one at some version.
  return has("--system") ? null : true;
}
