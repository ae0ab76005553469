const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size for people, in decimal units with two digits at most before it is whole: `64 B`, `1.2 MB`, `180 MB`. */
export function byteSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : size.toFixed(0)} ${units[unit]!}`;
}
