import type { PastVersion } from "../estimate/estimate.ts";
import { displayWidth, harmless, padEnd, padStart, truncate } from "./display-text.ts";
import { formatDate, formatInterval } from "./quantities.ts";

/** A line for each version of the Dockerfile; no longer than `width` cells. */
export function trendLines(trend: readonly PastVersion[], width: number): readonly string[] {
  if (trend.length === 0) return ["No version lived through enough builds to be replayed."];
  const rows = trend.map(({ id, subject, time, builds, expectedSeconds }) => ({
    date: formatDate(time),
    expected: formatInterval(expectedSeconds),
    builds: String(builds),
    commit: `${id.slice(0, 10)} ${harmless(subject)}`,
  }));
  const cells = (key: "expected" | "builds"): number =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[key])), 0);
  return rows.map(({ date, expected, builds, commit }) =>
    truncate(
      `${date}  ${padEnd(expected, cells("expected"))}  ${padStart(builds, cells("builds"))} builds  ${commit}`,
      width,
    ),
  );
}
