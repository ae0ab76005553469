import { byteSize } from "../text/byte-size.ts";
import type { NeedlessGroup } from "./needless-files.ts";

const mostNames = 5;

/** A list for a sentence, largest first: `` `node_modules` (180 MB), `*.log` (3 files, 12 kB) and 2 more ``. */
export function namedSizes(groups: readonly NeedlessGroup[]): string {
  // One name too many is no shorter than "1 more".
  const shown = groups.length <= mostNames + 1 ? groups : groups.slice(0, mostNames);
  const names = shown.map(({ name, row, places, bytes }) => {
    const number = places === 1 ? "" : `${places} ${row.kind === "directory" ? "folders" : "files"}, `;
    return `\`${name}\` (${number}${byteSize(bytes)})`;
  });
  return joined(names, groups.length - shown.length);
}

/** `a, b and c`, or `a, b and 3 more`. */
export function joined(names: readonly string[], more: number): string {
  const parts = more > 0 ? [...names, `${more} more`] : names;
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
}
