/**
 * Globs as package managers have them in lists of workspace members and as `ecosystems.ts` writes manifests. Those of the builder,
 * with classes and escapes, are in `file-glob.ts` and `path-pattern.ts`.
 */

/**
 * Whether a directory fits one of the globs of a workspace (`packages/*`, `apps/**`, `!old/*`); the last glob that fits decides.
 * Paths are relative to the workspace's root.
 */
export function fitsWorkspace(directory: string, globs: readonly string[]): boolean {
  let fits = false;
  for (const glob of globs) {
    const negated = glob.startsWith("!");
    const pattern = glob.replace(/^!/, "").replace(/^\.\//, "").replace(/\/+$/, "");
    if (fits === !negated) continue;
    if (fitsParts(directory.split("/"), pattern.split("/"))) fits = !negated;
  }
  return fits;
}

/** `*` within a part, `**` for any number of parts. The table keeps the work at parts × parts. */
function fitsParts(parts: readonly string[], pattern: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const wanted of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (wanted === "**") for (let end = at; end <= parts.length; end++) next.add(end);
      else if (at < parts.length && fitsPart(parts[at]!, wanted)) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(parts.length);
}

/** `*` for any characters, `{a,b}` for one of some; linear for what people write. */
export function fitsPart(part: string, pattern: string): boolean {
  const choice = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(pattern);
  if (choice) {
    const [, before = "", choices = "", after = ""] = choice;
    return choices.split(",").some((one) => fitsPart(part, before + one + after));
  }
  const pieces = pattern.split("*");
  const [first = ""] = pieces;
  if (pieces.length === 1) return part === pattern;
  const last = pieces.at(-1) ?? "";
  if (!part.startsWith(first) || !part.endsWith(last) || part.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = part.indexOf(piece, at);
    if (found === -1 || found + piece.length > part.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
