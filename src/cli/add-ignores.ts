import type { RuleSet } from "../config/settings.ts";
import { addIgnores } from "../engine/add-ignores.ts";
import type { LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult, InputProblem } from "../engine/result.ts";
import { count } from "../report/quantities.ts";
import type { Source } from "./read-inputs.ts";
import { say } from "./say.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Writes comments that hide all findings into a file, whole or not at all, and gives what is left to report. */
export function hideFindings(
  source: Source,
  input: LintInput,
  ruleSet: RuleSet,
  problems: InputProblem[],
  terminal: Terminal,
): FileResult {
  if ((source.build?.inline ?? null) !== null) {
    problems.push({ path: source.path, message: "no comments are written into inline Dockerfiles" });
    return lint(input, ruleSet);
  }
  const { text, ignored, result, problem } = addIgnores(input, ruleSet);
  if (problem !== null) {
    problems.push({ path: source.path, message: `no comments are written, since ${problem}` });
    return result;
  }
  if (text === input.text) return result;
  try {
    writeWhole(source.file!, text);
  } catch (error) {
    problems.push({ path: source.path, message: `the file can't be written (${codeOf(error)})` });
    return result;
  }
  say(`${source.path}: ${count(ignored, "finding")} hidden by new comments`, terminal);
  return result;
}
