import type { ArtifactLocation, Location, Region, Result, Fix as SarifFix } from "sarif";
import type { FileResult } from "../engine/result.ts";
import type { Finding, Fix } from "../rule/finding.ts";
import { hash64 } from "../text/hash64.ts";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { messageText, sentence } from "./finding-words.ts";
import { fingerprints } from "./fingerprint.ts";
import { lineHashes } from "./line-hashes.ts";
import { levels } from "./sarif-rules.ts";

/** What paths are relative to, as `originalUriBaseIds` explains. */
export const sourceRoot = "%SRCROOT%";

/**
 * The findings of a file, and behind them those that a comment hides, as suppressed results.
 * @param indexes those of the rules.
 * @param earlier how often the same file stands before this one.
 */
export function resultsOf(
  file: FileResult,
  indexes: ReadonlyMap<string, number>,
  earlier: number,
): readonly Result[] {
  const hidden = file.hidden.map(({ finding }) => finding);
  const findings = [...file.findings, ...hidden];
  if (findings.length === 0) return [];
  const hashes = lineHashes(file.lines.text);
  const prints = fingerprints({ ...file, findings });
  return findings.map((finding, at) => {
    const hiding = file.hidden[at - file.findings.length];
    const hash = hashes[positionAt(file.lines, finding.at.start).line - 1];
    const index = indexes.get(finding.rule);
    const fixes = finding.fix && finding.fix.applicability !== "display" ? [sarifFix(file, finding.fix)] : [];
    return {
      ruleId: finding.rule,
      ...(index === undefined ? {} : { ruleIndex: index }),
      level: levels[finding.severity],
      message: { text: linkedMessage(finding) },
      locations: [location(file, finding.at)],
      ...relatedLocations(file, finding),
      partialFingerprints: {
        "stowageFinding/v1": earlier === 0 ? prints[at]! : hash64(`${prints[at]}\n${earlier}`),
        ...(hash === undefined ? {} : { primaryLocationLineHash: hash }),
      },
      ...(fixes.length > 0 ? { fixes } : {}),
      ...(hiding && {
        suppressions: [
          { kind: "inSource" as const, ...(hiding.reason === null ? {} : { justification: hiding.reason }) },
        ],
      }),
      properties: {
        category: finding.category,
        ...(finding.saves ? { savesSeconds: finding.saves.seconds, basis: finding.saves.basis } : {}),
      },
    };
  });
}

/** Places of a result besides its own that are kept: GitHub shows so many. */
export const mostRelated = 100;

/** Message and advice, then the related places as links, which viewers follow by the number. */
function linkedMessage(finding: Finding): string {
  const links = (finding.related ?? [])
    .slice(0, mostRelated)
    .map(({ message }, at) => `[${message.replace(/[[\]\\]/g, "\\$&")}](${at + 1})`);
  const text = messageText(finding).replace(/\[(?=[^\]]*\]\(\d+\))/g, "\\[");
  return links.length === 0 ? text : `${text} See: ${links.join(", ")}.`;
}

function relatedLocations(file: FileResult, finding: Finding): Pick<Result, "relatedLocations"> {
  if (!finding.related?.length) return {};
  return {
    relatedLocations: finding.related.slice(0, mostRelated).map(({ at, message }, id) => ({
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

/** Paths are relative to the working directory; an absolute one (another drive) becomes a file URI. */
export function artifactLocation(path: string): ArtifactLocation {
  const encoded = path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  if (path.startsWith("/")) return { uri: `file://${encoded}` };
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${path.slice(0, 2)}${encoded.slice(4)}` };
  return { uri: encoded, uriBaseId: sourceRoot };
}
