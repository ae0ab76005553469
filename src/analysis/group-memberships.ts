import type { Stage } from "../model/build-file.ts";
import { readArguments } from "../shell/arguments.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";

/** A command that makes a user a member of a group beyond its own. */
export interface GroupMembership {
  readonly user: string;
  readonly group: string;
  readonly command: Command;
}

/** What the RUNs of a stage and of the stages below it say of supplementary groups, in the order in which they run. */
export const groupMemberships = defineFact("group-memberships", ({ use }) => {
  const { lineage } = use(stageGraph);
  const scripts = use(commands);
  return {
    of: (stage: Stage): readonly GroupMembership[] =>
      lineage(stage)
        .toReversed()
        .flatMap(({ steps }) => steps)
        .filter(({ instruction }) => instruction.kind === "RUN")
        .flatMap(({ instruction }) => scripts.of(instruction).commands.flatMap(membershipsOf)),
  };
});

const accountValues = [
  ...["-b", "-c", "-d", "-e", "-f", "-g", "-k", "-K", "-l", "-p", "-R", "-s", "-u", "-Z"],
  ...["--base-dir", "--comment", "--home-dir", "--home", "--expiredate", "--inactive", "--gid", "--login"],
  ...["--shell", "--uid", "--password", "--root", "--prefix", "--skel", "--key"],
];

/** Source: usermod(8), useradd(8), gpasswd(1) of shadow; adduser(8) and addgroup(8) of Debian and BusyBox (read 2026-11). */
export function membershipsOf(command: Command): readonly GroupMembership[] {
  switch (command.name) {
    case "usermod":
    case "useradd": {
      const { flags, operands } = readArguments(command, { valued: [...accountValues, "-G", "--groups"] });
      const groups = flags.findLast(({ name }) => name === "-G" || name === "--groups")?.value ?? "";
      return members(command, operands[0], groups.split(","));
    }
    case "gpasswd": {
      const { flags, operands } = readArguments(command, { valued: ["-a", "--add", "-d", "--delete"] });
      const added = flags.find(({ name }) => name === "-a" || name === "--add");
      const word = added?.valueWord;
      return word == null ? [] : members(command, { ...word, text: added!.value ?? "" }, [text(operands[0])]);
    }
    case "adduser":
    case "addgroup": {
      // With one name it creates it; with two, in both programs, the user comes first.
      const { operands } = readArguments(command, {
        valued: [
          "-h",
          "-g",
          "-s",
          "-G",
          "-u",
          "-k",
          "--home",
          "--shell",
          "--uid",
          "--gid",
          "--gecos",
          "--ingroup",
        ],
      });
      return operands.length === 2 ? members(command, operands[0], [text(operands[1])]) : [];
    }
    default:
      return [];
  }
}

function members(
  command: Command,
  user: ShellWord | undefined,
  groups: readonly string[],
): readonly GroupMembership[] {
  const name = text(user);
  if (name === "") return [];
  return groups
    .filter((group) => group !== "" && !group.includes("$"))
    .map((group) => ({ user: name, group, command }));
}

function text(word: ShellWord | undefined): string {
  return word === undefined || !word.literal ? "" : word.text;
}
