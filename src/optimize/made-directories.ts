import { systemDirectories } from "../knowledge/system-directories.ts";
import type { Step } from "../model/build-file.ts";
import { isWithin, parentPath } from "../text/posix-path.ts";

/**
 * The path that stands, among the effects of a step, for a directory being there and for whom it belongs to, and for nothing in it. Whoever makes
 * it as everyone does reads this; whoever gives it another owner, or fails without it, writes this.
 */
export function madeDirectory(directory: string): string {
  return `${directory}/..`;
}

/** The directory that a path among the effects stands for, where it is about the directory and not about what is in it; otherwise `null`. */
export function directoryMeant(path: string): string | null {
  return /^(.+?)(?:\/\.{1,2})+$/.exec(path)?.[1] ?? null;
}

/** A directory and those above it, but for the ones that every image has. */
export function ownDirectories(path: string): readonly string[] {
  const found: string[] = [];
  for (let at = path; !systemDirectories.has(at); at = parentPath(at)) found.push(at);
  return found;
}

/** Whether the first transfer or WORKDIR of the stage is a WORKDIR that makes a directory, above a step. */
export function isMadeByWorkdir({ stage, index }: Step, directory: string): boolean {
  for (const step of stage.steps.slice(0, index)) {
    const { kind } = step.instruction;
    if (kind === "COPY" || kind === "ADD") return false;
    const path = kind === "WORKDIR" ? (stage.steps[step.index + 1]?.state.workdir.path ?? null) : null;
    if (path !== null && isWithin(path, directory)) return true;
  }
  return false;
}

/** What a RUN says of the directories that it puts files into: that these are there before, or are made by it. */
export function neededDirectories(step: Step, files: readonly string[]): readonly string[] {
  return [...new Set(files.flatMap((file) => ownDirectories(parentPath(file))))]
    .filter((directory) => !isMadeByWorkdir(step, directory))
    .map(madeDirectory);
}
