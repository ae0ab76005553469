import { fstatSync, type Stats, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";

/** Where the program reads and writes, so that it can also run inside another process. */
export interface Terminal {
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether standard output or standard error is a terminal. */
  isInteractive(stream: "output" | "error"): boolean;
  /** Cells of a line of standard output; `null` when it is no terminal. */
  columns(): number | null;
  /** All of standard input. */
  readInput(): Promise<Uint8Array>;
  print(text: string): void;
  printError(text: string): void;
}

/** The terminal of this process. A reader that goes away (`stowage … | head`) is no error. */
export function processTerminal(): Terminal {
  return {
    workingDirectory: process.cwd(),
    environment: process.env,
    isInteractive,
    columns: () => (isInteractive("output") ? (process.stdout.columns ?? null) : null),
    readInput,
    print: (text) => writeAll(1, text),
    printError: (text) => writeAll(2, text),
  };
}

/** The stream objects of `process` take milliseconds to load, so they are asked only about what can be a terminal. */
function isInteractive(stream: "output" | "error"): boolean {
  try {
    const status = fstatSync(stream === "output" ? 1 : 2);
    if (!status.isCharacterDevice() || isNullDevice(status)) return false;
  } catch {
    // A closed stream.
    return false;
  }
  return (stream === "output" ? process.stdout : process.stderr).isTTY === true;
}

/** A device, as a terminal is, but nobody looks at it. Where devices have no numbers (Windows) nothing can be said. */
function isNullDevice({ rdev }: Stats): boolean {
  return rdev !== 0 && rdev === statSync(devNull).rdev;
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Writes without those stream objects. */
function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  let at = 0;
  try {
    while (at < bytes.length) at += writeSync(descriptor, bytes, at);
  } catch (error) {
    if (codeOf(error) === "EPIPE") return;
    if (codeOf(error) !== "EAGAIN") throw error;
    // A pipe that is full and does not block: the stream waits for its reader.
    const stream = descriptor === 1 ? process.stdout : process.stderr;
    stream.on("error", () => {});
    stream.write(bytes.subarray(at));
  }
}

/** The code of an error of the system: `ENOENT`; empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
