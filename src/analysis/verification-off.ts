import { curlValueFlags } from "../knowledge/downloads.ts";
import {
  type VerificationSwitch,
  type VerificationVariable,
  verificationSwitches,
  verificationVariables,
} from "../knowledge/verification-switches.ts";
import type { BuildFile } from "../model/build-file.ts";
import { readArguments } from "../shell/arguments.ts";
import type { Command } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { downloads } from "./downloads.ts";
import { defineFact } from "./fact.ts";
import { type PackageCommand, readPackageCommand } from "./install-commands/package-command.ts";
import { removeItem } from "./item-edits.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";
import { removeAssignment, removeExported, removeSetting, removeSwitch } from "./switch-edits.ts";

/** A place where a program is told to accept what nobody vouches for. */
export interface VerificationOff {
  readonly at: Range;
  /** What switches it off, as written: `--insecure`, `NODE_TLS_REJECT_UNAUTHORIZED=0`. */
  readonly text: string;
  /** As a sentence names it. */
  readonly program: string;
  readonly what: "certificates" | "signatures";
  /** Whether it is written into the image's environment, where it holds for containers too. */
  readonly stays: boolean;
  readonly aliases: readonly string[];
  /** Takes it out; `null` where it is not plain how. */
  readonly edit: TextEdit | null;
}

/** In RUNs (triggers included), ENV and ARG, in the order of the file. */
export const verificationsOff = defineFact(
  "verifications-off",
  ({ file, use }): readonly VerificationOff[] => {
    const found: VerificationOff[] = [];
    /** Calls whose result is compared with a sum, or that stay on this machine. */
    let harmless: ReadonlySet<Command> | null = null;
    for (const run of use(runScripts)) {
      for (const command of run.script.commands) {
        const off = switchIn(command, file, run);
        if (off !== null) {
          harmless ??= new Set(
            use(downloads).flatMap(({ command, isVerified, addresses }) =>
              isVerified || (addresses.length > 0 && addresses.every(({ isLocal }) => isLocal))
                ? [command]
                : [],
            ),
          );
          if (!harmless.has(command)) found.push(off);
        }
        for (const { name, value, range } of command.assignments) {
          add(found, name, value?.text ?? "", {
            range,
            stays: false,
            edit: removeAssignment(file, run, command, range),
          });
        }
        if (command.name !== "export") continue;
        for (const { text, range } of command.words.slice(1)) {
          const [name = "", value = ""] = text.split("=", 2);
          const edit = removeExported(file, run, command, range);
          add(found, name, value, { range, stays: false, edit });
        }
      }
    }
    for (const stage of file.stages) {
      for (const step of stage.steps) {
        const instruction = step.instruction.kind === "ONBUILD" ? step.instruction.trigger : step.instruction;
        if (instruction === null) continue;
        if (instruction.kind !== "ENV" && instruction.kind !== "ARG") continue;
        for (const { key, value, range } of instruction.pairs) {
          add(found, key.text, unquoted(value?.text ?? ""), {
            range,
            stays: instruction.kind === "ENV",
            edit: removeItem(file, step.instruction, instruction.pairs, range),
          });
        }
      }
    }
    return found.sort((a, b) => a.at.start - b.at.start);
  },
);

function switchIn(command: Command, file: BuildFile, run: RunScript): VerificationOff | null {
  const { name } = command;
  const programs = new Set([name]);
  const call = readPackageCommand(command);
  if (call !== null) programs.add(call.command.name);
  if (/^python/.test(name) && call?.manager.name === "pip") programs.add("pip");
  const row = verificationSwitches.find(
    (one) => one.programs.some((program) => programs.has(program)) && placeOf(command, one) !== null,
  );
  if (row === undefined || (call?.manager.name === "apk" && (call.action !== "add" || isLocal(call))))
    return null;
  const { text, range } = placeOf(command, row)!;
  const edit =
    row.flags === undefined
      ? removeSetting(file, run, command)
      : removeSwitch(file, run, command, { text, range });
  return {
    at: range,
    text,
    program: `\`${name}\``,
    what: row.what,
    stays: false,
    aliases: row.aliases,
    edit,
  };
}

/** Packages from files, or from a repository in a directory: an earlier command has put them there. */
function isLocal({ operands, flags }: PackageCommand): boolean {
  const repositories = flags.filter(({ name }) => name === "-X" || name === "--repository");
  const isFile = ({ text }: { readonly text: string }): boolean =>
    text.endsWith(".apk") && !text.includes("://");
  return repositories.length > 0
    ? repositories.every(({ value }) => value !== null && !value.includes("://"))
    : operands.length > 0 && operands.every(isFile);
}

function placeOf(
  command: Command,
  { flags, words: pattern }: VerificationSwitch,
): { readonly text: string; readonly range: Range } | null {
  const words = command.words.slice(1);
  if (command.name === "curl" && flags !== undefined) {
    const flag = readArguments(command, { valued: curlValueFlags }).flags.find(({ name }) =>
      flags.includes(name),
    );
    return flag === undefined ? null : { text: flag.name, range: flag.word.range };
  }
  for (const word of flags === undefined ? [] : words) {
    const [name = ""] = word.text.split("=", 1);
    if (flags!.includes(name)) return { text: name, range: word.range };
  }
  if (pattern === undefined) return null;
  const match = pattern.exec(words.map(({ text }) => text).join(" "));
  if (match === null) return null;
  const before = match.index + match[0].length;
  let end = -1;
  const last = words.find(({ text }) => {
    end += text.length + 1;
    return end >= before;
  });
  return last === undefined ? null : { text: match[0], range: last.range };
}

function add(
  found: VerificationOff[],
  name: string,
  value: string,
  { range, stays, edit }: Pick<VerificationOff, "stays" | "edit"> & { readonly range: Range },
): void {
  const row = rowOf(name, value);
  if (row === null) return;
  found.push({
    at: range,
    text: `${name}=${value}`,
    program: row.program,
    what: "certificates",
    stays,
    aliases: row.aliases,
    edit,
  });
}

function rowOf(name: string, value: string): VerificationVariable | null {
  const row = verificationVariables.find((one) => one.name === name.toUpperCase());
  if (row === undefined || value === "") return null;
  return row.values === undefined || row.values.includes(value.toLowerCase()) ? row : null;
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
