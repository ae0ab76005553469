import type { Invocation, Log, Notification } from "sarif";
import type { RunResult } from "../engine/result.ts";
import { sentence } from "./finding-words.ts";
import type { ReportOptions, SlowReporter } from "./reporter.ts";
import { fitted, type SarifLimits, type SarifParts, shownLimits, uploadLimits } from "./sarif-limits.ts";
import { artifactLocation, resultsOf, sourceRoot } from "./sarif-results.ts";
import { type Level, ruleDescriptor } from "./sarif-rules.ts";

/** SARIF 2.1.0 (OASIS Standard, 27 March 2020): findings, and those that a comment hides as suppressed results. */
export const reportSarif: SlowReporter = (run, options) =>
  report(run, options, { limits: uploadLimits, category: `${options.tool.name}/` });

/**
 * SARIF as GitHub code scanning is best served: it shows suppressed results as open alerts (github/codeql-action#1230), so there are none; it knows runs apart by
 * the `category` that its action writes only where there are no details of automation; it shows 5,000 results.
 */
export const reportCodeScanning: SlowReporter = (run, options) => {
  const files = run.files.map((file) => ({ ...file, hidden: [] }));
  return report({ ...run, files }, options, { limits: shownLimits, category: null });
};

async function report(
  run: RunResult,
  options: ReportOptions,
  { limits, category }: { readonly limits: SarifLimits; readonly category: string | null },
): Promise<string> {
  const indexes = new Map(options.rules.map((rule, index) => [rule.id, index]));
  const seen = new Map<string, number>();
  const earlier = run.files.map(({ path }) => {
    const times = seen.get(path) ?? 0;
    seen.set(path, times + 1);
    return times;
  });
  const all: SarifParts = {
    rules: options.rules.map((rule) => ruleDescriptor(rule, options)),
    results: run.files.flatMap((file, at) => resultsOf(file, indexes, earlier[at]!)),
  };
  const text = (parts: SarifParts, notices: readonly string[]): string =>
    `${JSON.stringify(log(parts, invocation(run, notices), options, category), null, 2)}\n`;
  const { notices, ...parts } = await fitted(all, limits, (some) =>
    gzippedBytes(text(some, []), limits.bytes),
  );
  for (const notice of notices) options.notify(notice);
  return text(parts, notices);
}

function log(
  { rules, results }: SarifParts,
  ended: Invocation,
  { tool }: ReportOptions,
  category: string | null,
): Log {
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            semanticVersion: tool.version,
            informationUri: `https://www.npmjs.com/package/${tool.name}`,
            rules: [...rules],
          },
        },
        ...(category !== null && { automationDetails: { id: category } }),
        originalUriBaseIds: {
          [sourceRoot]: {
            description: { text: "The folder in which stowage ran: the root of the repository." },
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [ended],
        results: [...results],
      },
    ],
  };
}

/** What a text takes after gzip, or at most takes as it is when that is within `enough` anyway. */
async function gzippedBytes(text: string, enough: number): Promise<number> {
  const most = 3 * text.length;
  if (most <= enough) return most;
  const zipped = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(zipped).arrayBuffer()).byteLength;
}

/** Problems of the run itself: what could not be read or was left out, rules that broke, rules that had nothing to look at. */
function invocation(run: RunResult, notices: readonly string[]): Invocation {
  const broken = run.files.flatMap((file) =>
    file.failures.map(({ rule, message }) =>
      notification("error", file.path, `Rule ${rule} broke, which is a defect of stowage: ${message}`),
    ),
  );
  const skipped = run.files.flatMap((file) =>
    file.skipped.map(({ rule, reason }) =>
      notification("note", file.path, `Rule ${rule} did not run: ${reason}`),
    ),
  );
  const leftOut = run.leftOut.map(({ path, reason }) =>
    notification(
      "note",
      path,
      `Left out: ${reason === "template" ? "a template of a Dockerfile" : "a part of a Dockerfile, without `FROM`"}`,
    ),
  );
  const problems = run.problems.map(({ path, message }) => notification("error", path, message));
  const cut = notices.map((notice) => notification("warning", null, notice));
  return {
    executionSuccessful: problems.length === 0 && broken.length === 0,
    toolExecutionNotifications: [...problems, ...broken, ...cut],
    toolConfigurationNotifications: [...leftOut, ...skipped],
  };
}

function notification(level: Level, path: string | null, text: string): Notification {
  return {
    level,
    message: { text: sentence(text) },
    ...(path !== null && {
      locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }],
    }),
  };
}
