import type { LoggedLayer } from "./build-log.ts";

/** Reads what `docker history` prints, as a table or as JSON, one line after the other. */
export interface HistoryReader {
  /** Whether the line is part of it. */
  read(line: string): boolean;
  readonly layers: readonly LoggedLayer[];
}

export function historyReader(): HistoryReader {
  const layers: LoggedLayer[] = [];
  /** Where the columns of the table begin; `null` outside of one. */
  let columns: { readonly createdBy: number; readonly size: number; readonly comment: number } | null = null;
  const add = (createdBy: string, size: string): boolean => {
    const bytes = bytesOf(size);
    if (bytes === null) return false;
    if (createdBy !== "") layers.push({ createdBy, bytes });
    return true;
  };
  return {
    layers,
    read(line) {
      if (line.startsWith("{")) return readJson(line, add);
      if (/^IMAGE +CREATED +CREATED BY +SIZE +COMMENT/.test(line)) {
        const [createdBy, size, comment] = ["CREATED BY", "SIZE", "COMMENT"].map((name) =>
          line.indexOf(name),
        );
        columns = { createdBy: createdBy!, size: size!, comment: comment! };
        return true;
      }
      if (columns === null) return false;
      const isRow = add(
        line.slice(columns.createdBy, columns.size).trim(),
        line.slice(columns.size, columns.comment).trim(),
      );
      if (!isRow) columns = null;
      return isRow;
    },
  };
}

function readJson(line: string, add: (createdBy: string, size: string) => boolean): boolean {
  if (!line.includes('"CreatedBy"')) return false;
  try {
    const { CreatedBy: createdBy, Size: size } = JSON.parse(line);
    return (
      typeof createdBy === "string" && ["string", "number"].includes(typeof size) && add(createdBy, `${size}`)
    );
  } catch {
    return false;
  }
}

const units: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** `188MB`, `30B`, or a number alone with `--human=false`. */
function bytesOf(size: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)(B|kB|MB|GB|TB)?$/.exec(size);
  return match === null ? null : Math.round(Number(match[1]) * units[match[2] ?? "B"]!);
}
