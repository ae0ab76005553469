import { type SemanticTokens, SemanticTokensBuilder, SemanticTokenTypes } from "vscode-languageserver";
import type { Range } from "../text/range.ts";
import type { DocumentView } from "./document-view.ts";

/** The kinds of tokens, as the numbers in the data mean them. */
export const tokenTypes = [SemanticTokenTypes.keyword, SemanticTokenTypes.string] as const;

/**
 * What looks like a comment and is none: the directives that the builder follows, and the comments that hide findings. All other words are coloured by the
 * grammars of editors.
 */
export function directiveTokens({ file, lines, places }: DocumentView): SemanticTokens {
  const { directives, comments } = file.syntax;
  const builder = new SemanticTokensBuilder();
  const tokens: { readonly at: Range; readonly type: number }[] = [];
  for (const { name, range, valueRange } of directives) {
    const start = lines.text.toLowerCase().indexOf(name, range.start);
    tokens.push({ at: { start, end: start + name.length }, type: 0 }, { at: valueRange, type: 1 });
  }
  for (const { range, text } of comments) {
    const found = /^\s*(stowage\s+ignore(?:-file)?)\s/.exec(text);
    if (found === null) continue;
    const start = range.end - text.length + found[0].indexOf(found[1]!);
    tokens.push({ at: { start, end: start + found[1]!.length }, type: 0 });
  }
  for (const { at, type } of tokens.sort((one, other) => one.at.start - other.at.start)) {
    const { start, end } = places.range(at);
    builder.push(start.line, start.character, end.character - start.character, type, 0);
  }
  return builder.build();
}
