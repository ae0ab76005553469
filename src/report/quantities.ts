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

/** A time in seconds since 1970 as its day in UTC: `2026-01-31`. Days are counted in years that begin in March, so that leap days come last. */
export function formatDate(time: number): string {
  const days = Math.floor(time / 86_400) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const digits = (number: number, count: number): string => String(number).padStart(count, "0");
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}
