import { joinMapped, type MappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import type {
  Directive,
  HclBody,
  HclExpression,
  HclLoop,
  HclPart,
  HclSection,
  HclTemplate,
} from "./hcl-expression.ts";

/** Why a text is no HCL, and where. */
export interface HclError {
  readonly message: string;
  readonly at: number;
}

/** Thrown inside of this file alone. */
class Unreadable extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const mostLevels = 60;

/** Reads an HCL text (native syntax specification of HCL 2). */
export function parseHcl(text: string): HclBody | HclError {
  const reader = hclReader(text, 0);
  try {
    const body = reader.body(0);
    return reader.isAtEnd() ? body : { message: "a bracket closes nothing", at: reader.place() };
  } catch (error) {
    if (error instanceof Unreadable) return { message: error.message, at: error.at };
    throw error;
  }
}

/** Reads the template in a string of a JSON file; `null` where it can't be read. */
export function parseTemplate(given: MappedText, range: Range): HclTemplate | null {
  try {
    return {
      kind: "template",
      parts: hclReader(given.text, 0).templateParts(given),
      range,
      heredoc: null,
    };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

const operators = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
] as const;
const identifier = /[A-Za-z_][\w-]*/y;

function hclReader(text: string, start: number) {
  let at = start;
  /** Inside of parentheses a line end means nothing. */
  let inParentheses = 0;

  const fail = (message: string): never => {
    throw new Unreadable(message, at);
  };
  const blank = /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
  const skip = (lines = inParentheses > 0): void => {
    for (;;) {
      blank.lastIndex = at;
      const found = blank.exec(text);
      if (found !== null) at += found[0].length;
      else if (lines && text[at] === "\n") at += 1;
      else return;
    }
  };
  const isNext = (word: string): boolean => text.startsWith(word, at);
  const isAhead = (word: string): boolean => {
    skip();
    return isNext(word);
  };
  const take = (word: string): boolean => {
    skip();
    if (!isNext(word)) return false;
    at += word.length;
    return true;
  };
  const need = (word: string): void => {
    if (!take(word)) fail(`\`${word}\` is missing`);
  };
  const name = (): string | null => {
    skip();
    identifier.lastIndex = at;
    const found = identifier.exec(text);
    if (found === null) return null;
    at += found[0].length;
    return found[0];
  };
  const keyword = (word: string): boolean => {
    skip();
    if (!isNext(word) || /[\w-]/.test(text[at + word.length] ?? "")) return false;
    at += word.length;
    return true;
  };
  const inBrackets = <Value>(read: () => Value): Value => {
    inParentheses += 1;
    const value = read();
    inParentheses -= 1;
    return value;
  };

  const expression = (level: number): HclExpression => {
    if (level > mostLevels) fail("the expression holds too much in itself");
    const test = binary(0, level);
    if (!take("?")) return test;
    const then = expression(level + 1);
    need(":");
    return { kind: "choice", test, then, otherwise: expression(level + 1) };
  };
  const binary = (rank: number, level: number): HclExpression => {
    const own = operators[rank];
    if (own === undefined) return unary(level);
    let left = binary(rank + 1, level);
    for (;;) {
      skip();
      const operator = own.find((candidate) => isNext(candidate));
      if (operator === undefined || isNext("=>")) return left;
      at += operator.length;
      left = { kind: "binary", operator, left, right: binary(rank + 1, level) };
    }
  };
  const unary = (level: number): HclExpression => {
    skip();
    if (level > mostLevels) fail("the expression holds too much in itself");
    for (const operator of ["-", "!"])
      if (isNext(operator) && !isNext("!=")) {
        at += 1;
        return { kind: "unary", operator, of: unary(level + 1) };
      }
    let value = term(level);
    for (;;) {
      // A line that begins with a bracket or a dot is another one.
      skip();
      if (isNext("[*]") || isNext(".*")) {
        at += isNext("[*]") ? 3 : 2;
        const path: string[] = [];
        while (isNext(".")) {
          at += 1;
          path.push(name() ?? fail("a name is missing"));
        }
        value = { kind: "splat", of: value, path };
      } else if (isNext("[")) {
        at += 1;
        const key = inBrackets(() => expression(level + 1));
        need("]");
        value = { kind: "member", of: value, key };
      } else if (isNext(".") && !isNext("...")) {
        at += 1;
        const number = /\d+/y;
        number.lastIndex = at;
        const index = number.exec(text);
        if (index !== null) at += index[0].length;
        const key = index === null ? (name() ?? fail("a name is missing")) : Number(index[0]);
        value = { kind: "member", of: value, key: { kind: "value", value: key } };
      } else return value;
    }
  };
  const term = (level: number): HclExpression => {
    skip();
    if (isNext('"')) return quoted();
    if (isNext("<<")) return heredoc();
    const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = at;
    const digits = number.exec(text);
    if (digits !== null) {
      at += digits[0].length;
      return { kind: "value", value: Number(digits[0]) };
    }
    if (take("(")) {
      const value = inBrackets(() => expression(level + 1));
      inBrackets(() => need(")"));
      return value;
    }
    if (take("[")) return list(level);
    if (take("{")) return map(level);
    const word = name() ?? fail("a value is missing");
    if (word === "true" || word === "false") return { kind: "value", value: word === "true" };
    if (word === "null") return { kind: "value", value: null };
    let called = word;
    while (isNext("::")) {
      at += 2;
      called += `::${name() ?? fail("a name is missing")}`;
    }
    if (!isNext("(")) return { kind: "name", name: word };
    at += 1;
    return inBrackets(() => {
      const parameters: HclExpression[] = [];
      let isSpread = false;
      while (!take(")")) {
        parameters.push(expression(level + 1));
        isSpread = take("...");
        if (!take(",") && !isAhead(")")) fail("`)` is missing");
      }
      return { kind: "call", name: called, parameters, isSpread };
    });
  };
  const loop = (level: number, isMap: boolean): HclLoop => {
    const names = [name() ?? fail("a name is missing")];
    if (take(",")) names.push(name() ?? fail("a name is missing"));
    if (!keyword("in")) fail("`in` is missing");
    const over = expression(level + 1);
    need(":");
    const first = expression(level + 1);
    let value = first;
    if (isMap) {
      need("=>");
      value = expression(level + 1);
    }
    const isGrouped = take("...");
    const test = keyword("if") ? expression(level + 1) : null;
    return { kind: "loop", names, over, key: isMap ? first : null, value, test, isGrouped };
  };
  const list = (level: number): HclExpression =>
    inBrackets(() => {
      if (keyword("for")) {
        const found = loop(level, false);
        need("]");
        return found;
      }
      const items: HclExpression[] = [];
      while (!take("]")) {
        items.push(expression(level + 1));
        if (!take(",") && !isAhead("]")) fail("`]` is missing");
      }
      return { kind: "list", items };
    });
  const map = (level: number): HclExpression => {
    const outer = inParentheses;
    const before = at;
    inParentheses = 1;
    if (keyword("for")) {
      skip();
      if (!isNext("=") && !isNext(":")) {
        const found = loop(level, true);
        need("}");
        inParentheses = outer;
        return found;
      }
      at = before;
    }
    const entries: [HclExpression, HclExpression][] = [];
    inParentheses = 0;
    for (;;) {
      skip(true);
      while (isNext(",")) {
        at += 1;
        skip(true);
      }
      if (take("}")) break;
      const started = at;
      const word = name();
      skip();
      const isWord = word !== null && /[=:]/.test(text[at] ?? "");
      if (!isWord) at = started;
      const key: HclExpression = isWord ? { kind: "value", value: word } : expression(level + 1);
      if (!take("=") && !take(":")) fail("`=` is missing");
      entries.push([key, expression(level + 1)]);
      skip();
      if (!isNext(",") && !isNext("\n") && !isNext("}")) fail("`}` is missing");
    }
    inParentheses = outer;
    return { kind: "map", entries };
  };

  /** Of `"…"`. */
  const quoted = (): HclTemplate => {
    const first = at;
    at += 1;
    const parts: HclPart[] = [];
    let pieces: { text: string; source: number }[] = [];
    let isEscaped = false;
    const flush = (): void => {
      if (pieces.length > 0) parts.push({ kind: "text", mapped: joinMapped(pieces), isEscaped });
      pieces = [];
      isEscaped = false;
    };
    while (text[at] !== '"') {
      const unit = text[at];
      if (unit === undefined || unit === "\n") fail("a text has no end");
      if (unit === "\\") {
        const [whole, code, long] =
          /^\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|["\\nrt])/.exec(text.slice(at, at + 10)) ??
          fail("an escape is unknown");
        const written =
          (code ?? long) === undefined
            ? ({ n: "\n", r: "\r", t: "\t" }[whole![1]!] ?? whole![1]!)
            : String.fromCodePoint(Number.parseInt((code ?? long)!, 16));
        pieces.push({ text: written, source: at });
        at += whole!.length;
      } else if (isNext("$${") || isNext("%%{")) {
        isEscaped = true;
        pieces.push({ text: `${unit!}{`, source: at });
        at += 3;
      } else if (isNext("${") || isNext("%{")) {
        flush();
        parts.push(hole());
      } else {
        pieces.push({ text: unit!, source: at });
        at += 1;
      }
    }
    flush();
    at += 1;
    return { kind: "template", parts, range: { start: first, end: at }, heredoc: null };
  };

  const heredoc = (): HclTemplate => {
    const first = at;
    const [whole, flag, marker] =
      /^<<(-?)([A-Za-z_][\w-]*)\r?\n/.exec(text.slice(at, at + 200)) ?? fail("a heredoc has no name");
    const bodyStart = at + whole!.length;
    const ending = new RegExp(`^[ \\t]*${marker}[ \\t]*\\r?$`, "gm");
    ending.lastIndex = bodyStart;
    const last = ending.exec(text);
    if (last === null) return fail("a heredoc has no end");
    const body = text.slice(bodyStart, last.index);
    let mapped = joinMapped([{ text: body, source: bodyStart }]);
    if (flag === "-") {
      const lines = body.split("\n").slice(0, -1);
      const indent = Math.min(
        ...lines.map((line) =>
          line.trim() === "" ? Number.POSITIVE_INFINITY : /^[ \t]*/.exec(line)![0].length,
        ),
      );
      let source = bodyStart;
      mapped = joinMapped(
        lines.map((line) => {
          const cut = Math.min(indent, /^[ \t]*/.exec(line)![0].length);
          const piece = { text: `${line.slice(cut)}\n`, source: source + cut };
          source += line.length + 1;
          return piece;
        }),
      );
    }
    const parts = hclReader(mapped.text, 0).templateParts(mapped);
    at = last.index + last[0].replace(/\r$/, "").length;
    return {
      kind: "template",
      parts,
      range: { start: first, end: at },
      heredoc: { bodyStart, bodyEnd: last.index },
    };
  };

  /** `${…}` or `%{…}`, at its first unit. */
  const hole = (): HclPart => {
    const first = at;
    const isDirective = text[at] === "%";
    at += 2;
    const before = isNext("~");
    if (before) at += 1;
    return inBrackets(() => {
      const words = isDirective ? directive() : null;
      const of = words === null ? expression(1) : null;
      const after = take("~");
      need("}");
      const trims = { before, after };
      return of === null
        ? { kind: "directive", words: words!, trims }
        : { kind: "value", of, at: first, trims };
    });
  };
  const directive = (): Directive => {
    if (keyword("if")) return { kind: "if", test: expression(1) };
    if (keyword("for")) {
      const names = [name() ?? fail("a name is missing")];
      if (take(",")) names.push(name() ?? fail("a name is missing"));
      if (!keyword("in")) fail("`in` is missing");
      return { kind: "for", names, over: expression(1) };
    }
    for (const kind of ["else", "endif", "endfor"] as const) if (keyword(kind)) return { kind };
    return fail("an unknown directive");
  };

  const templateParts = (given: MappedText): readonly HclPart[] => {
    const parts: HclPart[] = [];
    const pattern = /\$\$\{|%%\{|[$%]\{/g;
    let pieces: { text: string; source: number }[] = [];
    let isEscaped = false;
    const keep = (from: number, to: number): void => {
      let begin = from;
      for (const segment of given.segments)
        if (segment.at > begin && segment.at < to) {
          pieces.push({ text: text.slice(begin, segment.at), source: sourceOf(given, begin) });
          begin = segment.at;
        }
      if (begin < to) pieces.push({ text: text.slice(begin, to), source: sourceOf(given, begin) });
    };
    const flush = (): void => {
      if (pieces.length > 0) parts.push({ kind: "text", mapped: joinMapped(pieces), isEscaped });
      pieces = [];
      isEscaped = false;
    };
    while (at < text.length) {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      keep(at, found?.index ?? text.length);
      if (found === null) break;
      at = found.index;
      if (found[0].length === 3) {
        isEscaped = true;
        keep(at + 1, at + 3);
        at += 3;
        continue;
      }
      flush();
      const part = hole();
      parts.push(part.kind === "value" ? { ...part, at: sourceOf(given, part.at) } : part);
    }
    flush();
    return parts;
  };

  const body = (level: number): HclBody => {
    const attributes = new Map<string, HclExpression>();
    const blocks: HclSection[] = [];
    for (;;) {
      skip(true);
      if (at >= text.length || isNext("}")) return { attributes, blocks };
      const first = at;
      const word = name() ?? fail("a name is missing");
      skip();
      if (isNext("=") && !isNext("==")) {
        at += 1;
        attributes.set(word, expression(level));
      } else {
        const labels: string[] = [];
        for (skip(); !isNext("{"); skip()) {
          const label = isNext('"') ? plain(quoted()) : name();
          labels.push(label ?? fail("`{` is missing"));
        }
        at += 1;
        const inner = level > mostLevels ? fail("the blocks hold too much in themselves") : body(level + 1);
        if (!isNext("}")) fail("`}` is missing");
        at += 1;
        blocks.push({ type: word, labels, at: first, body: inner });
      }
      skip();
      if (at < text.length && !isNext("\n") && !isNext("}")) fail("a line end is missing");
    }
  };
  return { body, templateParts, isAtEnd: () => at >= text.length, place: () => at };
}

function plain({ parts }: HclTemplate): string {
  return parts.map((part) => (part.kind === "text" ? part.mapped.text : "")).join("");
}

function sourceOf({ segments }: MappedText, at: number): number {
  const segment = segments.findLast((one) => one.at <= at)!;
  return segment.source + (at - segment.at);
}
