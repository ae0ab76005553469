import type { Command, Redirect } from "../shell/command.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import type { PackageCommand } from "./install-commands/package-command.ts";
import { packageCalls } from "./package-calls.ts";

/** A constraint such as `>=2.0` that stands without quotes, so that the shell reads or writes a file of that name. */
export interface RedirectedConstraint {
  readonly call: PackageCommand;
  /** From the name of the package to the end of its last constraint. */
  readonly at: Range;
  readonly redirects: readonly Redirect[];
}

const installing: ReadonlySet<string> = new Set(["install", "packages", "project", "manifest"]);

/** In the order of the file, triggers of ONBUILD included. */
export const redirectedConstraints = defineFact("redirected-constraints", ({ use, file }) =>
  use(packageCalls).flatMap(({ call, command }): readonly RedirectedConstraint[] =>
    installing.has(call.does) && command.redirects.length > 0
      ? constraintsIn(command, file.text).map((found) => ({ call, ...found }))
      : [],
  ),
);

function constraintsIn(
  { words, redirects }: Command,
  text: string,
): readonly Omit<RedirectedConstraint, "call">[] {
  const found: { at: Range; redirects: Redirect[] }[] = [];
  for (const redirect of redirects) {
    const { operator, descriptor, target } = redirect;
    if ((operator !== ">" && operator !== "<") || descriptor !== null || target === null) continue;
    const { start } = redirect.range;
    const last = found.at(-1);
    // `>=2,<3` is two of them.
    if (last !== undefined && last.at.end === start) {
      last.redirects.push(redirect);
      last.at = { start: last.at.start, end: target.range.end };
      continue;
    }
    const word = words.findLast(({ range }) => range.end <= start);
    if (word === undefined || word.text.startsWith("-")) continue;
    const isJoined = word.range.end === start;
    const isVersion = isJoined && /^\d+(?:\.(?:\d+|\*))*,?$/.test(target.text);
    const isBlank = /^\s*$/.test(text.slice(word.range.end, start));
    if (isBlank && (isVersion || target.text.startsWith("=")))
      found.push({ at: { start: word.range.start, end: target.range.end }, redirects: [redirect] });
  }
  return found;
}
