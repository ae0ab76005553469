/** A value of an HCL file that is written out; anything that has to be computed is `unknown`. */
export type HclValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly HclValue[] }
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, HclValue> }
  | { readonly kind: "unknown"; readonly text: string };

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** 1-based. */
  readonly line: number;
  readonly attributes: ReadonlyMap<string, HclValue>;
}

interface Token {
  readonly kind: "name" | "text" | "number" | "punctuation" | "newline";
  readonly text: string;
  readonly line: number;
}

const mostLevels = 20;

/**
 * The blocks at the top of an HCL text (native syntax, as bake files use it): literal texts, numbers, booleans, and lists and maps of them. Everything
 * else is skipped. `${…}` in a text stays as written. `null` where the brackets don't fit. Linear.
 */
export function hclBlocks(text: string): readonly HclBlock[] | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const blocks: HclBlock[] = [];
  let at = 0;
  const peek = (ahead = 0): Token | undefined => tokens[at + ahead];
  const isNext = (text: string, ahead = 0) =>
    peek(ahead)?.kind === "punctuation" && peek(ahead)?.text === text;
  const skipLines = (): void => {
    while (peek()?.kind === "newline" || isNext(",")) at += 1;
  };

  /** Moves behind an expression; gives what it says as text. */
  const skipExpression = (): HclValue => {
    const words: string[] = [];
    for (let depth = 0; at < tokens.length; at += 1) {
      const { kind, text } = tokens[at]!;
      if (depth === 0 && (kind === "newline" || (kind === "punctuation" && /^[,\]})]$/.test(text)))) break;
      if (kind === "punctuation") depth += /^[[({]$/.test(text) ? 1 : /^[\])}]$/.test(text) ? -1 : 0;
      words.push(text);
    }
    return { kind: "unknown", text: words.join(" ").trim() };
  };
  /** Whether an expression ends here: then what was read is all of it. */
  const isEnd = () =>
    peek() === undefined || peek()?.kind === "newline" || isNext(",") || isNext("]") || isNext("}");
  const literal = (level: number): HclValue => {
    const start = at;
    const value = level > mostLevels ? null : readLiteral(level);
    if (value !== null && isEnd()) return value;
    at = start;
    return skipExpression();
  };
  const readLiteral = (level: number): HclValue | null => {
    const token = tokens[at++];
    if (token === undefined) return null;
    if (token.kind === "text" || token.kind === "number") return { kind: "text", text: token.text };
    if (token.kind === "name")
      return /^(?:true|false|null)$/.test(token.text) ? { kind: "text", text: token.text } : null;
    if (token.text === "[") {
      const items: HclValue[] = [];
      for (skipLines(); at < tokens.length && !isNext("]"); skipLines()) {
        // `[for x in …]` makes its items.
        if (peek()?.text === "for" && peek()?.kind === "name") return null;
        items.push(literal(level + 1));
        if (isNext(")") || isNext("}")) return null;
      }
      at += 1;
      return { kind: "list", items };
    }
    if (token.text !== "{") return null;
    const entries = new Map<string, HclValue>();
    for (skipLines(); at < tokens.length && !isNext("}"); skipLines()) {
      const key = tokens[at++]!;
      if (key.kind === "punctuation" || !(isNext("=") || isNext(":"))) return null;
      at += 1;
      entries.set(key.text, literal(level + 1));
      if (isNext(")") || isNext("]")) return null;
    }
    at += 1;
    return { kind: "map", entries };
  };

  while (at < tokens.length) {
    skipLines();
    const head = tokens[at];
    if (head === undefined) break;
    const labels: string[] = [];
    let ahead = 1;
    for (; peek(ahead)?.kind === "text" || peek(ahead)?.kind === "name"; ahead += 1)
      labels.push(peek(ahead)!.text);
    if (head.kind !== "name" || !isNext("{", ahead)) {
      const before = at;
      skipExpression();
      if (at === before) at += 1;
      continue;
    }
    at += ahead + 1;
    const attributes = new Map<string, HclValue>();
    for (skipLines(); at < tokens.length && !isNext("}"); skipLines()) {
      const name = tokens[at++]!;
      if (isNext("=")) {
        at += 1;
        attributes.set(name.text, literal(0));
      } else skipExpression();
      if (isNext(")") || isNext("]")) at += 1;
    }
    at += 1;
    blocks.push({ type: head.text, labels, line: head.line, attributes });
  }
  return blocks;
}

/** `null` for a text or a comment without end, and for brackets that don't fit. */
function tokensOf(text: string): readonly Token[] | null {
  const pattern =
    /([ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(\n)|"((?:[^"\\\n]|\\.)*)"|<<-?([A-Za-z_]\w*)\r?\n([\s\S]*?)\n[ \t]*\4(?=\r?\n|$)|([A-Za-z_][\w-]*)|(\d+(?:\.\d+)?)|([^\s\w])/y;
  const tokens: Token[] = [];
  const open: string[] = [];
  let line = 1;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return null;
    const [whole, blank, newline, quoted, marker, heredoc, name, number, punctuation] = found;
    const add = (kind: Token["kind"], words: string): void => {
      tokens.push({ kind, text: words, line });
    };
    if (newline !== undefined) {
      // Inside of parentheses a line end means nothing.
      if (open.at(-1) !== "(") add("newline", "\n");
    } else if (quoted !== undefined) add("text", unescaped(quoted));
    else if (marker !== undefined) add("text", heredoc!);
    else if (name !== undefined) add("name", name);
    else if (number !== undefined) add("number", number);
    else if (punctuation !== undefined) {
      // A text, a heredoc or a comment without end.
      if (punctuation === '"' || text.startsWith("<<", pattern.lastIndex - 1)) return null;
      if (text.startsWith("/*", pattern.lastIndex - 1)) return null;
      if ("[({".includes(punctuation)) open.push(punctuation);
      const opening = { "]": "[", ")": "(", "}": "{" }[punctuation];
      if (opening !== undefined && open.pop() !== opening) return null;
      add("punctuation", punctuation);
    } else if (blank?.startsWith("/*") && blank.includes("\n") && open.at(-1) !== "(") add("newline", "\n");
    line += whole.split("\n").length - 1;
  }
  return open.length === 0 ? tokens : null;
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\nt])/g, (_, unit: string) =>
    unit === "n" ? "\n" : unit === "t" ? "\t" : unit,
  );
}
