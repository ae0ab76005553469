import type { GitHistory, TreeChange, TreeEntry } from "../../src/host/git.ts";

/** A history of commits that set files to contents (`null` takes one away; ` executable` or ` submodule` at the end sets its mode). */
export function historyOf(
  commits: readonly Readonly<Record<string, string | null>>[],
  blindSpots: readonly string[] = [],
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
    blindSpots,
    readBlobs: (ids) => new Map(ids.map((id) => [id, id])),
  };
}
