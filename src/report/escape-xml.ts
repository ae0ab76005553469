const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/**
 * Text for an XML element or an attribute in double quotes. What XML 1.0 has no way to write (section 2.2) becomes its picture, or
 * `U+FFFD`; line feeds and tabs are written by number, since readers make blanks of those in attributes.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (control) =>
      /[\t\n\r\x7f-\x9f]/.test(control) ? control : String.fromCharCode(0x2400 + control.charCodeAt(0)),
    )
    .replace(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"\t\n\r]/g, (char) => entities[char]!);
}
