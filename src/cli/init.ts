import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { repositoryPlace } from "../host/node-git-place.ts";
import { hostPath, nodeHost } from "../host/node-host.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { type Invocation, readArguments } from "./arguments.ts";
import { check } from "./check.ts";
import { exitCodes } from "./options.ts";
import { tool } from "./package-files.ts";
import { kindOf, shownPath } from "./read-inputs.ts";
import { refuse, say } from "./say.ts";
import { baselineFile, type SetUp, setUp } from "./set-up.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { createText, Refused, replaceText } from "./write-whole.ts";

/**
 * Shows the files that let a repository use stowage: configuration, hook and workflow, as diffs; `--write` makes them. What is there already stays, but for
 * a list of hooks that gets one more.
 */
export async function init(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { operands } = invocation;
  if (operands.length > 1) return refuse("`init` takes one folder", terminal);
  const named = resolve(terminal.workingDirectory, operands[0] ?? ".");
  if (kindOf(named) !== "folder") return refuse(`there is no folder \`${operands[0]}\``, terminal);
  const root = repositoryPlace(named)?.workTree ?? named;
  const host = nodeHost();
  const failing = await countFailing(root, terminal);
  if (failing === null)
    return refuse(`\`${shownPath(root, terminal)}\` has no Dockerfile that can be read`, terminal);
  const planned = setUp({
    version: tool().version,
    isFailing: failing > 0,
    read: (path) => host.readText(hostPath(join(root, path))).text ?? null,
    has: (path) => existsSync(join(root, path)),
  });
  for (const { path, before, text } of planned.files) terminal.print(unifiedDiff(path, before, text));
  for (const note of planned.notes) say(note, terminal);
  if (planned.files.length === 0) {
    say("there is nothing to write: configuration, hook and workflow are there", terminal);
    return exitCodes.clean;
  }
  if (!invocation.has("write")) {
    say("`stowage init --write` writes this", terminal);
    return exitCodes.clean;
  }
  if (!writeAll(planned, root, terminal)) return exitCodes.problem;
  if (!planned.files.some(({ text }) => text.includes(baselineFile))) return exitCodes.clean;
  return runCheck(["check", "--update-baseline", "--quiet", "--", root], {
    ...terminal,
    workingDirectory: root,
    print: () => {},
  });
}

/** How many Dockerfiles have findings that would make the exit code 1; `null` where nothing could be linted. */
async function countFailing(root: string, terminal: Terminal): Promise<number | null> {
  const output: string[] = [];
  const silent: Terminal = {
    ...terminal,
    workingDirectory: root,
    isInteractive: () => false,
    print: (text) => output.push(text),
    printError: () => {},
  };
  const code = await runCheck(["check", "--format=json", "--history=0", "--", root], silent);
  if (output.length === 0) return null;
  const { files } = JSON.parse(output.join("")) as { readonly files: readonly unknown[] };
  return files.length === 0 ? null : code === exitCodes.findings ? files.length : 0;
}

async function runCheck(argv: readonly string[], terminal: Terminal): Promise<number> {
  const invocation = readArguments(argv);
  if ("problem" in invocation) throw new Error(invocation.problem);
  return check(invocation, terminal);
}

function writeAll({ files }: SetUp, root: string, terminal: Terminal): boolean {
  for (const { path, before, text } of files) {
    const file = join(root, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      if (before === null) createText(file, text, root);
      else replaceText(file, { before, after: text }, root);
      say(`${path}: written`, terminal);
    } catch (error) {
      const reason = error instanceof Refused ? error.message : codeOf(error);
      if (reason === "") throw error;
      say(`${path}: can't be written (${reason})`, terminal);
      return false;
    }
  }
  return true;
}
