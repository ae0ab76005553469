/** JSON with comments and commas at the ends of lists, as editors read it; `undefined` for what is none. */
export function parseJsonWithComments(text: string): unknown {
  const plain = text
    .replace(/^\ufeff/, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (whole) =>
      whole.startsWith('"') ? whole : whole.replace(/[^\n]/g, " "),
    )
    .replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (whole) => (whole === "," ? " " : whole));
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}
