import {
  type CredentialCommand,
  credentialCommands,
  isCertainCredentialFile,
  isCredentialFile,
} from "../knowledge/credential-commands.ts";
import { isSecretForBuildkit, isSecretForHadolint } from "../knowledge/secret-names.ts";
import type { Step } from "../model/build-file.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Run } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";
import { commands } from "./commands.ts";
import { defineFact } from "./fact.ts";
import { isStandIn } from "./secret-content.ts";
import { stageGraph } from "./stage-graph.ts";

/** A credential that ends up in a layer of the image. */
export interface KeptCredential {
  readonly step: Step;
  readonly at: Range;
  /** `command`: a program stores it · `redirect`: the shell writes it · `copy`: it comes from the context. */
  readonly how: "command" | "redirect" | "copy";
  /** The file that holds it, as written or as people call it. */
  readonly file: string;
  /** The command of a later RUN that removes the file, which is too late. */
  readonly tooLate: Command | null;
}

/**
 * Credentials that a RUN writes and leaves, and those that a COPY brings by their name. Only layers of the image. A file in a mount, or one
 * that the same RUN removes, is in no layer. Linear in the file, times the credentials of a stage, of which a few are looked at.
 */
export const keptCredentials = defineFact("kept-credentials", ({ use, file }): readonly KeptCredential[] => {
  const { shipped } = use(stageGraph);
  const found: KeptCredential[] = [];
  for (const stage of file.stages) {
    if (!shipped.has(stage)) continue;
    const before = found.length;
    for (const step of stage.steps) {
      const { instruction } = step;
      if (found.length - before >= mostPerStage) break;
      if (instruction.kind === "RUN") {
        const { commands: all } = use(commands).of(instruction);
        for (const { command, how, file: path, undo } of writesOf(all).slice(0, mostPerStage)) {
          if (
            isMounted(instruction, path) ||
            all.some((later) => later.index > command.index && removes(later, path, undo))
          )
            continue;
          const tooLate = laterRemoval(step, path, undo, (run) => use(commands).of(run).commands);
          found.push({ step, at: command.range, how, file: path, tooLate });
        }
      } else if (instruction.kind === "COPY" && !instruction.flags.some(({ name }) => name === "from")) {
        for (const source of instruction.sources) {
          if (isCertainCredentialFile(source.text))
            found.push({ step, at: source.range, how: "copy", file: source.text, tooLate: null });
        }
      }
    }
  }
  return found;
});

const mostPerStage = 16;

interface Write {
  readonly command: Command;
  readonly how: "command" | "redirect";
  readonly file: string;
  readonly undo: readonly string[];
}

function writesOf(all: readonly Command[]): readonly Write[] {
  return all.flatMap((command): Write[] => {
    const row = rowOf(command);
    if (row !== null) return [{ command, how: "command", file: row.file, undo: [command.name, ...row.undo] }];
    const target = writtenFile(command, all);
    return target === null ? [] : [{ command, how: "redirect", file: target.text, undo: [] }];
  });
}

function rowOf(command: Command): CredentialCommand | null {
  const { name, words } = command;
  for (const row of credentialCommands) {
    if (!row.programs.includes(name)) continue;
    const operands = words.slice(1).filter(({ text }) => !text.startsWith("-"));
    if (!row.verbs.every((verb, at) => operands[at]?.text === verb)) continue;
    const rest = words.slice(1).filter((word) => !operands.slice(0, row.verbs.length).includes(word));
    const { setting } = row;
    if (setting !== null && !rest.some(({ text }) => setting.test(text))) continue;
    // `--password-stdin` and key files from a mount are kept all the same.
    if (setting === null ? rest.length > 0 : rest.some(holdsCredential)) return row;
  }
  return null;
}

/** A value that the shell puts in: `'${TOKEN}'` in single quotes is only the name of a variable for whoever reads the file. */
function holdsCredential(word: ShellWord): boolean {
  if (!word.literal) return word.variables.some(isTelling) || /\$\([^)]*\/run\/secrets/.test(word.text);
  const value = /(?:_authToken|_auth|:_password)=(.+)$/.exec(word.text)?.[1];
  return value !== undefined && !value.startsWith("$") && !isStandIn(value);
}

function isTelling(name: string): boolean {
  return (
    isSecretForBuildkit(name) || isSecretForHadolint(name) || /(?:_|^)(?:PASS|PAT|CREDS?)$|KEY$/i.test(name)
  );
}

/** The file for credentials that a command writes one to; `null` for anything else. */
function writtenFile(command: Command, all: readonly Command[]): ShellWord | null {
  const target = targetOf(command);
  if (target === null || !isCredentialFile(target.text) || /^\/(?:dev|proc)\//.test(target.text)) return null;
  const { name, words, redirects, pipeline, index } = command;
  const sources = name === "tee" && pipeline !== null ? all.slice(Math.max(0, index - 4), index) : [command];
  const isWritten = sources.some(
    (source) =>
      (source === command || source.pipeline === pipeline) &&
      (source.words.slice(1).some((word) => holdsCredential(word) || isSecretMount(source, word)) ||
        source.redirects.some(
          ({ heredoc, target }) => heredoc !== null && !target?.quoted && mentions(heredoc.text),
        )),
  );
  const isCopied =
    ["cp", "mv", "install"].includes(name) && words.slice(1, -1).some(({ text }) => inSecrets.test(text));
  return isWritten ||
    isCopied ||
    redirects.some(({ operator, target }) => operator === "<" && inSecrets.test(target?.text ?? ""))
    ? target
    : null;
}

const inSecrets = /^\/run\/secrets\//;

function isSecretMount({ name }: Command, word: ShellWord): boolean {
  return name === "cat" && inSecrets.test(word.text);
}

function mentions(text: string): boolean {
  return [...text.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g)].some(([, name]) => isTelling(name!));
}

function targetOf({ name, words, redirects }: Command): ShellWord | null {
  const redirect = redirects.findLast(({ operator }) => /^(?:>|>>|>\||&>|&>>)$/.test(operator));
  if (redirect?.target) return redirect.target;
  return ["tee", "cp", "mv", "install"].includes(name) && words.length > 1 ? words.at(-1)! : null;
}

/** What is in a mount is in no layer. The home directory is seldom known, so that the last part of the path decides. */
function isMounted({ flags }: Run, file: string): boolean {
  const parts = tailsOf(file);
  return flags.some((flag) => {
    const { type, target } = flag.name === "mount" ? parseMount(flag) : { type: null, target: null };
    return type !== null && target !== null && parts.some((part) => target.replace(/\/$/, "").endsWith(part));
  });
}

/** Whether a command takes a file away, alone or with its folder. */
function removes({ name, words }: Command, file: string, undo: readonly string[]): boolean {
  if (undo.length > 1 && undo[0] === name) {
    const texts = words.slice(1).map(({ text }) => text);
    if (undo.slice(1).every((part) => texts.includes(part))) return true;
  }
  if (!["rm", "shred", "unlink", "trap", "mv"].includes(name)) return false;
  const tails = tailsOf(file);
  return words.slice(1).some(({ text }) => tails.some((tail) => text.replace(/\/?\*?$/, "").includes(tail)));
}

/** The last parts of a path by which it can be told, the folders that belong to one program included: `.aws/credentials`, `.aws`. */
function tailsOf(file: string): readonly string[] {
  const parts = file.split("/").filter((part) => part !== "" && part !== "~");
  const last = parts.at(-1) ?? file;
  const folder = parts.at(-2);
  return folder?.startsWith(".") && folder !== ".config" ? [last, folder] : [last];
}

function laterRemoval(
  { stage, index }: Step,
  file: string,
  undo: readonly string[],
  commandsOf: (run: Run) => readonly Command[],
): Command | null {
  for (const { instruction } of stage.steps.slice(index + 1)) {
    if (instruction.kind !== "RUN") continue;
    const removal = commandsOf(instruction).find((command) => removes(command, file, undo));
    if (removal !== undefined) return removal;
  }
  return null;
}
