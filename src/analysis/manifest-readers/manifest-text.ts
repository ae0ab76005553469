/** Small readers of manifest formats: as much as is needed to find files that a manifest points to. */

/** A line of a TOML file with the table it stands in. */
export interface TomlEntry {
  /** `tool.poetry.dependencies`; empty before the first header. */
  readonly table: string;
  readonly key: string;
  /** The text of the value; arrays over several lines are joined. */
  readonly value: string;
}

/** The entries of a TOML text. Comments are dropped where they can't be inside a string. */
export function tomlEntries(text: string): readonly TomlEntry[] {
  const entries: TomlEntry[] = [];
  let table = "";
  let open: { key: string; value: string[] } | null = null;
  for (const raw of text.split("\n")) {
    const line = raw.replace(/(^|\s)#[^"']*$/, "").trim();
    if (open !== null) {
      open.value.push(line);
      if (!line.startsWith("]") && !line.endsWith("]")) continue;
      entries.push({ table, key: open.key, value: open.value.join(" ") });
      open = null;
      continue;
    }
    const header = /^\[\[?\s*([^\]]+?)\s*\]\]?$/.exec(line);
    if (header) {
      table = header[1]!.replaceAll('"', "");
      continue;
    }
    const equals = line.indexOf("=");
    if (equals <= 0) continue;
    const key = line
      .slice(0, equals)
      .trim()
      .replace(/^["']|["']$/g, "");
    const value = line.slice(equals + 1).trim();
    if (value.startsWith("[") && !value.endsWith("]")) open = { key, value: [value] };
    else entries.push({ table, key, value });
  }
  if (open !== null) entries.push({ table, key: open.key, value: open.value.join(" ") });
  return entries;
}

/** The strings in quotes of a piece of text, in order. */
export function quotedStrings(text: string): readonly string[] {
  return [...text.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map((match) => match[1] ?? match[2] ?? "");
}

/** The value of `path = "…"` in an inline table. */
export function inlinePath(value: string): string | null {
  return /(?:^|[{,\s])path\s*=\s*["']([^"'\n]+)["']/.exec(value)?.[1] ?? null;
}

/** The items of a block list in YAML: `key:` and the lines `- item` below it. */
export function yamlList(text: string, key: string): readonly string[] {
  const items: string[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    if (/^\S/.test(line) && !/^-\s/.test(line)) inside = line.replace(/\s+#.*$/, "").trimEnd() === `${key}:`;
    else if (inside) {
      const item = /^\s*-\s+(.*)$/.exec(line)?.[1];
      if (item !== undefined) items.push(unquoted(item.replace(/\s+#.*$/, "").trim()));
    }
  }
  return items;
}

/** The values of a block mapping in YAML: `key:` and the lines `name: value` below it. */
export function yamlValues(text: string, key: string): readonly string[] {
  const values: string[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    if (/^\S/.test(line)) inside = line.trimEnd() === `${key}:`;
    else if (inside) {
      const value = /^\s+(?:"[^"]*"|'[^']*'|[^:\s][^:]*):\s+(.*)$/.exec(line)?.[1];
      if (value !== undefined) values.push(unquoted(value.trim()));
    }
  }
  return values;
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
