/** One element of a page, by its tag as it is written. */
export interface PageElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text in it, entities resolved. */
  text: string;
  readonly parent: PageElement | null;
}

const voidElements = new Set(["meta", "br", "input", "link", "img"]);
const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&ldquo;": "\u201c",
  "&rdquo;": "\u201d",
};
const tag =
  /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z0-9:-]+(?:="[^"<>]*")?)*)(\/?)>|<!doctype html>|([<>])|(&[^;\s]*;?)/g;

/**
 * Reads a page of ours and fails on all that is not well-formed: a tag that is not closed, an attribute without quotes, a `<`, `>` or `&` in a text that is no
 * entity. Scripts and styles are read as text.
 */
export function elementsOf(page: string): readonly PageElement[] {
  const elements: PageElement[] = [];
  const open: PageElement[] = [];
  const say = (text: string): void => {
    for (const element of open) element.text += text;
  };
  let at = 0;
  tag.lastIndex = 0;
  for (let found = tag.exec(page); found !== null; found = tag.exec(page)) {
    say(page.slice(at, found.index));
    at = tag.lastIndex;
    const [written, closes, name, attributes = "", closed, stray, entity] = found;
    if (stray !== undefined) throw new Error(`a stray ${stray} at ${page.slice(found.index, at + 40)}`);
    if (entity !== undefined) {
      if (entities[entity] === undefined) throw new Error(`an unknown entity ${entity}`);
      say(entities[entity]);
      continue;
    }
    if (name === undefined) continue;
    if (closes === "/") {
      if (open.pop()?.name !== name) throw new Error(`${written} closes nothing`);
      continue;
    }
    const element: PageElement = {
      name,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/ ([a-zA-Z0-9:-]+)(?:="([^"]*)")?/g)].map(([, key, value = ""]) => [
          key,
          value.replace(/&[^;]*;/g, (one) => entities[one] ?? one),
        ]),
      ),
      text: "",
      parent: open.at(-1) ?? null,
    };
    elements.push(element);
    if (closed === "/" || voidElements.has(name)) continue;
    if (name === "script" || name === "style") {
      const end = page.indexOf(`</${name}`, at);
      element.text = page.slice(at, end);
      at = end;
      tag.lastIndex = end;
    }
    open.push(element);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  return elements;
}
