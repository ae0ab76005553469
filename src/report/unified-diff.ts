import { createTwoFilesPatch } from "diff";

/** A unified diff of one file, `null` before it is made, its path with `a/` and `b/` before it, as `git apply` takes it; empty where nothing differs. */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  if (before === after) return "";
  const patch = createTwoFilesPatch(
    before === null ? "/dev/null" : `a/${path}`,
    `b/${path}`,
    before ?? "",
    after,
    undefined,
    undefined,
    {
      context: 3,
    },
  );
  return patch.replace(/^=+\n/, "");
}
