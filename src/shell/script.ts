/** Scripts from the two forms in which a command line comes: text for a shell, or words for the kernel. */
import { joinMapped, type MappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import type { PipelineMember, ShellScript, ShellWord } from "./command.ts";
import { isReadable, shebangDialect } from "./dialect.ts";
import { nestedScript } from "./nested-script.ts";
import { parseShell, readNestedScript } from "./parse-shell.ts";
import { ALONE, addCommand, finish, outermost, startReading } from "./reading.ts";

/** A word that is handed over as it is. */
export interface PlainWord {
  readonly mapped: MappedText;
  /** With what delimits it. */
  readonly range: Range;
}

/** A heredoc whose body stands apart from the line that names it. */
export interface DetachedHeredoc {
  /** The word with `<<`. */
  readonly marker: { readonly text: string };
  readonly name: string;
  readonly body: MappedText;
  readonly bodyRange: Range;
  readonly terminator: Range | null;
}

export type CommandText =
  | { readonly form: "exec"; readonly strings: readonly PlainWord[] }
  | { readonly form: "shell"; readonly script: MappedText };

/**
 * The script of a command line, for callers who know that its shell can be read (`dialectOf`). A line that is nothing but
 * one heredoc stands for the body of it: that body is the script, in the language that its `#!` line names, if any. Other
 * heredocs are put back behind the line.
 */
export function scriptOf(command: CommandText, heredocs: readonly DetachedHeredoc[] = []): ShellScript {
  if (command.form === "exec") return commandFromWords(command.strings);
  const body = bodyAsScript(command.script, heredocs);
  const dialect = body === null ? null : shebangDialect(body.text);
  if (dialect !== null && !isReadable(dialect)) return finish(startReading());
  return parseShell(shellText(command.script, heredocs));
}

/** The body of the heredoc that is all a line consists of; `null` for any other line. */
export function bodyAsScript(line: MappedText, heredocs: readonly DetachedHeredoc[]): MappedText | null {
  const [first] = heredocs;
  if (first === undefined || heredocs.length > 1 || line.text.trim() !== first.marker.text) return null;
  return first.body;
}

/** What a shell is given of a line and the heredocs that it names. */
export function shellText(line: MappedText, heredocs: readonly DetachedHeredoc[]): MappedText {
  return bodyAsScript(line, heredocs) ?? (heredocs.length === 0 ? line : attachHeredocs(line, heredocs));
}

/** One command of literal words; a shell among them (`["sh", "-c", "…"]`) is seen through. */
export function commandFromWords(words: readonly PlainWord[]): ShellScript {
  const reading = startReading();
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return finish(reading);
  const place = outermost(reading, first.mapped);
  const shown: ShellWord[] = words.map(({ mapped, range }) => ({
    text: mapped.text,
    literal: true,
    quoted: true,
    range,
    variables: [],
  }));
  const members: PipelineMember[] = [];
  const { levels, inside, background } = place;
  reading.pipelines.push({ connector: null, levels, inside, negated: false, background, members });
  const { name, program } = addCommand(reading, place, ALONE, {
    range: { start: first.range.start, end: last.range.end },
    words: shown,
    assignments: [],
    redirects: [],
    time: null,
  });
  // Without a shell around it `eval` is no program, and there is no input to read.
  const nested = nestedScript(name, shown, program);
  if (nested?.kind === "word") readNestedScript(reading, place, words[nested.at]!.mapped, true);
  members.push({ compound: null, first: 0, end: reading.commands.length });
  return finish(reading);
}

/** The text that the shell gets: the line, then each body with its terminator. */
function attachHeredocs(line: MappedText, heredocs: readonly DetachedHeredoc[]): MappedText {
  const pieces = [...piecesOf(line)];
  for (const { name, body, bodyRange, terminator } of heredocs) {
    pieces.push({ text: "\n", source: bodyRange.start - 1 }, ...piecesOf(body));
    if (terminator !== null) pieces.push({ text: name, source: terminator.start });
  }
  return joinMapped(pieces);
}

function* piecesOf({ text, segments }: MappedText): Generator<{ text: string; source: number }> {
  for (let i = 0; i < segments.length; i++) {
    const { at, source } = segments[i]!;
    yield { text: text.slice(at, segments[i + 1]?.at), source };
  }
}
