import type { Analysis } from "../analysis/fact.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import type { PastVersion } from "../estimate/estimate.ts";
import { estimates } from "../estimate/estimates.ts";
import { definitionPaths, fewestBuilds } from "../history/past-builds.ts";
import { type GitRepository, isGitProblem } from "../host/git.ts";
import { treeHost } from "../host/tree-host.ts";

/** Versions that are priced: the newest. */
const mostVersions = 20;

/**
 * Prices what the Dockerfile and its ignore file were, each version over the builds from its commit up to the next edit; one that lived through too few
 * builds for a replay is left out. `today` is the analysis of the files as they are, `input` what it was made of.
 */
export function pastVersions(
  today: Analysis,
  input: LintInput,
  git: GitRepository | null,
): readonly PastVersion[] {
  const repository = input.repository ?? null;
  const place = input.dockerfile == null ? null : (git?.pathOf(input.dockerfile) ?? null);
  if (git === null || repository === null || place === null) return [];
  const { root, history } = repository;
  const { commits } = history;
  const definitions = definitionPaths(today);
  const starts = commits.flatMap(({ changes }, index) =>
    index === 0 || changes.some(({ path }) => definitions.has(path)) ? [index] : [],
  );
  const found: PastVersion[] = [];
  for (let at = starts.length - 1; at >= 0 && found.length < mostVersions; at -= 1) {
    const lived = commits.slice(starts[at]!, starts[at + 1] ?? commits.length);
    const [first, ...later] = lived;
    if (first === undefined || later.length <= fewestBuilds) continue;
    const entries = git.tree(first.id);
    if (isGitProblem(entries)) continue;
    const host = treeHost(root, { id: first.id, entries }, git);
    const dockerfile = `${root}/${place}`;
    const { text } = host.readText(dockerfile);
    if (text === undefined) continue;
    const past = { ...history, commits: [{ ...first, changes: entries }, ...later] };
    const analysis = analyzeInput({ ...input, text, host, dockerfile, repository: { root, history: past } });
    const priced = analysis.use(estimates).estimate;
    if (priced === null || priced.builds === 0) continue;
    const { builds, expectedSeconds, coldSeconds } = priced;
    const { id, subject, time } = first;
    found.push({ id, subject, time, builds, expectedSeconds, coldSeconds });
  }
  return found.reverse();
}
