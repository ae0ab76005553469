import {
  curlValueFlags,
  downloaders,
  formatReaders,
  gitFetches,
  localHosts,
  verifiers,
  wgetValueFlags,
} from "../knowledge/downloads.ts";
import { type Flag, readArguments } from "../shell/arguments.ts";
import type { Command, Pipeline, ShellScript, ShellWord } from "../shell/command.ts";
import { isReadableShell } from "../shell/dialect.ts";
import { defineFact } from "./fact.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";

/** A `curl` or `wget` of a RUN. */
export interface Download {
  readonly run: RunScript;
  readonly command: Command;
  readonly tool: "curl" | "wget";
  readonly flags: readonly Flag[];
  readonly addresses: readonly Address[];
  /** What becomes of the answer: a file, the next command of a pipe, the output of the step, or nothing. */
  readonly goesTo: "file" | "pipe" | "output" | "nowhere";
  /** The command that runs what was fetched: `sh` behind the pipe, or later with the file; `null` without one. */
  readonly runBy: Command | null;
  /** Whether a command of the same RUN compares a sum or a signature. */
  readonly isVerified: boolean;
  /** Whether a command of the same RUN would stop at a web page in place of the file: an unpacker, a package manager. */
  readonly isChecked: boolean;
}

export interface Address {
  readonly word: ShellWord;
  /** Lower-cased; `""` when the word names none. */
  readonly scheme: string;
  /** As written; `""` when it is not known. */
  readonly host: string;
  /** A host that no network lies in front of. */
  readonly isLocal: boolean;
}

/** Every `curl` and `wget` of every RUN, in the order of the file. */
export const downloads = defineFact("downloads", ({ use }): readonly Download[] =>
  use(runScripts).flatMap((run) => {
    const { commands, pipelines } = run.script;
    if (!commands.some(isDownloader)) return [];
    const isVerified = commands.some(verifies);
    const isChecked = commands.some(({ name }) => formatReaders.has(name));
    const ranFiles = filesThatRun(commands);
    return commands.filter(isDownloader).map((command): Download => {
      const tool = command.name === "curl" ? "curl" : "wget";
      const { flags, operands } = readArguments(command, {
        valued: tool === "curl" ? curlValueFlags : wgetValueFlags,
      });
      const isPiped = command.pipeline !== null && isBeforePipe(command, pipelines[command.pipeline]!);
      const goesTo = destinationOf(command, tool, flags, isPiped);
      const named = flags.filter(({ name, value }) => name === "--url" && value !== null);
      const words = [...operands, ...named.map(({ valueWord, word }) => valueWord ?? word)];
      return {
        run,
        command,
        tool,
        flags,
        addresses: words.map(addressOf),
        goesTo,
        runBy:
          goesTo === "pipe"
            ? shellBehind(command, run.script)
            : (ranFiles.get(writtenTo(flags) ?? "") ?? null),
        isVerified,
        isChecked,
      };
    });
  }),
);

/** Whether a command fetches something: `curl`, `git clone`, but not `git config`. */
export function fetches({ name, words }: Command): boolean {
  return name === "git" ? words.some(({ text }) => gitFetches.test(text)) : downloaders.has(name);
}

/** Reads what a word says of where it leads. */
export function addressOf(word: ShellWord): Address {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/.exec(word.text);
  const host = match?.[2] ?? "";
  return { word, scheme: match?.[1]?.toLowerCase() ?? "", host, isLocal: localHosts.test(host) };
}

function isDownloader({ name }: Command): boolean {
  return name === "curl" || name === "wget";
}

function verifies({ name, words }: Command): boolean {
  if (verifiers.has(name)) return true;
  const has = (pattern: RegExp): boolean => words.some(({ text }) => pattern.test(text));
  // `php -r "hash_file(…) === …"`, as Composer has it in its instructions.
  if (has(/\bhash_file\b|\bhashlib\b/)) return true;
  if (name === "gpg" || name === "gpg2") return has(/^--(?:verify|decrypt)$/);
  return name === "openssl" && has(/^(?:dgst|-verify)$/);
}

function destinationOf(
  command: Command,
  tool: "curl" | "wget",
  flags: readonly Flag[],
  isPiped: boolean,
): Download["goesTo"] {
  const has = (...names: string[]): boolean => flags.some(({ name }) => names.includes(name));
  const path = writtenTo(flags);
  if (path === "/dev/null" || has("--spider") || (tool === "curl" && has("-I", "--head"))) return "nowhere";
  const isToOutput = tool === "curl" ? path === null || path === "-" : path === "-";
  const remoteName = tool === "curl" && has("-O", "--remote-name", "-J", "--remote-name-all", "--output-dir");
  if (!isToOutput || remoteName) return "file";
  const target = command.redirects.find(({ operator }) => operator === ">" || operator === ">>")?.target;
  if (target !== undefined && target !== null) return target.text === "/dev/null" ? "nowhere" : "file";
  return isPiped ? "pipe" : "output";
}

/** Whether something stands behind a member of a pipeline. */
function isBeforePipe({ index }: Command, { members }: Pipeline): boolean {
  return members.some(({ first }) => first > index);
}

/** The shell or interpreter behind the pipe. */
function shellBehind({ pipeline, index }: Command, { commands, pipelines }: ShellScript): Command | null {
  if (pipeline === null) return null;
  const behind = pipelines[pipeline]!.members.filter(
    ({ first, compound }) => first > index && compound === null,
  );
  return behind.map(({ first }) => commands[first]!).find((command) => interprets(command)) ?? null;
}

const interpreters = /^(?:python[\d.]*|perl|ruby|node|php)$/;

/** Whether a command runs its input: `bash`, `bash -s -- x`, `python3 -`. */
function interprets({ name, words }: Command): boolean {
  if (!isReadableShell(name) && !interpreters.test(name)) return false;
  const first = words.findIndex(({ text }, at) => at > 0 && (!text.startsWith("-") || text === "-"));
  const hasInput = words.some(({ text }) => text === "-s" || text === "-" || text === "--");
  return (first === -1 && !words.some(({ text }) => /^-\w*[ce]$/.test(text))) || hasInput;
}

/** Words behind a shell or an interpreter, and the first command that has them: `sh /tmp/setup.sh`. */
function filesThatRun(commands: readonly Command[]): ReadonlyMap<string, Command> {
  const files = new Map<string, Command>();
  for (const command of commands) {
    const { name, words } = command;
    if (!isReadableShell(name) && !interpreters.test(name) && name !== "." && name !== "source") continue;
    for (const { text } of words.slice(1)) if (!files.has(text)) files.set(text, command);
  }
  return files;
}

function writtenTo(flags: readonly Flag[]): string | null {
  const outputs = ["-o", "-O", "--output", "--output-document"];
  return flags.findLast(({ name }) => outputs.includes(name))?.value ?? null;
}
