import { readArguments } from "../shell/arguments.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { readAccount } from "./accounts.ts";
import {
  type DirectoryOwners,
  type Owner,
  ownerFor,
  ownerNamed,
  withDirectory,
  withOwner,
  withoutKnowledge,
} from "./directory-owners.ts";
import { type CommandSetting, expandWord } from "./install-commands/command-setting.ts";
import { movedTo } from "./install-commands/place.ts";
import type { EffectiveUser } from "./users.ts";

/** A command of a RUN with what it finds. */
export interface CommandAtWork {
  readonly command: Command;
  readonly setting: CommandSetting;
  readonly user: EffectiveUser;
  readonly instruction: Instruction;
}

const unknown: Owner = { kind: "unknown" };
const changers = new Set(["chown", "chmod", "chgrp", "setfacl"]);
const interpreters =
  /^(?:sh|bash|ash|dash|zsh|source|\.|python[\d.]*|perl|ruby|node|make|just|ansible-playbook)$/;

/** To whom directories belong after a command. What it may do without saying so makes everything unknown. */
export function afterCommand(owners: DirectoryOwners, work: CommandAtWork): DirectoryOwners {
  const { command, setting, user, instruction } = work;
  const { name } = command;
  const paths = (words: readonly ShellWord[]): readonly (string | null)[] =>
    words.map((word) => pathOf(word, setting));
  const change = (
    targets: readonly (string | null)[],
    owner: Owner,
    reach: "self" | "tree",
  ): DirectoryOwners => {
    if (targets.some((path) => path === null)) return withoutKnowledge(owners);
    const made = { owner: isCertain(command) ? owner : unknown, madeBy: instruction, reach };
    return targets.reduce((now, path) => withOwner(now, path!, made), owners);
  };

  if (name === "mkdir") {
    const { flags, operands } = readArguments(command, { valued: ["-m", "--mode"] });
    const hasMode = flags.some((flag) => flag.name === "-m" || flag.name === "--mode");
    const owner = hasMode || !isCertain(command) ? unknown : ownerFor(user);
    return paths(operands).reduce<DirectoryOwners>(
      (now, path) => (path === null ? now : withDirectory(now, path, { owner, madeBy: instruction })),
      owners,
    );
  }
  if (changers.has(name)) {
    const { flags, operands } = readArguments(command);
    const isDeep = flags.some((flag) => flag.name === "-R" || flag.name === "--recursive");
    const isByReference = flags.some((flag) => flag.name === "--reference");
    const [first, ...targets] = operands;
    // Not everything is said with plain words: `chmod -w file`, `setfacl -m …`.
    if (first === undefined || isByReference || name === "setfacl") return withoutKnowledge(owners);
    const owner = changedOwner(name, expandWord(first, setting.variable));
    return owner === null ? owners : change(paths(targets), owner, isDeep ? "tree" : "self");
  }
  const account = readAccount(command, (word) => expandWord(word, setting.variable));
  if (account !== null) {
    const owner: Owner = account.makesHome === true ? { kind: "user", name: account.name } : unknown;
    return account.makesHome === false ? owners : change([account.home], owner, "tree");
  }
  if (name === "install" || name === "mv" || name === "rm" || name === "rsync" || name === "cp") {
    const { operands } = readArguments(command, { valued: ["-o", "-g", "-m", "-t"] });
    const known = paths(operands).filter((path) => path !== null);
    return known.length === 0 ? owners : change(known, unknown, "tree");
  }
  return mayChangeAnything(work) ? withoutKnowledge(owners) : owners;
}

/** A word as an absolute path; a glob stands for the directory that it looks through. */
export function pathOf(word: ShellWord, setting: CommandSetting): string | null {
  const text = expandWord({ ...word, literal: word.literal && !word.text.includes("$") }, setting.variable);
  if (text === null) return null;
  const at = text.search(/[*?[{]/);
  const plain = at === -1 ? text : text.slice(0, text.lastIndexOf("/", at) + 1);
  return movedTo(plain === "" ? "." : plain, setting).directory;
}

/** Whether the command runs whenever its RUN succeeds. */
export function isCertain({ inside, connector }: Command): boolean {
  return connector !== "||" && inside.every((place) => certainPlaces.has(place));
}

const certainPlaces: ReadonlySet<string> = new Set(["group", "subshell", "nested-script"]);

/** No owner and no mode is longer. */
const longestMode = 100;

/** The owner after `chown X`, `chgrp X` or `chmod X`; `null` when it stays as it is. */
function changedOwner(program: string, text: string | null): Owner | null {
  if (text === null || program === "chgrp" || text.length > longestMode) return unknown;
  if (program === "chown") return ownerNamed(text);
  if (/^[0-7]+$/.test(text)) return /[2367][0-7]$|[2367]$/.test(text) ? { kind: "anyone" } : null;
  return /(?:^|,)[ugoa]*[goa][ugoa]*[+=][^,]*[wugo]|^[+=][^,]*w/.test(text) ? { kind: "anyone" } : null;
}

/** Only root can give things away. */
function mayChangeAnything({ command, user }: CommandAtWork): boolean {
  if (user.kind === "user" && command.wrappers.length === 0) return false;
  const { name, words } = command;
  if (words.some(({ text }, at) => at > 0 && changers.has(text))) return true;
  // `sh -c '…'` is read itself.
  if (interpreters.test(name)) return !words.some(({ text }) => /^-[a-z]*c$|^--version$|^-m$/.test(text));
  const program = words[0]?.text ?? "";
  return program.includes("/") && !/^(?:\/usr)?(?:\/local)?\/s?bin\//.test(program);
}
