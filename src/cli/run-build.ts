import { spawn } from "node:child_process";
import { basename } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { progressText } from "../timings/progress-text.ts";
import { codeOf, type Terminal } from "./terminal.ts";

/** How a build ended that the user asked for. */
export interface FinishedBuild {
  /** All that it printed. */
  readonly log: string;
  readonly exitCode: number;
}

/**
 * Runs the words of a user as they are, without a shell, and shows what they print. A build of Docker that isn't told how to show its progress is
 * asked for the exact times.
 * @returns why it can't be started, or how it ended.
 */
export function runBuild(words: readonly string[], terminal: Terminal): Promise<FinishedBuild | string> {
  const [program = "", ...args] = withProgress(words, terminal.environment);
  const show = progressText();
  const lines: string[] = [];
  const printer = (print: (text: string) => void): { write(bytes: Uint8Array): void; end(): void } => {
    const decoder = new StringDecoder("utf8");
    let rest = "";
    const take = (text: string): void => {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      for (const line of parts) {
        lines.push(line);
        for (const shown of show(line)) print(`${shown}\n`);
      }
    };
    return {
      write: (bytes) => take(decoder.write(Buffer.from(bytes))),
      end() {
        take(decoder.end());
        if (rest !== "") take("\n");
      },
    };
  };
  return new Promise((settle) => {
    const child = spawn(program, args, {
      cwd: terminal.workingDirectory,
      env: terminal.environment,
      stdio: ["inherit", "pipe", "pipe"],
      windowsHide: true,
    });
    // What stops the build by keyboard reaches both; what it has told until then counts.
    const wait = (): void => {};
    process.on("SIGINT", wait);
    const output = printer(terminal.print);
    const errors = printer(terminal.printError);
    child.stdout.on("data", output.write);
    child.stderr.on("data", errors.write);
    child.on("error", (error) => {
      process.off("SIGINT", wait);
      settle(`\`${program}\` can't be run (${codeOf(error) || error.message})`);
    });
    child.on("close", (code) => {
      process.off("SIGINT", wait);
      output.end();
      errors.end();
      settle({ log: `${lines.join("\n")}\n`, exitCode: code ?? 1 });
    });
  });
}

/** Words between `docker` and `build`. */
const groups: ReadonlySet<string> = new Set(["buildx", "builder", "image"]);
/** Options of `docker` and `docker buildx` whose value is the next word. */
const valued =
  /^(?:-c|-H|-l|--context|--host|--log-level|--config|--tlscacert|--tlscert|--tlskey|--builder)$/;

/** The same with `--progress=rawjson`, where that is a build of Docker without a word about progress. */
export function withProgress(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const at = buildWord(words);
  const isTold =
    words.some((word) => word.startsWith("--progress")) ||
    environment.BUILDKIT_PROGRESS !== undefined ||
    environment.DOCKER_BUILDKIT === "0";
  return at === null || isTold
    ? words
    : [...words.slice(0, at + 1), "--progress=rawjson", ...words.slice(at + 1)];
}

/** The position of `build` or `bake` in a command of Docker; `null` in any other command. */
export function buildWord(words: readonly string[]): number | null {
  const program = basename(words[0] ?? "").replace(/\.exe$/, "");
  if (program !== "docker" && program !== "docker-buildx" && program !== "buildx") return null;
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!;
    if (word === "build" || word === "bake") return at;
    if (valued.test(word)) at++;
    else if (!word.startsWith("-") && !groups.has(word)) return null;
  }
  return null;
}
