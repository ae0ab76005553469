import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Analysis } from "./fact.ts";
import { users } from "./users.ts";

/** Why a `sudo` does nothing, and the edit that takes it away; the edit is `null` where it is not plain how. */
export interface NeedlessSudo {
  readonly reason: string;
  readonly edit: TextEdit | null;
}

/** Options that change more than the user's rights: another user or group, a login shell, another host. */
const meaningful = /\s(?:-\w*[ughislC]|--(?:user|group|host|login|shell|chdir|chroot)\b)/;

/** A `sudo` in front of a command whose step runs as root already; `null` for one that has an effect or whose user is not known. */
export function needlessSudo(
  { file, use }: Pick<Analysis, "file" | "use">,
  step: Step,
  command: Command,
): NeedlessSudo | null {
  const sudo = command.wrappers.find(({ name }) => name === "sudo");
  if (sudo === undefined || meaningful.test(file.text.slice(sudo.range.start, sudo.range.end))) return null;
  // Of two wrappers the other one may be what changes the user.
  if (command.wrappers.some(({ name }) => name === "gosu" || name === "su-exec" || name === "doas"))
    return null;
  const user = use(users).at(step);
  if (user.kind !== "root") return null;
  const next = [...command.wrappers.map(({ range }) => range), command.words[0]?.range ?? command.range]
    .map(({ start }) => start)
    .filter((start) => start > sudo.range.start)
    .reduce((least, start) => Math.min(least, start), command.range.end);
  const between = file.text.slice(sudo.range.end, next);
  const isPlain = command.assignments.length === 0 && /^[ \t]+$/.test(between) && next < command.range.end;
  return {
    reason: user.reason,
    edit: isPlain ? { range: { start: sudo.range.start, end: next }, text: "" } : null,
  };
}
