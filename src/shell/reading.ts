/** What is collected while a script is read, and how a command gets into it. */
import { type MappedText, sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import type {
  Assignment,
  Command,
  Connector,
  Enclosure,
  Pipeline,
  Redirect,
  ShellProblem,
  ShellScript,
  ShellWord,
} from "./command.ts";
import { programName, unwrap } from "./wrappers.ts";

export interface Reading {
  readonly commands: Command[];
  readonly pipelines: Pipeline[];
  readonly problems: ShellProblem[];
  /** How many lists were numbered so far. */
  levels: number;
}

/** Where a list of commands stands. */
export interface Place {
  /** The text that the tree of the list was read from. */
  readonly source: MappedText;
  readonly inside: readonly Enclosure[];
  readonly levels: readonly number[];
  /** How many of the enclosures are nested scripts. */
  readonly scripts: number;
  readonly background: boolean;
  /** Set where values that are not known are part of the script's text: it may well be right once they are. */
  readonly ignoresProblems: boolean;
}

/** How a command is joined to its neighbours. */
export interface Joint {
  readonly connector: Connector | null;
  readonly pipeline: number | null;
  readonly negated: boolean;
}

/** The parts of a command before wrappers are told from the program. */
export interface CommandParts {
  readonly range: Range;
  readonly words: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirect[];
  /** The keyword `time` with its options, when it stands before the command. */
  readonly time: Range | null;
}

export const ALONE: Joint = { connector: null, pipeline: null, negated: false };

export function startReading(): Reading {
  return { commands: [], pipelines: [], problems: [], levels: 0 };
}

export function outermost(reading: Reading, source: MappedText): Place {
  return {
    source,
    inside: [],
    levels: [reading.levels++],
    scripts: 0,
    background: false,
    ignoresProblems: false,
  };
}

/** The place of a list inside another one. */
export function enter(reading: Reading, place: Place, enclosure: Enclosure): Place {
  return {
    ...place,
    inside: [...place.inside, enclosure],
    levels: [...place.levels, reading.levels++],
  };
}

export function finish(reading: Reading): ShellScript {
  const { commands, pipelines, problems } = reading;
  return { commands, pipelines, problems };
}

/** Notes a problem with the units `start` to `end` of the place's text; once only for the same text. */
export function addProblem(
  reading: Reading,
  place: Place,
  message: string,
  start: number,
  end: number,
): void {
  if (place.ignoresProblems) return;
  const length = place.source.text.length;
  const from = Math.min(start, Math.max(length - 1, 0));
  const range = sourceRange(place.source, from, Math.min(Math.max(end, from + 1), length));
  const last = reading.problems.at(-1);
  if (last?.message === message && last.range.start === range.start) return;
  reading.problems.push({ message, range });
}

/**
 * Adds a command. `keyword` is given for what runs no program.
 * @returns its name, and the position of its program among the words of `parts`.
 */
export function addCommand(
  reading: Reading,
  place: Place,
  joint: Joint,
  parts: CommandParts,
  keyword: string | null = null,
): { readonly name: string; readonly program: number } {
  const { words } = parts;
  const { wrappers, assignments, program } = unwrap(words);
  const name = keyword ?? (words.length === 0 ? "" : programName(words[program]!));
  reading.commands.push({
    index: reading.commands.length,
    name,
    words: program === 0 ? words : words.slice(program),
    range: parts.range,
    assignments: assignments.length === 0 ? parts.assignments : [...parts.assignments, ...assignments],
    redirects: parts.redirects,
    wrappers: parts.time === null ? wrappers : [{ name: "time", range: parts.time }, ...wrappers],
    connector: joint.connector,
    levels: place.levels,
    inside: place.inside,
    pipeline: joint.pipeline,
    negated: joint.negated,
    background: place.background,
  });
  return { name, program };
}
