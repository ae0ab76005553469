import type { Location, ReportingDescriptor, Result } from "sarif";

/** What a report may hold at most. */
export interface SarifLimits {
  readonly results: number;
  readonly tagsOfRule: number;
  /** Bytes, after gzip. */
  readonly bytes: number;
}

/**
 * Of GitHub code scanning ("About code scanning limits on SARIF results" and "SARIF results file is too large", docs.github.com, read 2026-11-27): more are refused.
 * We write one run without extensions and code flows, a result with one place, and fewer rules than its 25,000.
 */
export const uploadLimits: SarifLimits = { results: 25_000, tagsOfRule: 20, bytes: 10_000_000 };

/** How many results it shows. Which ones is not for it to choose (github/docs#38085). */
export const shownLimits: SarifLimits = { ...uploadLimits, results: 5_000, tagsOfRule: 10 };

/** The parts of a report that can grow. */
export interface SarifParts {
  readonly rules: readonly ReportingDescriptor[];
  readonly results: readonly Result[];
}

/** Parts with a sentence about each thing that was left out. */
export interface FittedParts extends SarifParts {
  readonly notices: readonly string[];
}

/**
 * Leaves out what is worth least until a report keeps to its limits: the least severe results, help of rules without results, flagged text, fixes, then more
 * results.
 * @param sizeOf bytes after gzip of a report with these parts.
 */
export async function fitted(
  { rules, results }: SarifParts,
  limits: SarifLimits,
  sizeOf: (parts: SarifParts) => Promise<number>,
): Promise<FittedParts> {
  let left: SarifParts = {
    rules: rules.map((rule) => withTags(rule, limits.tagsOfRule)),
    results: worstOf(results, limits.results),
  };
  const notices: string[] = [];
  for (const { what, leaveOut } of reductions) {
    if ((await sizeOf(left)) <= limits.bytes) break;
    left = leaveOut(left);
    notices.push(`${what} left out, else the file would be larger than code scanning takes`);
  }
  while (left.results.length > 0 && (await sizeOf(left)) > limits.bytes)
    left = { ...left, results: worstOf(left.results, Math.floor(left.results.length / 2)) };
  const cut = results.length - left.results.length;
  if (cut > 0)
    notices.unshift(
      `${cut} of ${results.length} findings are left out, the least severe ones, since code scanning takes no more of one file; check parts of the repository, each with a category of its own`,
    );
  return { ...left, notices };
}

const ranks = ["error", "warning", "note", "none"];

/** The worst results, in their order; suppressed ones are the first to go. */
function worstOf(results: readonly Result[], most: number): readonly Result[] {
  if (results.length <= most) return results;
  const rank = ({ suppressions, level }: Result): number =>
    suppressions === undefined ? ranks.indexOf(level ?? "warning") : ranks.length;
  const worst = new Set(results.toSorted((one, other) => rank(one) - rank(other)).slice(0, most));
  return results.filter((result) => worst.has(result));
}

function withTags(rule: ReportingDescriptor, most: number): ReportingDescriptor {
  const tags = rule.properties?.tags;
  if (tags === undefined || tags.length <= most) return rule;
  return { ...rule, properties: { ...rule.properties, tags: tags.slice(0, most) } };
}

const reductions: readonly {
  readonly what: string;
  readonly leaveOut: (parts: SarifParts) => SarifParts;
}[] = [
  { what: "the help of rules without findings is", leaveOut: withoutSpareHelp },
  { what: "the flagged text is", leaveOut: withoutSnippets },
  { what: "fixes are", leaveOut: withoutFixes },
];

function withoutSpareHelp({ rules, results }: SarifParts): SarifParts {
  const found = new Set(results.map(({ ruleId }) => ruleId));
  const brief = (rule: ReportingDescriptor): ReportingDescriptor =>
    found.has(rule.id) ? rule : { ...rule, help: { text: rule.shortDescription!.text } };
  return { rules: rules.map(brief), results };
}

function withoutSnippets({ rules, results }: SarifParts): SarifParts {
  const bare = (place: Location): Location => {
    const { snippet: _, ...region } = place.physicalLocation!.region!;
    return { ...place, physicalLocation: { ...place.physicalLocation, region } };
  };
  const without = (result: Result): Result => ({
    ...result,
    locations: result.locations!.map(bare),
    ...(result.relatedLocations && { relatedLocations: result.relatedLocations.map(bare) }),
  });
  return { rules, results: results.map(without) };
}

function withoutFixes({ rules, results }: SarifParts): SarifParts {
  return { rules, results: results.map(({ fixes: _, ...result }) => result) };
}
