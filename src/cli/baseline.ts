import { existsSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import type { FileResult } from "../engine/result.ts";
import type { Host } from "../host/host.ts";
import { hostPath } from "../host/node-host.ts";
import { fingerprints } from "../report/fingerprint.ts";
import { resolvePath } from "../text/posix-path.ts";
import { readProblem } from "./read-inputs.ts";

/** Findings of old: by absolute path of the Dockerfile the names of its findings. */
export type Baseline = ReadonlyMap<string, ReadonlySet<string>>;

/** The file: paths relative to its folder, fingerprints by rule, so that a diff of it says what has come and gone. */
interface StoredBaseline {
  readonly version: 1;
  readonly files: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Reads the file of a baseline. @returns why there is none, as a clause. */
export function readBaseline(path: string, host: Host): Baseline | string {
  const read = host.readText(path);
  if (read.text === undefined)
    return read.problem === "missing"
      ? "there is no such baseline; `--update-baseline` writes it"
      : readProblem(read.problem);
  const stored = parsed(read.text);
  if (stored === null) return "this is no baseline of stowage; `--update-baseline` writes one";
  const folder = dirname(path);
  return new Map(
    Object.entries(stored.files).map(([name, byRule]) => [
      resolvePath(folder, name),
      new Set(Object.values(byRule).flat()),
    ]),
  );
}

/**
 * The text of a baseline after a run: what was found in the files of the run, and as it was what stands for others that are there still.
 * @param path Absolute, of the baseline.
 */
export function baselineAfter(
  path: string,
  found: readonly { readonly file: string; readonly result: FileResult }[],
  host: Host,
): string {
  const folder = hostPath(dirname(path));
  const read = host.readText(path);
  const before = read.text === undefined ? null : parsed(read.text);
  const files = new Map<string, Readonly<Record<string, readonly string[]>>>();
  for (const [name, byRule] of Object.entries(before?.files ?? {}))
    if (existsSync(resolvePath(folder, name))) files.set(name, byRule);
  const byName = new Map<string, Record<string, string[]>>();
  for (const { file, result } of found) {
    const name = relative(folder, file).split(sep).join("/");
    const byRule = byName.get(name) ?? {};
    byName.set(name, byRule);
    for (const [at, print] of fingerprints(result).entries()) {
      const { rule } = result.findings[at]!;
      byRule[rule] = [...(byRule[rule] ?? []), print];
    }
  }
  for (const [name, byRule] of byName) {
    if (Object.keys(byRule).length === 0) files.delete(name);
    else files.set(name, sorted(Object.entries(byRule)));
  }
  const stored: StoredBaseline = { version: 1, files: sorted([...files]) };
  return `${JSON.stringify(stored, null, 2)}\n`;
}

/** The same without findings whose names are known. */
export function withoutKnown(
  result: FileResult,
  isKnown: (print: string, at: number) => boolean,
): FileResult {
  const prints = fingerprints(result);
  const findings = result.findings.filter((_, at) => !isKnown(prints[at]!, at));
  return { ...result, findings, known: (result.known ?? 0) + result.findings.length - findings.length };
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function parsed(text: string): StoredBaseline | null {
  try {
    const value: unknown = JSON.parse(text);
    const isBaseline =
      isRecord(value) &&
      value.version === 1 &&
      isRecord(value.files) &&
      Object.values(value.files).every(
        (byRule) =>
          isRecord(byRule) &&
          Object.values(byRule).every(
            (prints) => Array.isArray(prints) && prints.every((print) => typeof print === "string"),
          ),
      );
    return isBaseline ? (value as unknown as StoredBaseline) : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
