import type { BuildFile } from "../model/build-file.ts";
import type { Env, Label } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";

/**
 * The edits that turn `ENV name value` into `ENV name=value` with the same value; `null` where there is no simple one. In the old
 * form the value goes on to the end of the line, blanks included; what quotes, variables and escapes in it mean is the same in both.
 */
export function equalsForm(file: BuildFile, instruction: Env | Label): readonly TextEdit[] | null {
  const [pair] = instruction.pairs;
  const { text, syntax } = file;
  // A trailing comment is a part of the value as written.
  if (pair === undefined || pair.value === null || syntax.instructions[instruction.index] !== instruction)
    return null;
  if (!instruction.legacy || instruction.problems.length > 0) return null;
  const { key, value } = pair;
  const gap = { start: key.range.end, end: value.range.start };
  // More than blanks and continuations between the two is a comment.
  if (text.slice(gap.start, gap.end).replaceAll(syntax.escape, "").trim() !== "") return null;
  if (!hasOpenBlank(value.text, syntax.escape)) return [{ range: gap, text: "=" }];
  // Inside of quotes, quotes and escapes mean something else.
  if (/["']/.test(value.text) || value.text.includes(syntax.escape)) return null;
  const { end } = value.range;
  return [
    { range: gap, text: '="' },
    { range: { start: end, end }, text: '"' },
  ];
}

/** Whether there is white space outside of quotes, not escaped. Linear. */
function hasOpenBlank(value: string, escapeChar: string): boolean {
  let quote = "";
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === escapeChar && quote !== "'") at++;
    else if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (quote === "" && /\s/.test(char)) return true;
  }
  return false;
}
