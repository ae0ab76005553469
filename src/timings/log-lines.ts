/** One line of a log without what CI services and terminals put around it. */
export interface LogLine {
  readonly text: string;
  /** Seconds since 1970, from the timestamp in front of it. */
  readonly time: number | null;
}

/** Colours and other steering of a terminal: CSI and OSC sequences, and single characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const steering = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]_][^\x07\x1b]{0,500}(?:\x07|\x1b\\)?|[@-Z\\^])/g;

/**
 * `2026-01-01T00:00:00.0000000Z `, in brackets with Jenkins; behind it what GitLab says of the stream (`00O `). The columns of job and step in
 * front of it are those of `gh run view --log`.
 */
const timestamp =
  /^\uFEFF?(?:[^\t]{0,300}\t[^\t]{0,300}\t)?\uFEFF?\[?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d))\]?[ \t](?:\d\d[OE][+ ])?/;

export function* logLines(text: string): Generator<LogLine> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    yield logLine(text.slice(start, end));
    start = end + 1;
  }
}

function logLine(written: string): LogLine {
  const line = written.includes("\x1b") ? written.replace(steering, "") : written;
  const stamp = timestamp.exec(line);
  // A carriage return takes the line back to its start; at its end it is part of the line feed.
  let end = line.length;
  while (line[end - 1] === "\r") end--;
  const rest = line.slice(stamp?.[0].length ?? 0, end);
  const text = rest.slice(rest.lastIndexOf("\r") + 1);
  return { text: stamp === null ? text.replace(/^\uFEFF/, "") : text, time: secondsOf(stamp?.[1]) };
}

/** Seconds since 1970 of an RFC 3339 time, with all its digits; `null` for anything else. */
export function secondsOf(time: unknown): number | null {
  if (typeof time !== "string" || time.length > 40) return null;
  const milliseconds = Date.parse(time);
  if (!Number.isFinite(milliseconds)) return null;
  const digits = /\.(\d+)/.exec(time)?.[1];
  // `Date` drops all digits after the third.
  return digits === undefined ? milliseconds / 1000 : Math.floor(milliseconds / 1000) + Number(`0.${digits}`);
}
