import { secondsOf } from "./log-lines.ts";
import { fieldsOf, isRawLine, listOf, parsedLine } from "./raw-progress.ts";

/**
 * Turns lines of `--progress=rawjson` into lines for people as they come: each step when it begins and ends, and the output of commands.
 * Other lines are passed on as they are.
 */
export function progressText(): (line: string) => readonly string[] {
  const names = new Map<string, string>();
  const begun = new Set<string>();
  const ended = new Set<string>();
  const readVertex = (given: unknown): readonly string[] => {
    const { digest, name, started, completed, cached, error } = fieldsOf(given);
    if (typeof digest !== "string") return [];
    if (typeof name === "string" && name !== "") names.set(digest, name);
    const shown = names.get(digest) ?? digest;
    const lines: string[] = [];
    if (started !== undefined && !begun.has(digest) && completed === undefined) {
      begun.add(digest);
      lines.push(shown);
    }
    const [start, end] = [secondsOf(started), secondsOf(completed)];
    if (start !== null && end !== null && !ended.has(digest) && (begun.has(digest) || cached === true)) {
      ended.add(digest);
      const how = typeof error === "string" && error !== "" ? "ERROR" : cached === true ? "CACHED" : "DONE";
      lines.push(`${shown} ${how}${how === "DONE" ? ` ${(end - start).toFixed(1)}s` : ""}`);
    }
    return lines;
  };
  return (line) => {
    if (!isRawLine(line)) return [line];
    const { vertexes, logs } = fieldsOf(parsedLine(line));
    return [...listOf(vertexes).flatMap(readVertex), ...listOf(logs).flatMap(outputOf)];
  };
}

function outputOf(log: unknown): readonly string[] {
  const { data } = fieldsOf(log);
  if (typeof data !== "string") return [];
  try {
    const bytes = Uint8Array.from(atob(data), (unit) => unit.charCodeAt(0));
    return new TextDecoder().decode(bytes).replace(/\n$/, "").split("\n");
  } catch {
    return [];
  }
}
