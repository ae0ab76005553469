import type {
  Invocation,
  Location,
  Log,
  Notification,
  Region,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
} from "sarif";
import type { FileResult, RunResult } from "../engine/result.ts";
import type { Finding, Fix, Severity } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { messageText, sentence } from "./finding-words.ts";
import { fingerprints } from "./fingerprint.ts";
import { type Reporter, type ReportOptions, rulePageUrl } from "./reporter.ts";

type Level = "error" | "warning" | "note";

const levels: Readonly<Record<Severity, Level>> = {
  error: "error",
  warning: "warning",
  info: "note",
  style: "note",
};

/** SARIF 2.1.0 (OASIS Standard, 27 March 2020), with what GitHub code scanning reads: rule help, fingerprints, relative paths. */
export const reportSarif: Reporter = (run, options) => {
  const indexes = new Map(options.rules.map((rule, index) => [rule.id, index]));
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: options.tool.name,
            version: options.tool.version,
            semanticVersion: options.tool.version,
            informationUri: `https://www.npmjs.com/package/${options.tool.name}`,
            rules: options.rules.map((rule) => descriptor(rule, options)),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [invocation(run)],
        results: run.files.flatMap((file) => resultsOf(file, indexes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function descriptor(rule: Rule, { page, tool }: ReportOptions): ReportingDescriptor {
  const uri = rulePageUrl(rule.id, tool);
  const markdown = page(rule.id);
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase()),
    shortDescription: { text: sentence(rule.summary) },
    fullDescription: { text: sentence(rule.summary) },
    helpUri: uri,
    help: {
      text: `${sentence(rule.summary)} See ${uri}`,
      ...(markdown === null ? {} : { markdown }),
    },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      tags: [rule.category],
      aliases: rule.aliases ?? [],
      preset: rule.preset,
      "problem.severity":
        rule.severity === "error" || rule.severity === "warning" ? rule.severity : "recommendation",
    },
  };
}

function resultsOf(file: FileResult, indexes: ReadonlyMap<string, number>): Result[] {
  const prints = fingerprints(file);
  return file.findings.map((finding, at) => {
    const index = indexes.get(finding.rule);
    const fixes = finding.fix && finding.fix.applicability !== "display" ? [sarifFix(file, finding.fix)] : [];
    return {
      ruleId: finding.rule,
      ...(index === undefined ? {} : { ruleIndex: index }),
      level: levels[finding.severity],
      message: { text: messageText(finding) },
      locations: [location(file, finding.at)],
      ...relatedLocations(file, finding),
      partialFingerprints: { "stowageFinding/v1": prints[at]! },
      ...(fixes.length > 0 ? { fixes } : {}),
      properties: {
        category: finding.category,
        ...(finding.saves ? { savesSeconds: finding.saves.seconds, basis: finding.saves.basis } : {}),
      },
    };
  });
}

function relatedLocations(file: FileResult, finding: Finding): Pick<Result, "relatedLocations"> {
  if (!finding.related?.length) return {};
  return {
    relatedLocations: finding.related.map(({ at, message }, id) => ({
      id: id + 1,
      ...location(file, at),
      message: { text: sentence(message) },
    })),
  };
}

function location(file: FileResult, at: Range): Location {
  const text = file.lines.text.slice(at.start, at.end);
  const snippet = text !== "" && text.length <= longestSnippet ? { snippet: { text } } : {};
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(file.path),
      region: { ...region(file.lines, at), ...snippet },
    },
  };
}

/** UTF-16 units of flagged text that a report repeats. */
const longestSnippet = 1000;

function region(lines: LineIndex, range: Range): Region {
  const start = positionAt(lines, range.start);
  const end = positionAt(lines, range.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function sarifFix(file: FileResult, fix: Fix): SarifFix {
  const created = fix.newFiles ?? [];
  const folder = file.context && file.context.path !== "." ? `${file.context.path}/` : "";
  const edits = fix.edits.map(({ range, text }) => ({
    deletedRegion: region(file.lines, range),
    insertedContent: { text },
  }));
  return {
    description: { text: `${sentence(fix.title)} (${fix.applicability})` },
    artifactChanges: [
      ...(edits.length > 0 ? [{ artifactLocation: artifactLocation(file.path), replacements: edits }] : []),
      ...created.map(({ path, text }) => ({
        artifactLocation: artifactLocation(folder + path),
        replacements: [
          {
            deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
            insertedContent: { text },
          },
        ],
      })),
    ],
  };
}

/** Problems of the run itself: what could not be read or was left out, rules that broke, rules that had nothing to look at. */
function invocation(run: RunResult): Invocation {
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
  return {
    executionSuccessful: problems.length === 0 && broken.length === 0,
    toolExecutionNotifications: [...problems, ...broken],
    toolConfigurationNotifications: [...leftOut, ...skipped],
  };
}

function notification(level: Level, path: string, text: string): Notification {
  return {
    level,
    message: { text: sentence(text) },
    locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }],
  };
}

/** Paths are relative to the working directory; an absolute one (another drive) becomes a file URI. */
function artifactLocation(path: string): { uri: string } {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return { uri: `file://${encoded}` };
  return { uri: /^[A-Za-z]:\//.test(path) ? `file:///${path.slice(0, 2)}${encoded.slice(4)}` : encoded };
}
