import { type CheckedFile, type CheckedRun, runResult } from "./checked-run.ts";
import { exitCodes } from "./options.ts";
import { sayProblems } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** The exit code of a run whose reports have arrived, or not, with a file that fails; says on standard error what could not be linted, and which rules broke. */
export function exitCodeOf(
  run: CheckedRun,
  isDelivered: boolean,
  terminal: Terminal,
  fails: (file: CheckedFile) => boolean = ({ isFailing }) => isFailing,
): number {
  const { files, problems } = runResult(run);
  sayProblems(problems, terminal);
  const failures = files.flatMap(({ path, failures: ofFile }) =>
    ofFile.map(({ rule, message }) => ({
      path,
      message: `rule ${rule} broke, which is a defect of stowage; --ignore ${rule} runs without it: ${message}`,
    })),
  );
  sayProblems(failures, terminal);
  if (!isDelivered || failures.length > 0 || problems.length > 0) return exitCodes.problem;
  return run.files.some(fails) ? exitCodes.findings : exitCodes.clean;
}
