import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { buildContext } from "../analysis/build-context.ts";
import type { RuleSet } from "../config/settings.ts";
import { chooseFixes } from "../engine/choose-fixes.ts";
import { applyFixes, type FixResult } from "../engine/fixes.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import type { FileResult, InputProblem } from "../engine/result.ts";
import { repositoryPlace } from "../host/node-git-place.ts";
import { count } from "../report/quantities.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { resolvePath } from "../text/posix-path.ts";
import type { Fixing } from "./fixing.ts";
import type { Source } from "./read-inputs.ts";
import { say } from "./say.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { Refused, replaceText, writeWhole } from "./write-whole.ts";

/** What became of one file. */
export interface FixedFile {
  readonly input: LintInput;
  readonly result: FileResult;
  /** Of the file and of those that come with it; empty where nothing changes, and where the change was written. */
  readonly diff: string;
}

/** Fixes one Dockerfile, and writes it where that is asked for: whole or not at all. What can't be written is added to `problems`, and reported as it was. */
export function fixFile(
  source: Source,
  input: LintInput,
  ruleSet: RuleSet,
  { trust, isShownOnly, isWanted }: Fixing,
  problems: InputProblem[],
  terminal: Terminal,
): FixedFile {
  const fixed = applyFixes(input, ruleSet, { trust, isWanted });
  if (fixed.problem !== null)
    problems.push({
      path: source.path,
      message: `fixing stopped, which is a defect of stowage: ${fixed.problem}`,
    });
  const { result } = fixed;
  if (fixed.text === input.text && fixed.newFiles.length === 0) {
    if (!isShownOnly) sayRest(source, fixed, isWanted, trust, terminal);
    return { input, result, diff: "" };
  }
  if (isShownOnly) return { input, result, diff: diffOf(source, input, fixed) };
  if (source.file === null) {
    terminal.print(fixed.text);
    sayRest(source, fixed, isWanted, trust, terminal);
    return { input: fixed.input, result, diff: "" };
  }
  const written = write(source.file, input, fixed);
  if (written !== null) {
    problems.push({ path: source.path, message: `nothing is fixed here: ${written}` });
    return { input, result, diff: "" };
  }
  sayRest(source, fixed, isWanted, trust, terminal);
  return { input: fixed.input, result, diff: "" };
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

function diffOf(source: Source, input: LintInput, { text, newFiles }: FixResult): string {
  const ofNew = newFiles.map(({ path, text: content }) => unifiedDiff(path, "", content));
  return unifiedDiff(source.path, input.text, text) + ofNew.join("");
}

/** @returns why nothing was written; the files are then as they were. */
function write(file: string, input: LintInput, { text, newFiles }: FixResult): string | null {
  const root = analyzeInput(input).use(buildContext)?.root ?? null;
  const created = newFiles.map((one) => ({
    ...one,
    path: root === null ? null : resolvePath(root, one.path),
  }));
  if (created.some(({ path }) => path === null)) return "the folder of a new file is not known";
  const taken = created.find(({ path }) => existsSync(path!));
  if (taken !== undefined) return `there is something at ${taken.path} already`;
  try {
    // A new file without the change to the Dockerfile does no harm; the other way round it may.
    for (const one of created) writeWhole(one.path!, one.text);
    const top = repositoryPlace(dirname(file))?.workTree ?? dirname(file);
    if (text !== input.text) replaceText(file, { before: input.text, after: text }, top);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    const code = codeOf(error);
    if (code === "") throw error;
    return `the file can't be written (${code})`;
  }
}
