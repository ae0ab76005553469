import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import type { TextEdit } from "../text/edit.ts";
import { baseName, cleanPath } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import type { Analysis } from "./fact.ts";
import { removeInstruction } from "./instruction-edits.ts";
import { removeCommand } from "./script-edits.ts";
import { type UnpackedArchive, unpackedArchives } from "./unpacked-archives.ts";

/** Each is looked for in all of the file. */
const mostArchives = 50;

/**
 * Edits that mount an archive into the RUN that unpacks it, and take out the COPY and an `rm` of it in that RUN. `null` unless one COPY puts it
 * at a place that the RUN names in full, and nothing else in the file names it.
 */
export function mountingEdits(analysis: Analysis, archive: UnpackedArchive): readonly TextEdit[] | null {
  const { file, use } = analysis;
  const { step, run, word, source, from } = archive;
  const { instruction: copy } = step;
  if (use(unpackedArchives).length > mostArchives) return null;
  if (copy.kind !== "COPY" || copy.sources.length !== 1 || copy.json || copy.heredocs.length > 0) return null;
  if (!copy.flags.every(({ name }) => /^(?:from|chown|chmod|link)$/.test(name))) return null;
  if (!/^[\w./@+-]+$/.test(source) || !/^[\w./:@-]*$/.test(from ?? "")) return null;
  const name = baseName(word.text);
  const written = expand(copy.destination?.text ?? "", step.state.scope, file.syntax.escape);
  const place = written.complete
    ? pathInImage(step.state.workdir.path, written.value, file.syntax.escape)
    : null;
  const target = cleanPath(word.text);
  const isThere = place !== null && (place === target || cleanPath(`${place}/${name}`) === target);
  if (!word.literal || !word.text.startsWith("/") || !isThere) return null;
  if (place !== target && baseName(source) !== name) return null;

  const script = use(commands).of(run.instruction);
  const removal = script.commands.find(
    ({ name: program, words }) =>
      program === "rm" &&
      words.slice(1).every(({ text }) => /^-[rf]+$/.test(text) || cleanPath(text) === target),
  );
  const removed = removal === undefined ? null : removeCommand(file, run, { script, command: removal });
  const mentions = file.text.slice(copy.range.end).split(name).length - 1;
  if (mentions !== (removed === null ? 1 : 2)) return null;
  const fields = ["type=bind", ...(from === null ? [] : [`from=${from}`])];
  const inContext = from === null ? cleanPath(`/${source}`).slice(1) : source;
  const mount = ` --mount=${[...fields, `source=${inContext}`, `target=${target}`].join(",")}`;
  const { end } = run.instruction.keyword.range;
  return [
    removeInstruction(file, copy),
    { range: { start: end, end }, text: mount },
    ...(removed === null ? [] : [removed]),
  ];
}
