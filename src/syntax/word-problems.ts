import { type MappedText, sourceRange } from "../text/mapped-text.ts";
import type { SyntaxProblem } from "./nodes.ts";
import { type LexProblem, lexWords } from "./shell-word.ts";

const messages: Readonly<Record<LexProblem["kind"], readonly [code: string, message: string, help: string]>> =
  {
    "single-quote": [
      "unterminated-quote",
      "the quote `'` is never closed",
      'close it, or write it as `"\'"`',
    ],
    "double-quote": [
      "unterminated-quote",
      'the quote `"` is never closed',
      "close it, or put the escape character before it",
    ],
    "missing-brace": [
      "unterminated-variable",
      "`${` has no closing `}`",
      "close it, or write `\\$` for a dollar sign",
    ],
    "missing-slash": [
      "incomplete-replacement",
      "`${name/…}` lacks its second `/`",
      "write `${name/pattern/replacement}`",
    ],
    "bad-substitution": [
      "invalid-variable",
      "`${…}` has no name",
      "write `${name}`, or `\\$` for a dollar sign",
    ],
    modifier: [
      "unsupported-modifier",
      "this form of `${…}` is not supported",
      "use one of `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//` after the name",
    ],
    "pattern-escape": [
      "invalid-pattern",
      "a `\\` stands before an ordinary character in the pattern of `${…}`",
      "remove it: only `*`, `?`, `\\`, `}` and `/` may be escaped",
    ],
  };

/**
 * What BuildKit rejects when it puts variables into `start`…`end` of a text, whatever their values: open quotes, broken `${…}`.
 * In heredoc bodies (`plainQuotes`) quotes mean nothing.
 */
export function wordProblem(
  mapped: MappedText,
  start: number,
  end: number,
  options: { readonly escapeChar: string; readonly plainQuotes?: boolean },
): SyntaxProblem | null {
  const text = mapped.text.slice(start, end);
  if (!(options.plainQuotes ? text.includes("${") : /['"$]/.test(text))) return null;
  const { problem } = lexWords(text, { ...options, strictModifiers: true });
  if (problem === null) return null;
  const [code, message, help] = messages[problem.kind];
  return { code, message, range: sourceRange(mapped, start + problem.start, start + problem.end), help };
}

/** The same for a whole text. */
export function textProblem(mapped: MappedText | null, escapeChar: string): SyntaxProblem | null {
  return mapped === null ? null : wordProblem(mapped, 0, mapped.text.length, { escapeChar });
}
