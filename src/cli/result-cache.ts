import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { RuleSet } from "../config/settings.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult } from "../engine/result.ts";
import { answersAsBefore, type Question, tracingHost } from "../host/tracing-host.ts";
import { restoreFile, type StoredFile, storeFile } from "./run-part.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Lints a Dockerfile, or recalls what came out when all that it depends on was the same. */
export type CachedLint = (input: LintInput, ruleSet: RuleSet) => FileResult;

/** What is kept of one file: the answers of the file system that its result rests on, and the result. */
interface Kept {
  readonly questions: readonly Question[];
  readonly file: StoredFile;
}

/** Milliseconds for which a result is kept that no run asks for. */
const keptFor = 30 * 24 * 60 * 60 * 1000;

/**
 * Keeps results in a folder. A result is recalled only for the same text, settings, options, history and version of stowage, and when every file and folder
 * that linting looked at is as it was. What can't be read or written there is as if it were not there.
 * @param release What else the results depend on: the version of stowage, and that of ShellCheck.
 */
export function cachedLint(folder: string, release: string): CachedLint {
  prepare(folder);
  return (input, ruleSet) => {
    const path = join(folder, `${nameOf([release, described(input), describedRules(ruleSet)])}.json`);
    const { host = null } = input;
    const kept = read(path);
    if (kept !== null && (host === null || answersAsBefore(host, kept.questions, nameOf))) {
      touch(path);
      return restoreFile(kept.file);
    }
    const traced = host === null ? null : tracingHost(host, nameOf);
    const asked: LintInput = traced === null ? input : { ...input, host: traced.host };
    const result = lint(asked, ruleSet, analyzeInput(asked));
    // A rule that broke may not break again.
    if (result.failures.length === 0)
      write(path, { questions: traced?.questions() ?? [], file: storeFile(result) });
    return result;
  };
}

/** Where the system keeps caches: by its variables, else below the home directory. */
export function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: Terminal["environment"]): string {
  const base = XDG_CACHE_HOME || LOCALAPPDATA || join(HOME || homedir(), ".cache");
  return join(base, "stowage");
}

/** All of the input that is data: the host is asked, and the history is told by its commits. */
function described({ host: _, repository, shellCheck, ...rest }: LintInput): unknown {
  const commits = repository?.history.commits ?? [];
  return {
    ...rest,
    hasShellCheck: shellCheck != null,
    history: repository && {
      root: repository.root,
      commits: commits.length,
      first: commits[0]?.id,
      last: commits.at(-1)?.id,
      blindSpots: repository.history.blindSpots,
      elsewhere: repository.history.elsewhere,
      pending: repository.pending,
    },
  };
}

function describedRules(ruleSet: RuleSet): unknown {
  return {
    literal: ruleSet.literal,
    rules: ruleSet.enabled.map((rule) => [
      rule.id,
      ruleSet.optionsOf(rule),
      [[], ...(rule.aliases ?? []).map((alias) => [alias])].map((aliases) =>
        ruleSet.severityOf(rule, aliases),
      ),
    ]),
  };
}

function nameOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part] : part)) ?? "";
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function read(path: string): Kept | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Kept;
  } catch {
    return null;
  }
}

function write(path: string, kept: Kept): void {
  try {
    writeWhole(path, JSON.stringify(kept));
  } catch {}
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {}
}

/** Makes the folder, and takes away what nobody has asked for in a while. */
function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const oldest = Date.now() - keptFor;
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (/^[0-9a-f]{32}\.json$/.test(name) && statSync(path).mtimeMs < oldest) rmSync(path, { force: true });
    }
  } catch {}
}
