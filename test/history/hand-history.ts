import { analyzeInput } from "../../src/engine/input.ts";
import type { Elsewhere, GitHistory, TreeChange, TreeEntry } from "../../src/host/git.ts";
import { type MemoryFile, memoryHost } from "../../src/host/memory-host.ts";

/**
 * A history of commits that set files to contents (`null` takes one away; ` executable` or ` submodule` at the end sets its mode); what is
 * elsewhere as `lfs docs`.
 */
export function historyOf(
  commits: readonly Readonly<Record<string, string | null>>[],
  elsewhere: readonly string[] = [],
): GitHistory {
  return {
    commits: commits.map((changes, index) => ({
      id: `c${index}`,
      time: 1_700_000_000 + index * 3600,
      subject: `commit ${index}`,
      changes: Object.entries(changes).map(([path, content]): TreeChange => {
        if (content === null) return { path, mode: null, blob: null };
        const mode = / (executable|submodule)$/.exec(content)?.[1] ?? "file";
        return { path, mode: mode as TreeEntry["mode"], blob: content };
      }),
    })),
    blindSpots: [],
    elsewhere: elsewhere.map((text) => {
      const [kind, path] = text.split(" ");
      return { kind: kind as Elsewhere["kind"], path: path! };
    }),
    readBlobs: (ids) => new Map(ids.map((id) => [id, id])),
  };
}

/** Contents by path; `null` for a file that goes. */
export type Changes = Readonly<Record<string, string | null>>;

/** A Dockerfile in a repository with these commits. Today's files are those after the last commit; `more` are there besides and not in git. */
export function analysisOf(
  dockerfile: string,
  commits: readonly Changes[],
  more: Readonly<Record<string, MemoryFile>> = {},
  elsewhere: readonly string[] = [],
  folder = "/app",
) {
  const files: Record<string, MemoryFile> = {};
  for (const [path, content] of commits.flatMap((changes) => Object.entries(changes))) {
    if (content === null) delete files[`/app/${path}`];
    else files[`/app/${path}`] = content;
  }
  const host = memoryHost({ ...files, ...more, [`${folder}/Dockerfile`]: dockerfile });
  return analyzeInput({
    path: "Dockerfile",
    text: dockerfile,
    host,
    dockerfile: `${folder}/Dockerfile`,
    repository: { root: "/app", history: historyOf(commits, elsewhere) },
  });
}
