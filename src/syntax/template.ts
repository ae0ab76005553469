import type { Dockerfile, SyntaxProblem } from "./nodes.ts";

/**
 * Marks of languages in which templates are written: `{{` and `{%` (Go, Jinja), `<%` (ERB, EJS), `<#if` (FreeMarker), `%%NAME%%` (sed), and the
 * properties of Maven, `${project.version}`, whose dots the builder does not know.
 */
const mark = /\{\{|\}\}|\{%|%\}|<%|%>|%%\w+%%|<\/?#\w|\$\{[A-Za-z_][\w-]*\.[\w.-]+\}/;

/** How far around a problem its line is looked at. */
const reach = 200;

/** What the builder rejects first because it is meant for the program that makes a Dockerfile of this text; `null` when nothing is. */
export function templateProblem({ text, problems }: Dockerfile): SyntaxProblem | null {
  return problems.find(({ range }) => mark.test(lineAround(text, range.start, range.end))) ?? null;
}

function lineAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - reach), start);
  const after = text.slice(start, Math.min(end, start + reach) + reach);
  const stop = after.indexOf("\n", Math.min(end - start, reach));
  return before.slice(before.lastIndexOf("\n") + 1) + (stop === -1 ? after : after.slice(0, stop));
}
