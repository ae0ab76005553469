import { joinMapped, type MappedText } from "../text/mapped-text.ts";
import {
  type HclData,
  isList,
  isMap,
  isTrueData,
  numberOf,
  sameData,
  textOfData,
  Uncomputed,
} from "./hcl-data.ts";
import type { HclExpression, HclLoop, HclPart, HclTemplate } from "./hcl-expression.ts";
import { hclFunctions } from "./hcl-functions.ts";

/** What names and functions of an expression stand for. */
export interface HclScope {
  /** @throws Uncomputed for a name that stands for nothing known. */
  lookup(name: string): HclData;
  /** A function of the file; `null` for a name of none. */
  functionOf(name: string): ((parameters: readonly HclData[]) => HclData) | null;
}

/**
 * The value of an expression.
 * @throws Uncomputed where only a run can tell it, or it has none.
 */
export function evaluate(expression: HclExpression, scope: HclScope): HclData {
  switch (expression.kind) {
    case "value":
      return expression.value;
    case "template": {
      const [only, ...more] = expression.parts;
      // `"${x}"` is `x`, whatever that is.
      if (only?.kind === "value" && more.length === 0 && expression.heredoc === null)
        return evaluate(only.of, scope);
      return templateText(expression, scope).text;
    }
    case "name":
      return scope.lookup(expression.name);
    case "member":
      return memberOf(evaluate(expression.of, scope), evaluate(expression.key, scope));
    case "splat": {
      const of = evaluate(expression.of, scope);
      const items = isList(of) ? of : of === null ? [] : [of];
      return items.map((item) => expression.path.reduce(memberOf, item));
    }
    case "call": {
      const parameters = expression.parameters.map((one) => (): HclData => evaluate(one, scope));
      const { name } = expression;
      if (name === "try" || name === "can") return attempted(name, parameters);
      const values = parameters.map((compute) => compute());
      const last = expression.isSpread ? values.pop() : undefined;
      const all = last === undefined ? values : [...values, ...(isList(last) ? last : [last])];
      const called = scope.functionOf(name) ?? hclFunctions.get(name);
      if (called === undefined) throw new Uncomputed(`\`${name}()\` is known to bake alone`);
      return called(all);
    }
    case "unary": {
      const of = evaluate(expression.of, scope);
      return expression.operator === "!" ? !isTrueData(of) : -numberOf(of);
    }
    case "binary":
      return combined(expression.operator, expression.left, expression.right, scope);
    case "choice":
      return evaluate(
        isTrueData(evaluate(expression.test, scope)) ? expression.then : expression.otherwise,
        scope,
      );
    case "list":
      return expression.items.map((item) => evaluate(item, scope));
    case "map":
      return new Map(
        expression.entries.map(([key, value]) => [textOfData(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case "loop":
      return looped(expression, scope);
  }
}

function attempted(name: string, parameters: readonly (() => HclData)[]): HclData {
  for (const compute of parameters) {
    try {
      const value = compute();
      return name === "can" ? true : value;
    } catch (error) {
      if (!(error instanceof Uncomputed)) throw error;
    }
  }
  if (name === "can") return false;
  throw new Uncomputed("nothing of `try()` has a value");
}

function memberOf(of: HclData, key: HclData): HclData {
  const found = isMap(of) ? of.get(textOfData(key)) : isList(of) ? of[numberOf(key)] : undefined;
  if (found === undefined) throw new Uncomputed(`there is no \`${textOfData(key)}\` in the value`);
  return found;
}

function combined(operator: string, left: HclExpression, right: HclExpression, scope: HclScope): HclData {
  const one = evaluate(left, scope);
  if (operator === "&&" && !isTrueData(one)) return false;
  if (operator === "||" && isTrueData(one)) return true;
  const other = evaluate(right, scope);
  switch (operator) {
    case "&&":
    case "||":
      return isTrueData(other);
    case "==":
      return sameData(one, other);
    case "!=":
      return !sameData(one, other);
    case "<":
      return numberOf(one) < numberOf(other);
    case ">":
      return numberOf(one) > numberOf(other);
    case "<=":
      return numberOf(one) <= numberOf(other);
    case ">=":
      return numberOf(one) >= numberOf(other);
    case "+":
      return numberOf(one) + numberOf(other);
    case "-":
      return numberOf(one) - numberOf(other);
    case "*":
      return numberOf(one) * numberOf(other);
    case "/":
      return numberOf(one) / numberOf(other);
    default:
      return numberOf(one) % numberOf(other);
  }
}

/** Keys and values of what a loop goes over. */
function entriesOf(over: HclData): readonly (readonly [HclData, HclData])[] {
  if (isList(over)) return over.map((item, index) => [index, item]);
  if (isMap(over)) return [...over].sort(([one], [other]) => (one < other ? -1 : 1));
  throw new Uncomputed("a loop goes over no list");
}

function scopeWith(
  scope: HclScope,
  names: readonly string[],
  [key, value]: readonly [HclData, HclData],
): HclScope {
  const own = new Map(
    names.length > 1 ? [[names[0]!, key] as const, [names[1]!, value] as const] : [[names[0]!, value]],
  );
  return { ...scope, lookup: (name) => (own.has(name) ? own.get(name)! : scope.lookup(name)) };
}

function looped({ names, over, key, value, test, isGrouped }: HclLoop, scope: HclScope): HclData {
  const items: HclData[] = [];
  const entries = new Map<string, HclData>();
  for (const entry of entriesOf(evaluate(over, scope))) {
    const inner = scopeWith(scope, names, entry);
    if (test !== null && !isTrueData(evaluate(test, inner))) continue;
    const own = evaluate(value, inner);
    if (key === null) items.push(own);
    else {
      const named = textOfData(evaluate(key, inner));
      const before = entries.get(named);
      entries.set(named, isGrouped ? [...(before !== undefined && isList(before) ? before : []), own] : own);
    }
  }
  return key === null ? items : entries;
}

type Piece = { readonly text: string; readonly source: number };

/**
 * The text of a template; what is filled in stands where its `$` does.
 * @throws Uncomputed as `evaluate`.
 */
export function templateText({ parts, range }: HclTemplate, scope: HclScope): MappedText {
  const pieces: Piece[] = [];
  const end = written(parts, 0, scope, pieces);
  if (end !== parts.length) throw new Uncomputed("a directive of a template stands alone");
  return pieces.length === 0 ? { text: "", segments: [{ at: 0, source: range.start }] } : joinMapped(pieces);
}

/** Writes parts from one on, up to a directive that closes or goes on; gives the index of that. */
function written(parts: readonly HclPart[], from: number, scope: HclScope, pieces: Piece[]): number {
  let at = from;
  while (at < parts.length) {
    const part = parts[at]!;
    if (part.kind === "text") {
      const before = parts[at - 1];
      const after = parts[at + 1];
      const { text } = part.mapped;
      const begin = before && before.kind !== "text" && before.trims.after ? /^\s*/.exec(text)![0].length : 0;
      const end = after && after.kind !== "text" && after.trims.before ? text.trimEnd().length : text.length;
      for (const [index, segment] of part.mapped.segments.entries()) {
        const next = part.mapped.segments[index + 1]?.at ?? text.length;
        const start = Math.max(segment.at, begin);
        if (start < Math.min(next, end))
          pieces.push({
            text: text.slice(start, Math.min(next, end)),
            source: segment.source + start - segment.at,
          });
      }
      at += 1;
    } else if (part.kind === "value") {
      for (const text of textOfData(evaluate(part.of, scope))) pieces.push({ text, source: part.at });
      at += 1;
    } else {
      const next = followed(parts, at, scope, pieces);
      if (next === null) return at;
      at = next;
    }
  }
  return at;
}

/** Follows `%{if}` or `%{for}`; gives the index behind its end, `null` for any other directive. */
function followed(parts: readonly HclPart[], at: number, scope: HclScope, pieces: Piece[]): number | null {
  const part = parts[at]!;
  if (part.kind !== "directive") return null;
  const { words } = part;
  const kindAt = (index: number): string | null => {
    const found = parts[index];
    return found?.kind === "directive" ? found.words.kind : null;
  };
  if (words.kind === "if") {
    const isTaken = isTrueData(evaluate(words.test, scope));
    let end = isTaken ? written(parts, at + 1, scope, pieces) : skipped(parts, at + 1);
    if (kindAt(end) === "else")
      end = isTaken ? skipped(parts, end + 1) : written(parts, end + 1, scope, pieces);
    if (kindAt(end) !== "endif") throw new Uncomputed("`%{if}` has no end");
    return end + 1;
  }
  if (words.kind !== "for") return null;
  for (const entry of entriesOf(evaluate(words.over, scope)))
    written(parts, at + 1, scopeWith(scope, words.names, entry), pieces);
  const end = skipped(parts, at + 1);
  if (kindAt(end) !== "endfor") throw new Uncomputed("`%{for}` has no end");
  return end + 1;
}

/** The index of the directive that ends what begins here. */
function skipped(parts: readonly HclPart[], from: number): number {
  let depth = 0;
  for (let at = from; at < parts.length; at += 1) {
    const part = parts[at]!;
    if (part.kind !== "directive") continue;
    const { kind } = part.words;
    if (depth === 0 && kind !== "if" && kind !== "for") return at;
    if (kind === "if" || kind === "for") depth += 1;
    else if (kind !== "else") depth -= 1;
  }
  return parts.length;
}
