import type { FileResult, InputProblem, LeftOut } from "../engine/result.ts";
import type { Rule } from "../rule/rule.ts";
import { hash64 } from "../text/hash64.ts";
import { lineIndex } from "../text/line-index.ts";
import type { CheckedFile, CheckedRun, Placed } from "./checked-run.ts";
import type { Shard } from "./shards.ts";

/** A part of a run, complete: what `check --shard` writes as JSON and `merge` reads. */
export interface RunPart {
  readonly shard: Shard;
  /** Names the search that was shared: parts of one search belong together. */
  readonly search: string;
  readonly run: CheckedRun;
}

/** Raised when a part of an older version can't be read any more. */
const layout = 2;

/** How a part is kept: its content as a text with a hash of it, so that one that was cut off or edited is told from a whole one. */
interface StoredPart {
  readonly version: string;
  readonly layout: number;
  readonly part: Shard;
  readonly hash: string;
  readonly content: string;
}

interface StoredContent {
  readonly search: string;
  readonly rules: readonly string[];
  readonly files: readonly StoredPlace[];
  readonly leftOut: readonly Placed<LeftOut>[];
  readonly problems: readonly Placed<InputProblem>[];
}

interface StoredPlace extends StoredFile {
  readonly at: number | null;
  readonly isFailing: boolean;
}

/** The result of one file, as JSON keeps it whole. */
export interface StoredFile {
  readonly text: string;
  readonly result: Omit<FileResult, "lines">;
}

export function storeFile({ lines, ...result }: FileResult): StoredFile {
  return { text: lines.text, result };
}

export function restoreFile({ text, result }: StoredFile): FileResult {
  return { ...result, lines: lineIndex(text) };
}

/** `version` is that of stowage: numbers of another one may mean something else. */
export function storePart({ shard, search, run }: RunPart, version: string): string {
  const content: StoredContent = {
    search,
    rules: run.rules.map(({ id }) => id),
    files: run.files.map(({ at, isFailing, value }) => ({ at, isFailing, ...storeFile(value) })),
    leftOut: run.leftOut,
    problems: run.problems,
  };
  const text = JSON.stringify(content);
  const stored: StoredPart = { version, layout, part: shard, hash: hash64(text), content: text };
  return `${JSON.stringify(stored)}\n`;
}

/** @returns the part, or why it is none, as a clause. */
export function restorePart(text: string, version: string, rules: readonly Rule[]): RunPart | string {
  const stored = parsed(text);
  if (stored === null || !isStoredPart(stored))
    return "this is no result of `stowage check --shard I/N --format json`";
  if (stored.version !== version || stored.layout !== layout)
    return `this is of stowage ${stored.version}; results are put together by the version that made them, and this is ${version}`;
  if (stored.hash !== hash64(stored.content)) return "this result was edited or cut off; make it again";
  const content = JSON.parse(stored.content) as StoredContent;
  const ran = new Set(content.rules);
  return {
    shard: stored.part,
    search: content.search,
    run: {
      rules: rules.filter(({ id }) => ran.has(id)),
      files: content.files.map(
        ({ at, isFailing, ...file }): CheckedFile => ({ at, isFailing, value: restoreFile(file) }),
      ),
      leftOut: content.leftOut,
      problems: content.problems,
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isStoredPart(value: unknown): value is StoredPart {
  if (typeof value !== "object" || value === null) return false;
  const { version, layout: kept, part, hash, content } = value as Partial<Record<keyof StoredPart, unknown>>;
  return (
    typeof version === "string" &&
    typeof kept === "number" &&
    typeof hash === "string" &&
    typeof content === "string" &&
    typeof part === "object" &&
    part !== null
  );
}
