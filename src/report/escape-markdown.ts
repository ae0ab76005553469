import { harmless } from "./display-text.ts";

/**
 * Text of one line for GitHub's Markdown, also in the cell of a table: words in back-ticks stay code, everything else is only text, so that nothing of a
 * repository becomes a link, a mention or markup.
 */
export function markdownLine(text: string): string {
  const parts = harmless(text).replaceAll("\t", " ").split("`");
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return plain(part);
      // The last back-tick may have no partner.
      return index === parts.length - 1 ? `&#96;${plain(part)}` : markdownCode(part);
    })
    .join("");
}

/** A name as code. Back-ticks hold no escapes, so what needs one stands in an element, by number. */
export function markdownCode(text: string): string {
  const shown = harmless(text).replaceAll("\t", " ");
  if (/^[^`|\\]+$/.test(shown) && shown.trim() === shown) return `\`${shown}\``;
  return codeElement(shown);
}

/** The same in an element of HTML, where back-ticks mean nothing. */
export function codeElement(text: string): string {
  return `<code>${harmless(text).replace(/[!-/:-@[-`{-~]/g, byNumber)}</code>`;
}

/** GitHub looks for mentions and numbers of issues in what has been rendered, within one text: this parts it in two. */
const nothing = "<!-- -->";

function plain(text: string): string {
  return text.replace(/[\\*_[\]~|]|[&<>]|:(?=\/\/)|[@#](?=\w)/g, (char) => {
    if (/[@#]/.test(char)) return char + nothing;
    return /[&<>:]/.test(char) ? byNumber(char) : `\\${char}`;
  });
}

function byNumber(char: string): string {
  return `&#${char.charCodeAt(0)};`;
}
