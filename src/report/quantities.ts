import type { Interval } from "../estimate/estimate.ts";

/** Seconds for people: `0.4 s`, `38 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds < 0.05 ? "0" : seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (whole < 7200)
    return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The interval without its mean: `20–70 s`. */
export function formatSpan(interval: { readonly low: number; readonly high: number }): string {
  const low = formatSeconds(interval.low);
  const high = formatSeconds(interval.high);
  if (low === high) return low;
  return low.endsWith(" s") && high.endsWith(" s") && !/min|h/.test(low + high)
    ? `${low.slice(0, -2)}–${high}`
    : `${low} – ${high}`;
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
