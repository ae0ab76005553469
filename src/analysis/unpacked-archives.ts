import { hadolintArchive } from "../knowledge/archive-names.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { baseName } from "../text/posix-path.ts";
import type { Range } from "../text/range.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";

/** An archive that one step copies and a later RUN of the same stage unpacks. */
export interface UnpackedArchive {
  readonly step: Step;
  /** The source's word. */
  readonly at: Range;
  /** As written. */
  readonly source: string;
  /** The stage or image that it is copied from; `null` for the build context. */
  readonly from: string | null;
  readonly command: Command;
  /** The RUN that unpacks it, and its word for the archive. */
  readonly run: Step;
  readonly word: ShellWord;
  /** `tar`: ADD can do it · `selective-tar`: it has options that ADD has not · `other`: what ADD does not unpack. */
  readonly how: "tar" | "selective-tar" | "other";
}

/** In the order of the file; each archive once. Names are compared without their folders. */
export const unpackedArchives = defineFact("unpacked-archives", (analysis): readonly UnpackedArchive[] =>
  analysis.file.stages.flatMap((stage) => inStage(stage, analysis)),
);

interface Copied {
  readonly step: Step;
  readonly at: Range;
  readonly source: string;
  readonly from: string | null;
}

function inStage(stage: Stage, { file, use }: Analysis): readonly UnpackedArchive[] {
  const copied = new Map<string, Copied>();
  const found: UnpackedArchive[] = [];
  for (const step of stage.steps) {
    const { instruction, state } = step;
    if (instruction.kind === "COPY") {
      const from = instruction.flags.find(({ name }) => name === "from")?.value ?? null;
      const expanded = (text: string): string => expand(text, state.scope, file.syntax.escape).value;
      const target = baseName(expanded(instruction.destination?.text ?? ""));
      for (const { text, range } of instruction.sources) {
        const name = hadolintArchive.test(target) ? target : baseName(expanded(text));
        if (hadolintArchive.test(name)) copied.set(name, { step, at: range, source: text, from });
      }
    }
    if (instruction.kind !== "RUN" || copied.size === 0) continue;
    for (const command of use(commands).of(instruction).commands) {
      const how = howItUnpacks(command);
      if (how === null) continue;
      for (const word of command.words.slice(1)) {
        const name = baseName(word.text);
        const archive = copied.get(name);
        if (archive === undefined) continue;
        copied.delete(name);
        found.push({ ...archive, command, run: step, word, how });
      }
    }
  }
  return found.sort((a, b) => a.at.start - b.at.start);
}

const otherUnpackers = new Set([
  "unzip",
  "gunzip",
  "bunzip2",
  "unlzma",
  "unxz",
  "zgz",
  "uncompress",
  "zcat",
  "gzcat",
]);

/** Options of `tar` that say where to and how to decompress; any other changes what comes out. */
const plainOptions =
  /^(?:-?[xfvzjJpk]+|-C|--(?:extract|get|file|directory|gzip|bzip2|xz|zstd|verbose|auto-compress)(?:=.*)?)$/;

function howItUnpacks({ name, words }: Command): UnpackedArchive["how"] | null {
  if (otherUnpackers.has(name)) return "other";
  if (name !== "tar" && name !== "bsdtar") return null;
  const options = words
    .slice(1)
    .filter(({ text }, at) => text.startsWith("-") || (at === 0 && /^[a-zA-Z]+$/.test(text)));
  const extracts = options.some(
    ({ text }) => /^--(?:extract|get)$|^-?[a-wyzA-Z]*x[a-zA-Z]*$/.test(text) && !/^-?[a-zA-Z]*c/.test(text),
  );
  if (!extracts) return null;
  return options.every(({ text }) => plainOptions.test(text)) ? "tar" : "selective-tar";
}
