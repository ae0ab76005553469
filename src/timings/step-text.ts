import type { BuildFile, Stage, Step } from "../model/build-file.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { hash64 } from "../text/hash64.ts";

/** What a builder executes, by its words in the Dockerfile: a step of a stage, or the pull of an image. */
export interface StepText {
  /** `null` for a pull, which all stages share. */
  readonly step: Step | null;
  /** Name of the stage, or its index as text; `null` for a pull. */
  readonly stage: string | null;
  /** On one line, variables as written: `RUN npm ci`; of a pull the image that it is: `FROM node:24`. */
  readonly text: string;
  /** Names the text with the bodies of its heredocs. */
  readonly digest: string;
  /** What the builder's name for it holds in this order, lower-cased; what lies between depends on variables. */
  readonly pieces: readonly string[];
}

/** All that a Dockerfile has the builder do, in the order of the file. */
export function stepTexts(file: BuildFile): readonly StepText[] {
  return file.stages.flatMap((stage) => stage.steps.flatMap((step) => stepText(file, step) ?? []));
}

/** `null` for an instruction that is no step of the build. */
export function stepText(file: BuildFile, step: Step): StepText | null {
  const { kind } = step.instruction;
  if (kind !== "RUN" && kind !== "COPY" && kind !== "ADD" && kind !== "WORKDIR") return null;
  // As written: a comment behind it is part of what the builder shows.
  const instruction = file.syntax.instructions[step.instruction.index] ?? step.instruction;
  const shown = shownText(file, instruction);
  const bodies = instruction.heredocs.map(({ body }) => body.text);
  return {
    step,
    stage: nameOfStage(step.stage),
    text: shown,
    digest: hash64([shown, ...bodies].join("\n")),
    pieces: piecesOf(shown, kind !== "RUN"),
  };
}

/** The pull of an image, whoever asks for it; `null` for what is no name of an image. */
export function pullText(image: string): StepText | null {
  const reference = parseImageReference(image);
  if (reference === null) return null;
  const { familiarName, tag, digest } = reference;
  // What the builder shows has the digest that it found, behind the tag.
  const version = tag === null && digest !== null ? `@${digest}` : `:${tag ?? "latest"}`;
  const text = `FROM ${familiarName}${version}`;
  return { step: null, stage: null, text, digest: hash64(text), pieces: [text.toLowerCase()] };
}

export function nameOfStage(stage: Stage): string {
  return stage.name ?? String(stage.index);
}

/** White space in a row counts as one blank, which hides how lines were joined. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function shownText({ text }: BuildFile, { kind, flags, rest, heredocs }: Instruction): string {
  const words = flags.map((flag) => text.slice(flag.range.start, flag.range.end));
  const [first] = heredocs;
  // A script is shown by its first line (BuildKit `dockerfile2llb/convert.go`, `summarizeHeredoc`, read 2026-08).
  const isScript = kind === "RUN" && first !== undefined && rest.text.trim() === first.marker.text;
  const [line = "", ...more] = (isScript ? first.body.text : "").trim().split("\n");
  const script = isScript ? [`(${line}${more.length > 0 ? "..." : ""})`] : [];
  return onOneLine([kind, ...words, rest.text, ...script].join(" "));
}

/**
 * The builder replaces variables that it knows and drops the backslashes of escapes; around words of all but RUN it also drops quotes, and the
 * commas of the JSON form come out otherwise.
 */
export function piecesOf(shown: string, isWords: boolean): readonly string[] {
  const gaps = isWords ? /\$\{[^}]*\}?|\$\w*|["'\\`]|\[ ?"| ?\]$/g : /\$\{[^}]*\}?|\$\w*|[\\`]/g;
  return shown.toLowerCase().split(gaps);
}

/** Whether a name that the builder shows, lower-cased and on one line, is of a step. Linear. */
export function isNameOf(name: string, pieces: readonly string[]): boolean {
  const [first = ""] = pieces;
  if (pieces.length === 1) return name === first;
  const last = pieces.at(-1)!;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece.trim(), at);
    if (found === -1 || found + piece.trim().length > end) return false;
    at = found + piece.trim().length;
  }
  return true;
}
