import type { Estimate, HitBasis, Interval, KeptCache } from "../estimate/estimate.ts";
import { harmless } from "./display-text.ts";
import type { Palette } from "./palette.ts";
import { formatInterval, formatSeconds } from "./quantities.ts";

/** What comes before any order of steps: these builds reuse nothing, and what a cache would change in that. */
export function keptCacheLines(
  { invocation, seconds, basis }: KeptCache,
  palette: Palette,
): readonly string[] {
  const place = invocation === null ? "" : ` at ${harmless(`${invocation.path}:${invocation.line}`)}`;
  const how = `One that is kept${place} (\`cache-from\` and \`cache-to\`, type gha or registry)`;
  return [
    palette.strong("These builds keep no cache: no order of steps saves anything."),
    `${how} ${keptCacheGain(seconds, palette)} ${palette.faint(`(basis: ${basis})`)}`,
  ];
}

function keptCacheGain(seconds: Interval, palette: Palette): string {
  const { mean, low, high } = seconds;
  if (low > 0) return `saves ${palette.saving(formatInterval(seconds))} per build`;
  const loss = { mean: -mean, low: -high, high: -low };
  if (high <= 0)
    return `adds ${formatInterval(loss)} per build as the Dockerfile is: what it would spare is too little`;
  const range = `from ${formatSeconds(-low)} more to ${formatSeconds(high)} less`;
  return mean > 0
    ? `saves ${palette.saving(formatSeconds(mean))} per build on average; ${range}`
    : `adds ${formatSeconds(-mean)} per build on average as the Dockerfile is; ${range}`;
}

const basisWords: Readonly<Record<HitBasis, string>> = {
  certain: "none, which is certain",
  measured: "measured in build logs",
  history: "replayed from git history",
  prior: "prior: typical values, nothing measured here",
};

/** Where the numbers of an estimate come from, in words. */
export function basisText({ steps }: Estimate): string {
  const describe = (bases: readonly HitBasis[]): string => {
    const distinct = [...new Set(bases)];
    const known = distinct.filter((basis) => basis !== "prior").map((basis) => basisWords[basis]);
    if (known.length === 0) return basisWords.prior;
    return [...known, ...(known.length < distinct.length ? ["else typical values"] : [])].join(", ");
  };
  const hits = describe(steps.map((step) => step.hitRate.basis));
  const costs = describe(steps.map((step) => step.cost.basis));
  if (steps.length === 0) return basisWords.prior;
  return hits === costs ? hits : `reuse ${hits}; cost ${costs}`;
}
