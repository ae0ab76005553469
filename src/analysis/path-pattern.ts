import { fileGlob } from "./file-glob.ts";
import { anyDirectories, goRegexp } from "./go-regexp.ts";
import { patternMachine } from "./pattern-machine.ts";
import { program } from "./pattern-program.ts";

/** One cleaned pattern of an ignore file, `--exclude` or `--parents`, as moby's patternmatcher reads it. Paths have no leading `/`. */
export interface PathPattern {
  /** Whether the pattern hits exactly this path; what it says of the path's parents is another question. */
  matches(path: string): boolean;
  /** Whether it may hit something below this directory. */
  mayMatchBelow(directory: string): boolean;
}

export type PatternResult =
  | { readonly pattern: PathPattern; readonly problem?: undefined }
  | { readonly pattern?: undefined; readonly problem: string };

/**
 * Compiles a pattern without its `!`. There are four kinds: equal text, a beginning (`src/**`), an end (`**\/.env`), and an
 * expression for everything with wildcards; which one applies follows moby/patternmatcher, oddities included.
 */
export function pathPattern(text: string): PatternResult {
  // moby asks filepath.Match for the syntax before it makes an expression of its own, which may fail once more.
  const glob = fileGlob(text);
  if (glob.problem !== undefined && glob.noticed) return { problem: glob.problem };
  const { kind, expression } = expressionOf(text);
  if (kind === "equal") {
    return {
      pattern: {
        matches: (path) => path === text,
        mayMatchBelow: (directory) => text.startsWith(`${directory}/`),
      },
    };
  }
  if (kind === "beginning") {
    const beginning = text.slice(0, -2);
    return {
      pattern: {
        matches: (path) => path.startsWith(beginning),
        mayMatchBelow: (directory) =>
          beginning.startsWith(`${directory}/`) || directory.startsWith(beginning),
      },
    };
  }
  if (kind === "end") {
    const end = text.slice(2);
    return {
      pattern: {
        matches: (path) => path.endsWith(end) || (end.startsWith("/") && path === end.slice(1)),
        mayMatchBelow: () => true,
      },
    };
  }
  const parsed = goRegexp(expression);
  if (parsed.problem !== undefined) return parsed;
  const compiled = program(parsed.alternatives);
  if (compiled === null) return { problem: "the pattern is too large" };
  const machine = patternMachine(compiled);
  return {
    pattern: {
      matches: machine.matches,
      mayMatchBelow: (directory) => machine.canContinue(`${directory}/`),
    },
  };
}

/** The expression that moby writes, and whether it uses it. `|`, `{` and `}` stay special there by mistake. */
function expressionOf(text: string): {
  readonly kind: "equal" | "beginning" | "end" | "expression";
  readonly expression: string;
} {
  const characters = Array.from(text);
  let kind: "equal" | "beginning" | "end" | "expression" = "equal";
  let expression = "^";
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (character === "*" && characters[at + 1] === "*") {
      const isFirst = at === 0;
      at += characters[at + 2] === "/" ? 2 : 1;
      if (at + 1 < characters.length) {
        expression += anyDirectories;
        kind = "expression";
      } else if (kind === "equal") {
        kind = "beginning";
      } else {
        expression += ".*";
        kind = "expression";
      }
      if (isFirst) kind = "end";
    } else if (character === "*" || character === "?") {
      expression += character === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (".+()$".includes(character)) {
      expression += `\\${character}`;
    } else if (character === "\\") {
      at += 1;
      expression += `\\${characters[at] ?? ""}`;
      kind = "expression";
    } else {
      expression += character;
      if (character === "[" || character === "]") kind = "expression";
    }
  }
  return { kind, expression: `${expression}$` };
}
