import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { buildContext } from "../analysis/build-context.ts";
import type { RuleSet } from "../config/settings.ts";
import { chooseFixes } from "../engine/choose-fixes.ts";
import { applyFixes, type FixResult } from "../engine/fixes.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult, Fixed, InputProblem } from "../engine/result.ts";
import { repositoryPlace } from "../host/node-git-place.ts";
import { hostPath } from "../host/node-host.ts";
import { count } from "../report/quantities.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import type { Finding } from "../rule/finding.ts";
import { isWithin, resolvePath } from "../text/posix-path.ts";
import type { Fixing } from "./fixing.ts";
import { type Source, shownPath } from "./read-inputs.ts";
import { say } from "./say.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { createText, Refused, replaceText } from "./write-whole.ts";

/** What became of one file. */
export interface FixedFile {
  readonly input: LintInput;
  readonly result: FileResult;
  readonly fixed: Fixed;
}

/** Fixes one Dockerfile, and writes it where that is asked for: whole or not at all. What can't be written is added to `problems`, and reported as it was. */
export function fixFile(
  source: Source,
  input: LintInput,
  ruleSet: RuleSet,
  { trust, isShownOnly, isWanted: isAsked }: Fixing,
  problems: InputProblem[],
  terminal: Terminal,
): FixedFile {
  // A pipe has one text: there is no place for new files.
  const isWanted = (finding: Finding): boolean =>
    isAsked(finding) && (source.isPiped !== true || (finding.fix?.newFiles ?? []).length === 0);
  const fixed = applyFixes(input, ruleSet, { trust, isWanted });
  if (fixed.problem !== null)
    problems.push({
      path: source.path,
      message: `fixing stopped, which is a defect of stowage: ${fixed.problem}`,
    });
  const { result } = fixed;
  const isChanged = fixed.text !== input.text || fixed.newFiles.length > 0;
  const diff = isChanged ? diffOf(source, input, fixed, terminal) : "";
  const done = { input: fixed.input, result, fixed: { fixes: fixed.applied, diff } };
  if (isShownOnly) return done;
  if (source.isPiped === true) terminal.print(fixed.text);
  else if (isChanged) {
    const written = write(source, input, fixed, terminal);
    if (written !== null) {
      problems.push({ path: source.path, message: `nothing is fixed here: ${written}` });
      return { input, result: lint(input, ruleSet), fixed: { fixes: [], diff: "" } };
    }
  }
  sayRest(source, fixed, isWanted, trust, terminal);
  return done;
}

function sayRest(
  source: Source,
  { applied, result, newFiles }: FixResult,
  isWanted: Fixing["isWanted"],
  trust: Fixing["trust"],
  terminal: Terminal,
): void {
  const more = trust === "unsafe" ? 0 : chooseFixes(result.findings.filter(isWanted), "unsafe").length;
  if (applied.length === 0 && more === 0) return;
  const created = newFiles.length === 0 ? "" : `, new: ${newFiles.map(({ path }) => path).join(", ")}`;
  const rest = more === 0 ? "" : `; ${more} more with \`--fix=unsafe\`, which may change the image`;
  say(`${source.path}: ${count(applied.length, "fix", "fixes")} applied${created}${rest}`, terminal);
}

function diffOf(source: Source, input: LintInput, { text, newFiles }: FixResult, terminal: Terminal): string {
  const root = newFiles.length === 0 ? null : (analyzeInput(input).use(buildContext)?.root ?? null);
  const shown = (path: string): string =>
    root === null ? path : shownPath(resolvePath(root, path), terminal);
  const ofNew = newFiles.map(({ path, text: content }) => unifiedDiff(shown(path), null, content));
  return unifiedDiff(source.path, input.text, text) + ofNew.join("");
}

/** @returns why nothing was written; the files are then as they were. */
function write(
  { file, foundIn }: Source,
  input: LintInput,
  { text, newFiles }: FixResult,
  { workingDirectory }: Terminal,
): string | null {
  const root = analyzeInput(input).use(buildContext)?.root ?? null;
  const created = newFiles.map((one) => ({
    ...one,
    path: root === null ? null : resolvePath(root, one.path),
  }));
  if (created.some(({ path }) => path === null)) return "the folder of a new file is not known";
  const taken = created.find(({ path }) => existsSync(path!));
  if (taken !== undefined) return `there is something at ${taken.path} already`;
  const made: string[] = [];
  const top = projectOf(file!, foundIn, workingDirectory);
  try {
    for (const one of created) {
      createText(one.path!, one.text, root!);
      made.push(one.path!);
    }
    if (text !== input.text) replaceText(file!, { before: input.text, after: text }, top);
    return null;
  } catch (error) {
    for (const path of made) rmSync(path, { force: true });
    if (error instanceof Refused) return error.message;
    const code = codeOf(error);
    if (code === "") throw error;
    return `the file can't be written (${code})`;
  }
}

/** The folder that a link may not lead out of: the repository, else what was searched, else the working directory, else that of the file; never everything. */
function projectOf(file: string, foundIn: string | null, workingDirectory: string): string {
  const own = dirname(file);
  const isRoot = (folder: string): boolean => dirname(folder) === folder;
  const around = [foundIn, workingDirectory].find(
    (folder) => folder !== null && !isRoot(folder) && isWithin(own, hostPath(folder)),
  );
  return repositoryPlace(own)?.workTree ?? around ?? own;
}
