import { describe, expect, it } from "vitest";
import { pastTime } from "../../src/host/node-git-time.ts";

const now = new Date(2026, 2, 31, 12, 0, 0);
const at = (...parts: readonly [number, number, number, number?]): number =>
  new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 0).getTime() / 1000;

describe("a time in the past", () => {
  it.each([
    ["2026-01-31", at(2026, 1, 31)],
    [" 2026-01-31 ", at(2026, 1, 31)],
    ["2026-01-31 13:00", at(2026, 1, 31, 13)],
    ["2026-01-31T13:00:30Z", Date.UTC(2026, 0, 31, 13, 0, 30) / 1000],
    ["2026-01-31 13:00 +0130", Date.UTC(2026, 0, 31, 11, 30) / 1000],
    ["2026-01-31T13:00-01:30", Date.UTC(2026, 0, 31, 14, 30) / 1000],
    ["90 minutes ago", at(2026, 3, 31, 10) + 1800],
    ["2 days", at(2026, 3, 29, 12)],
    ["1.week.ago", at(2026, 3, 24, 12)],
    ["3 Months  Ago", at(2025, 12, 31, 12)],
    ["2_years_ago", at(2024, 3, 31, 12)],
    ["last year", at(2025, 3, 31, 12)],
    ["yesterday", at(2026, 3, 30, 12)],
  ])("%s", (text, seconds) => {
    expect(pastTime(text, now)).toBe(seconds);
  });

  it.each([
    "",
    "soon",
    "6 mnths ago",
    "ago",
    "-1 day",
    "2026",
    "2026-02-30",
    "2026-13-01",
    "2026-01-31T25:00",
    "31.1.2026",
    "1.5 days",
  ])("is not %j", (text) => {
    expect(pastTime(text, now)).toBeNull();
  });
});
