import type { Interval } from "../estimate/estimate.ts";

/** Seconds for people, with no more digits than an estimate deserves: `0.4 s`, `38 s`, `12 min`, `2.1 h`. */
export function formatSeconds(seconds: number): string {
  const { number, unit } = quantity(seconds);
  return `${number} ${unit}`;
}

/** The ends of an interval: `20–70 s`, `50 s – 12 min`. */
export function formatSpan(interval: { readonly low: number; readonly high: number }): string {
  const low = quantity(interval.low);
  const high = quantity(interval.high);
  if (low.unit !== high.unit) return `${formatSeconds(interval.low)} – ${formatSeconds(interval.high)}`;
  return low.number === high.number
    ? formatSeconds(interval.low)
    : `${low.number}–${high.number} ${high.unit}`;
}

function quantity(seconds: number): { readonly number: string; readonly unit: string } {
  if (seconds < 0.05) return { number: "0", unit: "s" };
  if (seconds < 9.95) return { number: seconds.toFixed(1), unit: "s" };
  if (seconds < 299.5) return { number: seconds.toFixed(0), unit: "s" };
  if (seconds < 7170) return { number: (seconds / 60).toFixed(0), unit: "min" };
  return { number: (seconds / 3600).toFixed(1), unit: "h" };
}

/** Mean and interval: `38 s (20–70 s)`. */
export function formatInterval(interval: Interval): string {
  return `${formatSeconds(interval.mean)} (${formatSpan(interval)})`;
}

/** A share from 0 to 1 as a percentage without decimals: `12 %`; never 0 or 100 % for a share that is neither. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return "<1 %";
  if (percent === 100 && share < 1) return ">99 %";
  return `${percent} %`;
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
