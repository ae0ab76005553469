import type { Copy } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { commands } from "./commands.ts";
import type { EarlyCopy } from "./early-copies.ts";
import type { Analysis } from "./fact.ts";

/** Flags that a COPY of the manifests alone takes over. */
const keptFlags = new Set(["chown", "chmod", "link"]);

/**
 * Edits that copy the manifests alone and install before the copy of everything; `null` unless the case is plain: a RUN of one
 * command right below one COPY of the whole context, and all that the install reads is known and stands in one directory.
 */
export function splitEdits(
  analysis: Analysis,
  { install, copy, reads, needed }: EarlyCopy,
): readonly TextEdit[] | null {
  const { instruction: run } = install.step;
  const { instruction: broad } = copy.step;
  const { text } = analysis.file;
  if (reads !== "manifests" || run.kind !== "RUN" || broad.kind !== "COPY") return null;
  if (!isPlainCopy(broad) || !copy.whole || copy.step.stage !== install.step.stage) return null;
  if (install.step.index !== copy.step.index + 1) return null;
  if (run.command.form !== "shell" || run.heredocs.length > 0) return null;
  if (analysis.use(commands).of(run).commands.length !== 1) return null;
  if (!needed.complete || needed.obstacles.length > 0 || needed.directory !== ".") return null;
  if (needed.files.some((path) => /[/\s"'$\\`#]/.test(path))) return null;
  const written = broad.destination?.text ?? "";
  const isSamePlace =
    install.directory === null
      ? install.belowUnknownWorkdir === "." && /^\.\/?$/.test(written)
      : install.directory === copy.destination;
  if (!isSamePlace) return null;

  const destination = written === "." ? "./" : written.endsWith("/") ? written : `${written}/`;
  const flags = broad.flags.map(({ range }) => `${text.slice(range.start, range.end)} `).join("");
  const lineEnd = text.slice(broad.range.end).startsWith("\r\n") ? "\r\n" : "\n";
  const small = `${broad.keyword.text} ${flags}${needed.files.join(" ")} ${destination}`;
  const moved = text.slice(run.range.start, run.range.end);
  const nextLine = text.indexOf("\n", run.range.end);
  const end = nextLine === -1 ? text.length : nextLine + 1;
  return [
    {
      range: { start: broad.range.start, end: broad.range.start },
      text: `${small}${lineEnd}${moved}${lineEnd}`,
    },
    { range: { start: run.range.start, end }, text: "" },
  ];
}

function isPlainCopy({ sources, flags, json }: Copy): boolean {
  return sources.length === 1 && !json && flags.every(({ name }) => keptFlags.has(name));
}
