import { harmless } from "./display-text.ts";

/** A piece of HTML or SVG; made by `html` alone, so that no text of a repository gets in as it is. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template. Texts are escaped, nothing stands for nothing, the members of a list follow each other. */
export type Piece = Markup | string | number | null | readonly Piece[];

/** A template of markup: what is written is markup, what is put in is text. Values of attributes stand in quotes. */
export function html(written: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = written[0]!;
  for (const [index, piece] of pieces.entries()) text += markupText(piece) + written[index + 1]!;
  return { markup: text };
}

function markupText(piece: Piece): string {
  if (piece === null) return "";
  if (typeof piece === "number") return String(Math.round(piece * 100) / 100);
  if (typeof piece === "string") return escaped(piece);
  return "markup" in piece ? piece.markup : piece.map(markupText).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a quoted attribute. Controls and what turns the direction of text become visible; a lone surrogate is no character. */
function escaped(text: string): string {
  return harmless(text.replace(/\p{Cs}/gu, "\ufffd"))
    .replaceAll("\t", " ")
    .replace(/[&<>"']/g, (char) => entities[char]!);
}

/** Text of ours that is code in another language: a style, a script. It holds nothing of a repository. */
export function ownCode(text: string): Markup {
  return { markup: text };
}

/** Words in back-ticks as code. */
export function codeSpans(sentence: string): Markup {
  return html`${sentence.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
