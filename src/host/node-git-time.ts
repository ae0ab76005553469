/**
 * A time in the past as people write it to git, in seconds since 1970; `null` for anything else. Git itself takes every text for a time, and
 * words that it does not know for now.
 */
export function pastTime(text: string, now: Date): number | null {
  const words = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s._]+/g, " ");
  const [, count, unit] = /^(\d{1,4}) (second|minute|hour|day|week|month|year)s?(?: ago)?$/.exec(words) ?? [];
  if (count !== undefined) return before(now, Number(count), unit!);
  const [, last] = /^last (week|month|year)$/.exec(words) ?? [];
  if (last !== undefined) return before(now, 1, last);
  if (words === "yesterday") return before(now, 1, "day");
  return dateTime(text.trim());
}

function before(now: Date, count: number, unit: string): number {
  const time = new Date(now);
  if (unit === "year") time.setFullYear(time.getFullYear() - count);
  else if (unit === "month") time.setMonth(time.getMonth() - count);
  else time.setTime(time.getTime() - count * secondsOf[unit]! * 1000);
  return Math.floor(time.getTime() / 1000);
}

const secondsOf: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

/** A date, from its start in the time zone of this machine, or a date and time. */
function dateTime(text: string): number | null {
  const [, date, time = "00:00", zone = ""] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?) ?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text) ?? [];
  if (date === undefined) return null;
  const day = new Date(`${date}T00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
  const seconds = Date.parse(`${date}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`) / 1000;
  return isDay && !Number.isNaN(seconds) ? seconds : null;
}
