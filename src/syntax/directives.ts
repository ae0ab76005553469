import { isSpace, skipSpace } from "./characters.ts";
import type { Directive, SyntaxProblem } from "./nodes.ts";
import { quote } from "./quote.ts";

/**
 * Reads parser directives line by line. BuildKit reads the first lines twice: the parser (which heeds `escape`, and rejects a
 * repeated directive) allows blanks before `#`; the search for `syntax` and `check` does not, but skips a `#!` line.
 */
export interface DirectiveReader {
  /** Whether there may still be one in the next line. */
  open(): boolean;
  /**
   * Reads the line `start`…`end` (without its line ending). Returns whether it is a directive line; then it is no comment.
   */
  read(text: string, start: number, end: number, firstLine: boolean): boolean;
  readonly escape: () => Directive | null;
  readonly directives: readonly Directive[];
  readonly problems: readonly SyntaxProblem[];
}

interface Found {
  readonly name: Directive["name"];
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly start: number;
}

export function directiveReader(): DirectiveReader {
  const directives: Directive[] = [];
  const problems: SyntaxProblem[] = [];
  const seen = new Set<string>();
  let parserOpen = true;
  let searchOpen = true;
  let escapeDirective: Directive | null = null;

  function read(text: string, start: number, end: number, firstLine: boolean): boolean {
    const found = parserOpen || searchOpen ? findDirective(text, start, end) : null;
    if (found === null) {
      parserOpen = false;
      searchOpen &&= firstLine && text.startsWith("#!", start);
      return false;
    }
    if (found.start > start) searchOpen = false;
    const range = { start: found.start, end: found.valueEnd };
    const valueRange = { start: found.valueStart, end: found.valueEnd };
    const directive = {
      name: found.name,
      value: text.slice(found.valueStart, found.valueEnd),
      range,
      valueRange,
    };
    const isFirst = !seen.has(found.name);
    seen.add(found.name);
    if (!isFirst) {
      if (parserOpen) problems.push(repeated(directive));
    } else if (found.name === "escape") {
      if (parserOpen) escapeDirective = directive;
    } else if (searchOpen) {
      const problem = directive.name === "check" ? checkProblem(directive) : null;
      if (problem) problems.push(problem);
    }
    const effective = found.name === "escape" ? parserOpen : searchOpen;
    if (effective && isFirst) directives.push(directive);
    return parserOpen || effective;
  }

  return { open: () => parserOpen || searchOpen, read, escape: () => escapeDirective, directives, problems };
}

/** `#`, white space, a known name, `=`, a value; by hand, since the obvious pattern backtracks. */
function findDirective(text: string, lineStart: number, end: number): Found | null {
  const start = skipSpace(text, lineStart, end);
  if (text.charAt(start) !== "#" || start >= end) return null;
  const nameStart = skipSpace(text, start + 1, end);
  let at = nameStart;
  while (at < end && /^[A-Za-z0-9]$/.test(text.charAt(at))) at++;
  const name = text.slice(nameStart, at).toLowerCase();
  if (name !== "syntax" && name !== "escape" && name !== "check") return null;
  at = skipPatternSpace(text, at, end);
  if (text.charAt(at) !== "=" || at >= end) return null;
  const afterEquals = at + 1;
  const valueStart = skipPatternSpace(text, afterEquals, end);
  // A value of nothing but white space is the last of it.
  if (valueStart >= end)
    return valueStart > afterEquals ? { name, start, valueStart: end - 1, valueEnd: end } : null;
  let valueEnd = end;
  while (isPatternSpace(text.charCodeAt(valueEnd - 1))) valueEnd--;
  return { name, start, valueStart, valueEnd };
}

/** What `\s` means in BuildKit's pattern: no vertical tab. */
function isPatternSpace(unit: number): boolean {
  return unit <= 0x20 && unit !== 0x0b && isSpace(unit);
}

function skipPatternSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isPatternSpace(text.charCodeAt(at))) at++;
  return at;
}

function repeated(directive: Directive): SyntaxProblem {
  return {
    code: "repeated-directive",
    message: `the \`${directive.name}\` directive is given twice`,
    range: directive.range,
    help: "remove one of the two",
  };
}

export function escapeProblem(directive: Directive): SyntaxProblem {
  return {
    code: "invalid-escape-directive",
    message: `${quote(directive.value)} is no escape character`,
    range: directive.valueRange,
    help: "write `` ` `` or `\\`",
  };
}

/** What is wrong with `check=skip=…;experimental=…;error=…`. BuildKit cuts the value at its first blank. */
function checkProblem(directive: Directive): SyntaxProblem | null {
  const blank = directive.value.indexOf(" ");
  const options = (blank === -1 ? directive.value : directive.value.slice(0, blank)).trim();
  if (options === "") return null;
  const parts = options.split(";");
  for (const [index, part] of parts.entries()) {
    const equals = part.indexOf("=");
    const key = part.slice(0, Math.max(equals, 0)).trim();
    const isKnown = key === "skip" || key === "experimental" || key === "error";
    // Only the first two `;` separate: a third option and what follows is one.
    const value =
      index === 2
        ? parts
            .slice(2)
            .join(";")
            .slice(equals + 1)
        : part.slice(equals + 1);
    if (
      isKnown &&
      (key !== "error" || /^(?:1|0|[tTfF]|true|false|TRUE|FALSE|True|False)$/.test(value.trim()))
    ) {
      if (index === 2) break;
      continue;
    }
    const cutHelp = blank === -1 ? "" : "; the value ends at its first blank";
    return {
      code: "invalid-check-directive",
      message: isKnown
        ? `\`error\` of the \`check\` directive takes \`true\` or \`false\`, not ${quote(value.trim())}`
        : `${quote(part)} is no option of the \`check\` directive`,
      range: directive.valueRange,
      help: `write options as \`skip=RuleName,OtherRule;error=true\`${cutHelp}`,
    };
  }
  return null;
}
