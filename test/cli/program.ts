import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Terminal } from "../../src/cli/terminal.ts";

export const root = join(import.meta.dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built program as a user would, in an environment without anything that this machine sets, programs on its `PATH` included. */
export function stowage(args: readonly string[], { cwd = root, input, env = {} }: RunOptions = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/stowage.cjs"), ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH: "", HOME: cwd, ...env },
    ...(input === undefined ? {} : { input }),
  });
  return { code: status, stdout, stderr };
}

/** A temporary folder with these files (a path that ends in `/` is an empty folder), gone after the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "stowage-test-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(name.endsWith("/") ? join(path, name) : dirname(join(path, name)), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(join(path, name), content);
  }
  return path;
}

/** A terminal in memory. */
export function fakeTerminal(
  more: Partial<Terminal> = {},
): Terminal & { readonly output: string[]; readonly errors: string[] } {
  const output: string[] = [];
  const errors: string[] = [];
  return {
    workingDirectory: root,
    environment: {},
    isInteractive: () => false,
    columns: () => null,
    readInput: () => Promise.resolve(new Uint8Array()),
    print: (text) => output.push(text),
    printError: (text) => errors.push(text),
    output,
    errors,
    ...more,
  };
}
