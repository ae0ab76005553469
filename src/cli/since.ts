import { diffLines } from "diff";
import { buildContext } from "../analysis/build-context.ts";
import { shellSources } from "../analysis/shell-sources.ts";
import type { RuleSet } from "../config/settings.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult } from "../engine/result.ts";
import { type GitRepository, isGitProblem } from "../host/git.ts";
import type { Host } from "../host/host.ts";
import { treeHost } from "../host/tree-host.ts";
import { fingerprints } from "../report/fingerprint.ts";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import { isWithin, relativePath } from "../text/posix-path.ts";
import { withoutKnown } from "./baseline.ts";
import type { Repositories } from "./repository.ts";
import type { ShellChecker } from "./shellcheck.ts";

/** Takes out of a result what was found before a change as well. */
export type SinceFilter = (
  input: LintInput,
  ruleSet: RuleSet,
  result: FileResult,
) => Promise<FileResult | string>;

/** A repository before the change, and what the change touches. */
interface Before {
  readonly root: string;
  readonly host: Host;
  /** Relative to the root; a folder with `/` at its end stands for all that is in it. */
  readonly changed: readonly string[];
}

/**
 * Findings count as new when they touch a line that the change has, or when the Dockerfile and its files did not have them where the change begins:
 * where the work here left `revision`. A function of it gives why it can't be told, as a clause.
 */
export function sinceFilter(
  revision: string,
  past: Repositories,
  shellCheck: ShellChecker | null,
): SinceFilter {
  const known = new Map<GitRepository, Before | string>();
  return async (input, ruleSet, result) => {
    const file = input.dockerfile ?? null;
    const git = file === null ? null : await past.git(file);
    const place = file === null ? null : (git?.pathOf(file) ?? null);
    if (git === null || place === null || git.root === null)
      return "it is in no git repository, which `--since` asks";
    const before = known.get(git) ?? readBefore(git, git.root, revision);
    known.set(git, before);
    if (typeof before === "string") return before;
    if (!isTouched(input, place, before)) return withoutKnown(result, () => true);
    const old = before.host.readText(`${before.root}/${place}`).text;
    if (old === undefined) return withoutKnown(result, () => false);
    const earlier: LintInput = { ...input, text: old, host: before.host, estimate: false };
    if (shellCheck !== null) await shellCheck.ask(analyzeInput(earlier).use(shellSources));
    const had = new Set(fingerprints(lint(earlier, ruleSet)));
    const lines = newLines(old, input.text);
    return withoutKnown(result, (print, at) => {
      const { start, end } = result.findings[at]!.at;
      return had.has(print) && !touches(lines, result.lines, start, end);
    });
  };
}

function readBefore(git: GitRepository, root: string, revision: string): Before | string {
  const named = git.resolve(revision);
  const now = git.resolve("HEAD");
  if (named === null || now === null)
    return `there is no revision \`${revision}\`; a shallow clone may lack it`;
  const id = git.mergeBase(named, now) ?? named;
  const entries = git.tree(id);
  const committed = git.diff(id, now);
  const onDisk = git.workingTree();
  for (const one of [entries, committed, onDisk]) if (one !== null && isGitProblem(one)) return one.message;
  if (isGitProblem(entries) || isGitProblem(committed) || (onDisk !== null && isGitProblem(onDisk)))
    return "";
  return {
    root,
    host: treeHost(root, { id, entries }, git),
    changed: [...committed.map(({ path }) => path), ...(onDisk?.changed ?? []), ...(onDisk?.untracked ?? [])],
  };
}

/** Whether the change has anything to do with a Dockerfile or its context. */
function isTouched(input: LintInput, place: string, { root, changed }: Before): boolean {
  const context = analyzeInput(input).use(buildContext);
  const folder = context?.realRoot == null ? null : relativePath(context.realRoot, root);
  return changed.some((path) => {
    const clean = path.replace(/\/$/, "");
    return (
      isWithin(place, clean) || (folder !== null && (isWithin(clean, folder) || isWithin(folder, clean)))
    );
  });
}

/** Lines of the new text that the old one does not have in their place, from 1. */
function newLines(old: string, text: string): ReadonlySet<number> {
  const lines = new Set<number>();
  let line = 1;
  for (const { added, removed, count } of diffLines(old, text)) {
    if (removed) continue;
    if (added) for (let at = 0; at < count; at += 1) lines.add(line + at);
    line += count;
  }
  return lines;
}

function touches(lines: ReadonlySet<number>, index: LineIndex, start: number, end: number): boolean {
  const last = positionAt(index, Math.max(start, end - 1)).line;
  for (let { line } = positionAt(index, start); line <= last; line += 1) if (lines.has(line)) return true;
  return false;
}
