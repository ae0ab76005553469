import type { RunResult } from "../engine/result.ts";
import type { Interval } from "../estimate/estimate.ts";
import type { Severity } from "../rule/finding.ts";

/** How many findings of each severity a run has. */
export function countFindings(run: RunResult): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0, style: 0 };
  for (const file of run.files) for (const finding of file.findings) counts[finding.severity]++;
  return counts;
}

/** How many findings are left out because they were there before; `null` where nobody asked. */
export function countKnown({ files }: RunResult): number | null {
  const known = files.flatMap((file) => file.known ?? []);
  return known.length === 0 ? null : known.reduce((sum, number) => sum + number, 0);
}

/** How many fixes were applied, or would be; `null` where nobody asked for fixes. */
export function countFixes({ files }: RunResult): number | null {
  const fixed = files.flatMap((file) => file.fixed ?? []);
  return fixed.length === 0 ? null : fixed.reduce((sum, { fixes }) => sum + fixes.length, 0);
}

/**
 * Expected wall seconds of building every estimated file once, one after the other; `null` when none is estimated. Priors err
 * in the same direction for all files, so the ends of the intervals are added too.
 */
export function sumOfExpected(
  run: RunResult,
): { readonly builds: number; readonly seconds: Interval } | null {
  const estimates = run.files.flatMap((file) => (file.estimate ? [file.estimate.expectedSeconds] : []));
  if (estimates.length === 0) return null;
  const sum = (pick: (interval: Interval) => number): number =>
    estimates.reduce((total, interval) => total + pick(interval), 0);
  return {
    builds: estimates.length,
    seconds: {
      mean: sum((interval) => interval.mean),
      low: sum((interval) => interval.low),
      high: sum((interval) => interval.high),
    },
  };
}
