import { isBeginning, type LoggedStep, outcomeOf, stepOfName, type UnnamedBuild } from "./build-log.ts";
import { secondsOf } from "./log-lines.ts";

/** Reads the lines of `--progress=rawjson`, one after the other. */
export interface RawReader {
  /** Whether the line is one of them. */
  read(line: string): boolean;
  /** The builds so far. */
  finish(): UnnamedBuild[];
}

/** A vertex of the build graph: the builder names it each time that something changes. */
interface Vertex {
  name: string;
  cached: boolean;
  failed: boolean;
  pulled: boolean;
  /** By their start. The end is missing while it works. */
  readonly spans: Map<number, number | null>;
}

/** By digest. */
type Graph = Map<string, Vertex>;

export function rawReader(): RawReader {
  const builds: Graph[] = [];
  /** Digests of the first work, by its name: the same name with another digest is another build. */
  let beginnings = new Map<string, string>();
  const graph = (): Graph => {
    const last = builds.at(-1);
    if (last !== undefined) return last;
    const first: Graph = new Map();
    builds.push(first);
    return first;
  };
  const readVertex = (given: unknown): void => {
    const { digest, name, started, completed, cached, error } = fieldsOf(given);
    if (typeof digest !== "string") return;
    if (typeof name === "string" && isBeginning(name)) {
      const known = beginnings.get(name);
      if (known !== undefined && known !== digest) {
        builds.push(new Map());
        beginnings = new Map();
      }
      beginnings.set(name, digest);
    }
    const vertex = vertexOf(graph(), digest);
    if (typeof name === "string" && name !== "") vertex.name = name;
    if (cached === true) vertex.cached = true;
    if (typeof error === "string" && error !== "") vertex.failed = true;
    const start = secondsOf(started);
    if (start !== null) vertex.spans.set(start, secondsOf(completed) ?? vertex.spans.get(start) ?? null);
  };
  const readStatus = (given: unknown): void => {
    const { id, vertex } = fieldsOf(given);
    if (typeof id !== "string" || typeof vertex !== "string") return;
    if (/^(?:extracting )?sha256:/.test(id)) vertexOf(graph(), vertex).pulled = true;
  };
  return {
    read(line) {
      if (!isRawLine(line)) return false;
      const { vertexes, statuses } = fieldsOf(parsedLine(line));
      for (const vertex of listOf(vertexes)) readVertex(vertex);
      for (const status of listOf(statuses)) readStatus(status);
      return true;
    },
    finish: () =>
      builds.map((vertices) => ({
        time: beginningOf(vertices),
        steps: [...vertices.values()].flatMap(stepOf),
      })),
  };
}

function vertexOf(graph: Graph, digest: string): Vertex {
  let vertex = graph.get(digest);
  if (vertex === undefined) {
    vertex = { name: "", cached: false, failed: false, pulled: false, spans: new Map() };
    graph.set(digest, vertex);
  }
  return vertex;
}

function stepOf({ name, cached, failed, pulled, spans }: Vertex): readonly LoggedStep[] {
  const step = stepOfName(name);
  if (step === null) return [];
  const ends = [...spans.values()];
  const finished = ends.length > 0 && !ends.includes(null);
  const outcome = outcomeOf(step.text, { failed, finished, cached, pulled });
  return [{ ...step, outcome, seconds: outcome === "ran" ? lengthOf(spans) : null }];
}

/** Spans may overlap. */
function lengthOf(spans: ReadonlyMap<number, number | null>): number {
  let length = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    if (end === null || end <= until) continue;
    length += end - Math.max(start, until);
    until = end;
  }
  return Math.max(0, length);
}

function beginningOf(vertices: Graph): number | null {
  let first: number | null = null;
  for (const { spans } of vertices.values())
    for (const start of spans.keys()) if (first === null || start < first) first = start;
  return first;
}

export function isRawLine(line: string): boolean {
  return /^\{"(?:vertexes|statuses|logs|warnings)":/.test(line);
}

export function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A line that was cut.
    return null;
  }
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
