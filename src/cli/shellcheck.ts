import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import type { ShellCheck, ShellRemark } from "../analysis/fact.ts";
import type { CheckedShell, ShellSource } from "../analysis/shell-sources.ts";
import { findProgram, isProgram, programFolders } from "../host/node-programs.ts";
import { codesAboutDashOnly, codesAboutOtherFiles } from "../knowledge/shellcheck-codes.ts";
import type { Terminal } from "./terminal.ts";

/** ShellCheck as a program beside this one: what it said so far, and the way to ask more. */
export interface ShellChecker extends ShellCheck {
  readonly program: string;
  /** Asks about the scripts that it was not asked about yet. @returns those that it gives no answer to. */
  ask(sources: readonly ShellSource[]): Promise<readonly ShellSource[]>;
  /** `0.9.0`; `null` when it does not say. */
  version(): Promise<string | null>;
}

/** Scripts for one process: enough that starting it costs little beside its work. */
const scriptsOfProcess = 100;
/** Milliseconds: a script takes about two. */
const patience = { process: 60_000, script: 10_000, run: 180_000 };

/** Finds the program by its name on `PATH`, or by a path. `null` when there is none. */
export function findShellCheck(name: string, terminal: Terminal): string | null {
  if (!name.includes("/") && !name.includes(sep)) {
    return findProgram(name, programFolders(terminal.environment));
  }
  const path = resolve(terminal.workingDirectory, name);
  return isProgram(path) ? path : null;
}

/** Nothing is run before the first question. */
export function shellChecker(program: string): ShellChecker {
  const answers = new Map<string, readonly ShellRemark[]>();
  const giveUpAt = { time: 0 };
  let version: Promise<string | null> | undefined;
  const checker: ShellChecker = {
    program,
    remarksOn: (shell, text) => answers.get(keyOf(shell, text)) ?? [],
    version() {
      version ??= runProgram(program, ["--version"], {
        folder: tmpdir(),
        milliseconds: patience.script,
      }).then((output) => /^version: (\S+)/m.exec(output ?? "")?.[1] ?? null);
      return version;
    },
    async ask(sources) {
      const open = new Map<string, ShellSource>();
      for (const source of sources) {
        const key = keyOf(source.shell, source.text);
        if (!answers.has(key)) open.set(key, source);
      }
      if (open.size === 0) return [];
      giveUpAt.time ||= Date.now() + patience.run;
      const folder = mkdtempSync(join(tmpdir(), "stowage-"));
      try {
        const work = await chunksOf([...open.values()], checker);
        const unanswered: ShellSource[] = [];
        const worker = async (): Promise<void> => {
          for (let chunk = work.pop(); chunk; chunk = work.pop()) {
            const remarks = await askAbout(chunk, { program, folder, giveUpAt: giveUpAt.time });
            chunk.sources.forEach((source, index) => {
              const found = remarks[index] ?? null;
              answers.set(keyOf(source.shell, source.text), found ?? []);
              if (found === null) unanswered.push(source);
            });
          }
        };
        await Promise.all(Array.from({ length: Math.min(availableParallelism(), work.length) }, worker));
        return unanswered;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
  return checker;
}

function keyOf(shell: string, text: string): string {
  return `${shell}\n${text}`;
}

/** Scripts for one process. */
interface Chunk {
  readonly options: readonly string[];
  readonly sources: readonly ShellSource[];
}

/** Scripts in one language go together. */
async function chunksOf(sources: readonly ShellSource[], checker: ShellChecker): Promise<Chunk[]> {
  const byShell = new Map<CheckedShell, ShellSource[]>();
  for (const source of sources) {
    const same = byShell.get(source.shell);
    if (same) same.push(source);
    else byShell.set(source.shell, [source]);
  }
  const size = Math.min(Math.ceil(sources.length / availableParallelism()), scriptsOfProcess);
  const chunks: Chunk[] = [];
  for (const [shell, list] of byShell) {
    const options = await optionsFor(shell, checker);
    for (let at = 0; at < list.length; at += size)
      chunks.push({ options, sources: list.slice(at, at + size) });
  }
  return chunks;
}

/** `--norc`: the settings of another folder have no say here. */
async function optionsFor(shell: CheckedShell, checker: ShellChecker): Promise<readonly string[]> {
  const isOld = shell === "busybox" && isBefore(await checker.version(), 0, 10);
  const excluded = [...codesAboutOtherFiles, ...(isOld ? codesAboutDashOnly : [])];
  return [
    "--norc",
    "--format=json1",
    `--shell=${isOld ? "dash" : shell}`,
    `--exclude=${excluded.map((code) => `SC${code}`).join(",")}`,
  ];
}

function isBefore(version: string | null, major: number, minor: number): boolean {
  const [given = 0, after = 0] = (version ?? "").split(".").map(Number);
  return given < major || (given === major && after < minor);
}

interface Asking {
  readonly program: string;
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly giveUpAt: number;
}

/** The remarks on each script; `null` for one that gets no answer, which does not keep the others from theirs. */
async function askAbout(chunk: Chunk, asking: Asking): Promise<readonly (readonly ShellRemark[] | null)[]> {
  const left = asking.giveUpAt - Date.now();
  if (left <= 0) return chunk.sources.map(() => null);
  const isAlone = chunk.sources.length === 1;
  const files = chunk.sources.map(({ text }) => {
    const file = `${asking.folder}/${nextFile++}.sh`;
    writeFileSync(file, text);
    return file;
  });
  const output = await runProgram(asking.program, [...chunk.options, ...files], {
    folder: asking.folder,
    milliseconds: Math.min(left, isAlone ? patience.script : patience.process),
  });
  const remarks = output === null ? null : readRemarks(output, files);
  if (remarks !== null) return remarks;
  if (isAlone) return [null];
  const found: (readonly ShellRemark[] | null)[] = [];
  for (const source of chunk.sources)
    found.push(...(await askAbout({ ...chunk, sources: [source] }, asking)));
  return found;
}

let nextFile = 0;

/** Remarks by file; `null` when this is not what ShellCheck prints. */
function readRemarks(output: string, files: readonly string[]): readonly (readonly ShellRemark[])[] | null {
  const byFile = new Map(files.map((file) => [file, [] as ShellRemark[]]));
  try {
    const { comments } = JSON.parse(output) as { comments: (ShellRemark & { file: string })[] };
    for (const comment of comments) byFile.get(comment.file)?.push(comment);
    return [...byFile.values()];
  } catch {
    return null;
  }
}

/** What it prints, whatever its exit code; `null` when it can't be run or takes too long. It sees none of the user's settings. */
function runProgram(
  program: string,
  args: readonly string[],
  { folder, milliseconds }: { readonly folder: string; readonly milliseconds: number },
): Promise<string | null> {
  const options = {
    cwd: folder,
    env: { PATH: process.env.PATH, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
    timeout: milliseconds,
    killSignal: "SIGKILL",
    maxBuffer: 1 << 28,
    windowsHide: true,
  } as const;
  return new Promise((settle) => {
    execFile(program, args, options, (error, output) => {
      const isStopped = error !== null && (error.killed || typeof error.code !== "number");
      settle(isStopped ? null : output);
    });
  });
}
