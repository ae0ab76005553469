import { dirname, join } from "node:path";
import type { InputProblem } from "../engine/result.ts";
import type { Host } from "../host/host.ts";
import { hostPath } from "../host/node-host.ts";
import { relativePath } from "../text/posix-path.ts";
import type { DockerfileTimings, Timings } from "../timings/timings-file.ts";
import type { Invocation } from "./arguments.ts";
import { readProblem, shownPath } from "./read-inputs.ts";
import type { Terminal } from "./terminal.ts";

/** The file of timings that counts for Dockerfiles in a folder. */
export interface TimingsPlace {
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute folder that paths in it are relative to. */
  readonly folder: string;
  /** What it holds. */
  readonly timings: Timings;
}

/** Finds recorded times of builds. */
export interface TimingsBook {
  /** The nearest file above a Dockerfile; `null` without one, or when it is broken. */
  near(dockerfile: string): Promise<TimingsPlace | null>;
  /** What it says of that Dockerfile. */
  of(dockerfile: string): Promise<DockerfileTimings | null>;
  /** Files that can't be read, found on the way. */
  readonly problems: readonly InputProblem[];
}

const name = ".stowage/timings.json";

/** Reads each file once. Nothing is read before it is asked for. */
export function timingsBook(invocation: Invocation, host: Host, terminal: Terminal): TimingsBook {
  const machine = invocation.text("machine");
  const problems: InputProblem[] = [];
  const byFolder = new Map<string, Promise<TimingsPlace | null>>();
  const read = async (folder: string): Promise<TimingsPlace | null | "none"> => {
    const file = join(folder, name);
    const result = host.readText(hostPath(file));
    const path = shownPath(file, terminal);
    if (result.text === undefined) {
      if (result.problem === "missing") return "none";
      problems.push({ path, message: readProblem(result.problem) });
      return null;
    }
    const { readTimings } = await import("../timings/read-timings.ts");
    const timings = readTimings(result.text);
    if (!("problem" in timings)) return { file, folder, timings };
    problems.push({ path: `${path}:${timings.problem.line}`, message: timings.problem.message });
    return null;
  };
  const nearest = (folder: string): Promise<TimingsPlace | null> => {
    let found = byFolder.get(folder);
    if (found === undefined) {
      found = read(folder).then((place) => {
        if (place !== "none") return place;
        return dirname(folder) === folder ? null : nearest(dirname(folder));
      });
      byFolder.set(folder, found);
    }
    return found;
  };
  const near = (dockerfile: string): Promise<TimingsPlace | null> => nearest(dirname(dockerfile));
  return {
    problems,
    near,
    async of(dockerfile) {
      const place = await near(dockerfile);
      if (place === null) return null;
      const steps = place.timings.dockerfiles.get(pathWithin(place.folder, dockerfile));
      return steps === undefined ? null : { steps, machine };
    },
  };
}

/** The path of a Dockerfile below a folder. */
export function pathWithin(folder: string, dockerfile: string): string {
  return relativePath(hostPath(dockerfile), hostPath(folder)) ?? hostPath(dockerfile);
}

/** Where new timings go: the repository that a Dockerfile is in, else its folder. */
export function newPlace(dockerfile: string, host: Host): TimingsPlace {
  let folder = dirname(dockerfile);
  for (let above = folder; ; above = dirname(above)) {
    if (host.stat(hostPath(join(above, ".git"))) !== null) {
      folder = above;
      break;
    }
    if (dirname(above) === above) break;
  }
  return { file: join(folder, name), folder, timings: { dockerfiles: new Map() } };
}
