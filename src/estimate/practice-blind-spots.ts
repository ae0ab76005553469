import { buildContext } from "../analysis/build-context.ts";
import type { Analysis } from "../analysis/fact.ts";
import { populationName } from "../invocations/population.ts";
import { relativePath } from "../text/posix-path.ts";

/** What an estimate for the builds of one invocation can't show of how the file is built, one sentence each; none where nobody looked. */
export function practiceBlindSpots(analysis: Analysis): readonly string[] {
  const practice = analysis.options.practice ?? null;
  if (practice === null) return [];
  const { invocation, others, targets, untold, blindSpots, noCache } = practice;
  const spots: string[] = [];
  const place = invocation === null ? "" : `\`${invocation.path}:${invocation.line}\``;
  if (invocation !== null) {
    if (noCache && practice.population.kind !== "ci-cold")
      spots.push(`${place} builds with \`--no-cache\`: nothing is reused, cache mounts start empty`);
    if (invocation.cache.pull)
      spots.push(`${place} looks for newer base images in each build (\`--pull\`), as these numbers have it`);
    const context = otherContext(analysis, invocation.dockerfile, invocation.context);
    if (context !== null)
      spots.push(
        `${place} builds with the context \`${context}\`, these numbers are of another: name it with \`--context\``,
      );
  }
  if (targets.length > 0) {
    const names = targets.map((target) => `\`${target}\``).join(", ");
    spots.push(`${place} and others build different targets (${names}): \`--target\` prices one of them`);
  }
  for (const other of others)
    spots.push(
      `\`${other.invocation.path}:${other.invocation.line}\` makes other builds: \`--population ${populationName(other.population)}\` prices them`,
    );
  if (untold !== null)
    spots.push(
      `What the builder of \`${untold.path}:${untold.line}\` holds when a build begins is not told there: \`--population\` prices what you know`,
    );
  return [...spots, ...blindSpots];
}

/** The context that an invocation names, where it is not the one that is looked at. */
function otherContext(
  analysis: Analysis,
  dockerfile: string,
  context: string | { readonly unknown: string },
): string | null {
  const { path } = analysis.options;
  const found = analysis.use(buildContext);
  if (path === null || found === null || !path.endsWith(`/${dockerfile}`)) return null;
  if (typeof context !== "string") return context.unknown;
  const root = path.slice(0, -dockerfile.length - 1) || "/";
  return relativePath(found.root, root) === context ? null : context;
}
