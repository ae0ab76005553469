/** What the scanner stands in: a double-quoted string, or something with its own closing character. */
type Enclosure = '"' | ")" | "}" | "`";

/**
 * The offset of the first `#` that begins a comment in a script of one line; -1 without one. A comment begins a word, outside of
 * quotes and of `${…}`; one inside `$(…)` counts. Linear; never throws.
 */
export function firstComment(script: string): number {
  const inside: Enclosure[] = [];
  let isInBackticks = false;
  for (let at = 0; at < script.length; at++) {
    const char = script.charAt(at);
    const around = inside.at(-1);
    if (char === "\\") {
      at++;
    } else if (char === "$" && (script.charAt(at + 1) === "(" || script.charAt(at + 1) === "{")) {
      inside.push(script.charAt(at + 1) === "(" ? ")" : "}");
      at++;
    } else if (char === around) {
      inside.pop();
      if (char === "`") isInBackticks = false;
    } else if (char === "`" && !isInBackticks) {
      inside.push("`");
      isInBackticks = true;
    } else if (around === '"') {
      // Nothing else has a meaning there.
    } else if (char === "'") {
      at = endOfSingleQuotes(script, at);
    } else if (char === '"') {
      inside.push('"');
    } else if (char === "(" && around === ")") {
      inside.push(")");
    } else if (char === "#" && around !== "}" && beginsWord(script, at)) {
      return at;
    }
  }
  return -1;
}

/** The offset of the closing quote; in `$'…'` a backslash escapes. The end of the script when it is missing. */
function endOfSingleQuotes(script: string, start: number): number {
  const hasEscapes = script.charAt(start - 1) === "$";
  for (let at = start + 1; at < script.length; at++) {
    if (script.charAt(at) === "'") return at;
    if (hasEscapes && script.charAt(at) === "\\") at++;
  }
  return script.length;
}

function beginsWord(script: string, at: number): boolean {
  return at === 0 || /[\s;&|()<>]/.test(script.charAt(at - 1));
}
