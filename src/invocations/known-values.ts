/** Values of variables, as texts that may have variables in them. */
export type KnownValues = ReadonlyMap<string, string>;

/** Rounds in which the value of one variable leads to another. */
const mostRounds = 5;
const longestText = 10_000;

/** `${NAME}`, `${NAME:-default}` and `$NAME` with what is known of them filled in, and the default of what is not; the rest stays as written. */
export function withKnownValues(text: string, values: KnownValues): string {
  return inRounds(text, (before) =>
    before.replace(
      /\$(?:\{([A-Za-z_]\w*)(?::?-([^{}$`]*))?\}|([A-Za-z_]\w*))/g,
      (whole, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
        values.get(braced ?? bare ?? "") || (fallback ?? whole),
    ),
  );
}

/** `${{ matrix.name }}` and `${{ env.NAME }}` of GitHub with what is known of them filled in. */
export function withKnownExpressions(text: string, values: KnownValues): string {
  return inRounds(text, (before) =>
    before.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole),
  );
}

/** `$(NAME)` and `${NAME}` of make; `$$` stays, as it is for the shell. */
export function withMakeVariables(text: string, values: KnownValues): string {
  return inRounds(text, (before) =>
    before.replace(
      /(\$\$)|\$(?:\(([\w.-]+)\)|\{([\w.-]+)\})/g,
      (whole, escaped: string | undefined, round: string | undefined, braced: string | undefined) =>
        escaped ?? values.get(round ?? braced ?? "") ?? whole,
    ),
  );
}

function inRounds(text: string, fill: (text: string) => string): string {
  let filled = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const next = fill(filled);
    if (next === filled || next.length > longestText) return filled;
    filled = next;
  }
  return filled;
}
