/** One element of an XML document, attributes resolved. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: XmlElement[];
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const piece = /<(\/?)([A-Za-z][\w.-]*)((?: [A-Za-z][\w.-]*="[^"<\t\n]*")*)(\/?)>|([^<]+)/y;

/** Reads a document and fails on all that is not well-formed XML 1.0, or that a reader would change in an attribute. */
export function xmlRoot(document: string): XmlElement {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new Error("no declaration");
  const illegal = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(document);
  if (illegal) throw new Error(`an illegal character ${illegal[0].codePointAt(0)!.toString(16)}`);
  const top: XmlElement = { name: "", attributes: {}, text: "", children: [] };
  const open = [top];
  piece.lastIndex = declaration.length;
  while (piece.lastIndex < document.length) {
    const at = piece.lastIndex;
    const found = piece.exec(document);
    if (found === null) throw new Error(`not well-formed at ${document.slice(at, at + 60)}`);
    const [, closes, name, attributes, closed, text] = found;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.text += resolved(text);
    else if (closes === "/") {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const pairs = [...attributes!.matchAll(/ ([\w.-]+)="([^"]*)"/g)].map(([, key, value]) => [
        key!,
        resolved(value!),
      ]);
      if (new Set(pairs.map(([key]) => key)).size < pairs.length)
        throw new Error(`twice the same in ${found[0]}`);
      const element = { name: name!, attributes: Object.fromEntries(pairs), text: "", children: [] };
      parent.children.push(element);
      if (closed === "") open.push(element);
    }
  }
  if (open.length > 1 || top.children.length !== 1 || top.text.trim() !== "") throw new Error("not one root");
  return top.children[0]!;
}

function resolved(text: string): string {
  if (text.includes("]]>")) throw new Error("a `]]>`");
  return text.replace(
    /&(?:#(\d+);|(\w+);)?/g,
    (whole, code: string | undefined, name: string | undefined) => {
      if (code !== undefined) return String.fromCodePoint(Number(code));
      const char = entities[name ?? ""];
      if (char === undefined) throw new Error(`a stray ${whole}`);
      return char;
    },
  );
}
