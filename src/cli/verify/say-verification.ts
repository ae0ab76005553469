import { count, formatSeconds } from "../../report/quantities.ts";
import { say } from "../say.ts";
import type { Terminal } from "../terminal.ts";
import type { Outcome, Rebuild } from "./replay-builds.ts";
import type { Verification } from "./verify.ts";

const mostDifferences = 50;
const mostPaths = 5;
const mostOfSubject = 50;

/** Says on standard error what real builds gave. @returns whether the rewritten file made the same image, and built wherever the other did. */
export function sayVerification(
  path: string,
  verification: Verification | string,
  terminal: Terminal,
): boolean {
  if (typeof verification === "string") {
    say(`${path}: the images can't be compared, so nothing is written: ${verification}`, terminal);
    return false;
  }
  const { differences, unstable, seconds, rebuilds } = verification;
  for (const difference of differences.slice(0, mostDifferences)) say(difference, terminal);
  const times = `built without cache in ${formatSeconds(seconds.before)} before and ${formatSeconds(seconds.after)} after`;
  const verdict =
    differences.length === 0
      ? "the image stays the same"
      : `${count(differences.length, "difference")}, so nothing is written`;
  say(`${path}: ${verdict}; ${times}`, terminal);
  if (unstable.length > 0) {
    const shown = unstable.slice(0, mostPaths).join("; ");
    const more = unstable.length > mostPaths ? `; and ${unstable.length - mostPaths} more` : "";
    say(
      `${path}: left out, since two builds of the same file differ there as well: ${shown}${more}`,
      terminal,
    );
  }
  sayRebuilds(path, rebuilds, terminal);
  const broken = rebuilds.filter(({ before, after }) => before.failure === null && after.failure !== null);
  if (broken.length > 0)
    say(
      `${path}: ${count(broken.length, "commit")} only the Dockerfile as it is could build, so nothing is written; \`--verify-commits 0\` compares the images alone`,
      terminal,
    );
  return differences.length === 0 && broken.length === 0;
}

function sayRebuilds(path: string, rebuilds: readonly Rebuild[], terminal: Terminal): void {
  const shownTime = ({ seconds }: Outcome): string => (seconds === null ? "fails" : formatSeconds(seconds));
  for (const { id, subject, before, after } of rebuilds) {
    const failure = before.failure ?? after.failure;
    const reason = failure === null ? "" : ` (${failure})`;
    const title = subject.length > mostOfSubject ? `${subject.slice(0, mostOfSubject - 1)}…` : subject;
    say(`  ${id.slice(0, 8)} ${shownTime(before)} → ${shownTime(after)}  ${title}${reason}`, terminal);
  }
  const built = rebuilds.flatMap(({ before, after }) =>
    before.seconds === null || after.seconds === null ? [] : [[before.seconds, after.seconds] as const],
  );
  if (built.length === 0) return;
  const [before, after] = [0, 1].map(
    (side) => built.reduce((sum, pair) => sum + pair[side]!, 0) / built.length,
  );
  const which = built.length === 1 ? "the last commit" : `each of the last ${built.length} commits`;
  const times = `${formatSeconds(before!)} before and ${formatSeconds(after!)} after`;
  say(`${path}: rebuilding ${which} took ${times}${built.length === 1 ? "" : " in the mean"}`, terminal);
}
