import { sliceMapped } from "../text/mapped-text.ts";
import { parseHeredocMarker } from "./heredoc-marker.ts";
import { isDigest, remoteKind } from "./literals.ts";
import type { Flag, SyntaxProblem, Word } from "./nodes.ts";
import { quote } from "./quote.ts";
import { jsonRest, missingArgument, type Reading, report } from "./reading.ts";
import { literalText } from "./shell-word.ts";
import { textProblem, wordProblem } from "./word-problems.ts";
import { jsonStringOf, wordAt } from "./words.ts";

interface Sources {
  readonly sources: readonly Word[];
  readonly destination: Word | null;
  readonly json: boolean;
}

/** Reads the words of COPY and ADD: sources, heredoc markers, and the destination as the last one. */
export function readTransfer(keyword: "COPY" | "ADD", reading: Reading): Sources {
  const { line, parts, ast, escapeChar, heredocs } = reading.draft;
  const array = jsonRest(reading);
  const all = array
    ? array.items.map((item) => {
        const { value, range, mapped } = jsonStringOf(line, item);
        return { word: { text: value, range }, mapped };
      })
    : ast.words.map(([from, to]) => {
        const [start, end] = [parts.restStart + from, parts.restStart + to];
        return { word: wordAt(line, start, end), mapped: sliceMapped(line, start, end) };
      });
  const destination = all.length > 1 ? all.at(-1)!.word : null;
  if (destination === null && !array?.bad)
    report(reading, missingDestination(keyword, reading, all[0]?.word));
  if (destination !== null && parseHeredocMarker(destination.text) !== null)
    report(reading, heredocDestination(destination));
  for (const { word, mapped } of all) {
    if (parseHeredocMarker(word.text) === null) report(reading, textProblem(mapped, escapeChar));
  }
  for (const flag of reading.base.flags) {
    if (/^(?:chown|chmod|checksum)$/.test(flag.name)) report(reading, textProblem(flag.mapped, escapeChar));
  }
  for (const { expand, body } of heredocs) {
    if (expand)
      report(reading, wordProblem(body, 0, body.text.length, { escapeChar: "\\", plainQuotes: true }));
  }
  const sources = all
    .slice(0, destination === null ? all.length : -1)
    .map(({ word }) => word)
    .filter((word) => array !== null || parseHeredocMarker(word.text) === null);
  if (keyword === "COPY") for (const source of sources) report(reading, remoteSource(source, escapeChar));
  else for (const flag of reading.base.flags) report(reading, checksumProblem(flag, sources, escapeChar));
  return { sources, destination, json: array !== null };
}

function missingDestination(keyword: string, reading: Reading, only: Word | undefined): SyntaxProblem {
  if (only === undefined) return missingArgument(reading, "sources and a destination");
  return {
    code: "missing-destination",
    message: `\`${keyword}\` has one argument: the destination is missing`,
    range: only.range,
    help: `write ${quote(`${keyword} ${only.text} destination`)}`,
  };
}

function heredocDestination(destination: Word): SyntaxProblem {
  return {
    code: "heredoc-destination",
    message: "a heredoc stands where the destination belongs",
    range: destination.range,
    help: "write the destination as the last word",
  };
}

function remoteSource(source: Word, escapeChar: string): SyntaxProblem | null {
  const text = literalText(source.text, escapeChar);
  const kind = text === null ? null : remoteKind(text);
  if (kind === null) return null;
  const what = kind === "git" ? "a git repository" : "a URL";
  return {
    code: "remote-copy-source",
    message: `\`COPY\` can't read ${what}`,
    range: source.range,
    help: "use `ADD`",
  };
}

function checksumProblem(flag: Flag, sources: readonly Word[], escapeChar: string): SyntaxProblem | null {
  const checksum = flag.name === "checksum" ? literalText(flag.value ?? "", escapeChar) : null;
  if (!checksum) return null;
  const at = { code: "invalid-checksum", range: flag.range };
  if (sources.length !== 1) {
    return { ...at, message: "`--checksum` is for one source only", help: "write one `ADD` for each source" };
  }
  const source = literalText(sources[0]!.text, escapeChar);
  if (source === null) return null;
  const kind = remoteKind(source);
  if (kind === null) {
    return {
      ...at,
      message: "`--checksum` is for URLs and git repositories only",
      help: "remove `--checksum`",
    };
  }
  if (kind === "git" || isDigest(checksum)) return null;
  return {
    ...at,
    message: `${quote(checksum)} is no digest`,
    help: "write `sha256:` and 64 hexadecimal digits in lower case",
  };
}
