import { type MappedText, sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import type { ShellWord } from "./command.ts";
import {
  type AssignmentNode,
  type SyntaxNode,
  type TestExpression,
  visitOutsideScripts,
  type Word,
  type WordPart,
} from "./syntax-tree.ts";

const NO_VARIABLES: readonly string[] = [];

/** Words made of these alone mean what they say; most words are. */
const PLAIN = /^[\w\-./:=,@+%^]+$/;

const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

/** Where a node stands in the document. The parser may place the end of an unfinished word behind the text. */
export function nodeRange(source: MappedText, node: { readonly pos: number; readonly end: number }): Range {
  const { length } = source.text;
  return sourceRange(source, Math.min(node.pos, length), Math.min(node.end, length));
}

/** The word as the rest of the program sees it. `source` is the text that the tree was read from. */
export function shellWord(source: MappedText, node: Word): ShellWord {
  const range = nodeRange(source, node);
  const raw = node.text;
  if (PLAIN.test(raw)) return { text: raw, literal: true, quoted: false, range, variables: NO_VARIABLES };
  const { parts } = node;
  const tilde = raw.startsWith("~");
  if (!parts) {
    const text = node.value;
    return { text, literal: !tilde, quoted: text !== raw, range, variables: NO_VARIABLES };
  }
  const shown: Shown = { text: "", literal: !tilde, quoted: false, variables: null };
  showParts(shown, parts);
  const variables = shown.variables === null ? NO_VARIABLES : [...shown.variables];
  return { text: shown.text, literal: shown.literal, quoted: shown.quoted, range, variables };
}

/** `NAME=value` as a word: an argument of `export` and its like. */
export function assignmentWord(source: MappedText, node: AssignmentNode): ShellWord {
  const range = nodeRange(source, node);
  const { value } = node;
  if (value.type === "ArrayValue") {
    return { text: node.text, literal: false, quoted: false, range, variables: variablesOf(node) };
  }
  const word = shellWord(source, value);
  return { ...word, text: node.text.slice(0, value.pos - node.pos) + word.text, range };
}

/** `(a b)` of `NAME=(a b)`, as written. */
export function arrayWord(source: MappedText, node: AssignmentNode): ShellWord {
  const text = source.text.slice(node.value.pos, node.value.end);
  const range = nodeRange(source, node.value);
  return { text, literal: false, quoted: false, range, variables: variablesOf(node.value) };
}

/** A word that stands for itself, such as an operator of `[[ … ]]`. */
export function literalWord(source: MappedText, start: number, end: number): ShellWord {
  const range = nodeRange(source, { pos: start, end });
  return {
    text: source.text.slice(start, end),
    literal: true,
    quoted: false,
    range,
    variables: NO_VARIABLES,
  };
}

/** The operands of `[[ … ]]` with their operators, in order; `&&`, `||`, `!` and brackets are left out. */
export function testWords(source: MappedText, expression: TestExpression): readonly ShellWord[] {
  const words: ShellWord[] = [];
  const pending: TestExpression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.type) {
      case "TestUnary":
        // `[[ word ]]` has no operator, and an unfinished test no operand.
        if (next.pos < next.operand.pos) {
          words.push(literalWord(source, next.pos, next.pos + next.operator.length));
        }
        if (next.operand.pos < next.operand.end) words.push(shellWord(source, next.operand));
        break;
      case "TestBinary": {
        words.push(shellWord(source, next.left));
        const at = source.text.indexOf(next.operator, next.left.end);
        if (at !== -1 && at < next.right.pos) {
          words.push(literalWord(source, at, at + next.operator.length));
        }
        words.push(shellWord(source, next.right));
        break;
      }
      case "TestLogical":
        pending.push(...[...next.operands].reverse());
        break;
      case "TestNot":
        pending.push(next.operand);
        break;
      case "TestGroup":
        pending.push(next.expression);
        break;
    }
  }
  return words;
}

/** The variables named at or below a node, each once; those inside substitutions belong to the commands there. */
export function variablesOf(node: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  collectVariables(node, names);
  return names.size === 0 ? NO_VARIABLES : [...names];
}

interface Shown {
  text: string;
  literal: boolean;
  quoted: boolean;
  variables: Set<string> | null;
}

function showParts(shown: Shown, parts: readonly WordPart[]): void {
  for (const part of parts) {
    switch (part.type) {
      case "Literal":
        shown.text += part.value;
        if (part.value !== part.text) shown.quoted = true;
        break;
      case "SingleQuoted":
      case "AnsiCQuoted":
        shown.text += part.value;
        shown.quoted = true;
        break;
      case "DoubleQuoted":
      case "LocaleString":
        shown.quoted = true;
        showParts(shown, part.parts);
        break;
      case "SimpleExpansion":
        shown.text += `\${${parameterName(part.text)}}`;
        showVariables(shown, part);
        break;
      case "CommandExpansion":
        shown.text += substitutionText(
          part.text,
          part.text.startsWith("`") ? part.script?.source : undefined,
        );
        shown.literal = false;
        break;
      case "Glob":
        shown.text += part.value;
        showVariables(shown, part);
        break;
      default:
        shown.text += part.text;
        showVariables(shown, part);
    }
  }
}

function showVariables(shown: Shown, part: WordPart): void {
  shown.literal = false;
  shown.variables ??= new Set();
  collectVariables(part, shown.variables);
}

function substitutionText(raw: string, decoded: string | undefined): string {
  if (!raw.startsWith("`")) return raw;
  const inner = decoded ?? raw.slice(1, raw.length > 1 && raw.endsWith("`") ? -1 : undefined);
  return `$(${inner})`;
}

function collectVariables(node: SyntaxNode, names: Set<string>): void {
  visitOutsideScripts(node, (inner) => {
    let name: string | undefined;
    if (inner.type === "SimpleExpansion") name = parameterName(inner.text);
    else if (inner.type === "ParameterExpansion") name = inner.parameter;
    // Inside arithmetic a bare name is a variable too.
    else if (inner.type === "ArithmeticWord") name = inner.value.replace("$", "");
    if (name !== undefined && VARIABLE_NAME.test(name)) names.add(name);
  });
}

/** The name in `$NAME`; a line continuation may stand after the dollar. */
function parameterName(text: string): string {
  return text.includes("\\") ? text.slice(1).replaceAll("\\\n", "") : text.slice(1);
}
