import type { Command, ShellScript, ShellWord } from "../../src/shell/command.ts";

/**
 * A script with one line per command, for tables of cases: `&& [if] #0 not bg {sudo} A=1 npm: ci 2>&1` is joined with `&&`,
 * in a branch, in the first pipeline, negated, in the background, behind `sudo`. A name in brackets is not known; `~` marks
 * words that are not literal; words with blanks or quotes are shown as JSON.
 */
export function render({ commands, problems }: ShellScript): string {
  const numbers = [...new Set(commands.map(({ pipeline }) => pipeline))].filter((number) => number !== null);
  const lines = commands.map((command) => renderCommand(command, numbers));
  for (const { message, range } of problems) lines.push(`! ${message} ${range.start}-${range.end}`);
  return lines.join("\n");
}

function renderCommand(command: Command, numbers: readonly number[]): string {
  const { connector, inside, pipeline, negated, background, wrappers, assignments, words, redirects } =
    command;
  const parts: string[] = [];
  if (connector !== null) parts.push(connector);
  if (inside.length > 0) parts.push(`[${inside.join(" ")}]`);
  if (pipeline !== null) parts.push(`#${numbers.indexOf(pipeline)}`);
  if (negated) parts.push("not");
  if (background) parts.push("bg");
  if (wrappers.length > 0) parts.push(`{${wrappers.map(({ name }) => name).join(" ")}}`);
  for (const { name, value } of assignments) parts.push(`${name}=${value ? renderWord(value) : ""}`);
  const [program] = words;
  if (program)
    parts.push(`${command.name || `(${renderWord(program)})`}:`, ...words.slice(1).map(renderWord));
  for (const { descriptor, operator, target, heredoc } of redirects) {
    const body = heredoc ? JSON.stringify(heredoc.text) : "";
    parts.push(`${descriptor ?? ""}${operator}${target ? renderWord(target) : ""}${body}`);
  }
  return parts.join(" ");
}

export function renderWord({ text, literal }: ShellWord): string {
  const shown = /^[^\s"']+$/.test(text) ? text : JSON.stringify(text);
  return literal ? shown : `~${shown}`;
}
