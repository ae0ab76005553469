import { gzipSync } from "node:zlib";
import type { Log, Result, Run } from "sarif";

/**
 * What GitHub documents of the SARIF that code scanning takes ("SARIF support for code scanning", "SARIF results exceed limits", "SARIF file too large",
 * docs.github.com, read 2026-11-27), and how its `upload-sarif` action works: a line for each thing that is refused, ignored, cut off, or shown wrongly.
 */
export function codeScanningComplaints(text: string): readonly string[] {
  const log = JSON.parse(text) as Log;
  const complaints: string[] = [];
  const expect = (isRight: boolean, complaint: string): void => {
    if (!isRight) complaints.push(complaint);
  };
  expect(log.version === "2.1.0", "another version");
  expect(/sarif.*2\.1\.0.*\.json$/.test(log.$schema ?? ""), "no schema");
  expect(log.runs.length >= 1 && log.runs.length <= 20, "more than 20 runs");
  expect(gzipSync(text).length <= 10_000_000, "more than 10 MB");
  for (const run of log.runs) {
    expect(run.tool.driver.name !== "", "a tool without name");
    expect(/^\d+\.\d+\.\d+/.test(run.tool.driver.semanticVersion ?? ""), "no semantic version");
    expect((run.tool.extensions ?? []).length <= 100, "more than 100 extensions");
    expect(
      run.automationDetails === undefined,
      "automation details, so that `category` of the action has no effect",
    );
    complaints.push(
      ...ruleComplaints(run),
      ...(run.results ?? []).flatMap((result) => resultComplaints(result, run)),
    );
    expect((run.results ?? []).length <= 5_000, "more results than are shown");
    for (const { locations } of run.invocations?.[0]?.toolExecutionNotifications ?? [])
      for (const { physicalLocation } of locations ?? [])
        expect(isRelative(physicalLocation?.artifactLocation?.uri), "a notification without a relative path");
  }
  return complaints;
}

function ruleComplaints({ tool }: Run): readonly string[] {
  const rules = tool.driver.rules ?? [];
  const complaints: string[] = [];
  if (rules.length > 25_000) complaints.push("more than 25,000 rules");
  if (new Set(rules.map(({ id }) => id)).size < rules.length) complaints.push("two rules of one id");
  for (const rule of rules) {
    const properties = rule.properties as Record<string, unknown>;
    const tags = properties.tags as string[];
    const isText = (value: string | undefined, most = Number.POSITIVE_INFINITY): boolean =>
      value !== undefined && value !== "" && value.length <= most;
    const score = properties["security-severity"];
    const isSecurity = tags.includes("security");
    const checks: Readonly<Record<string, boolean>> = {
      id: isText(rule.id),
      name: isText(rule.name, 255),
      "short description": isText(rule.shortDescription?.text, 1024),
      "full description": isText(rule.fullDescription?.text, 1024),
      "help text": isText(rule.help?.text),
      "help in Markdown": rule.help?.markdown !== "",
      level: ["note", "warning", "error"].includes(rule.defaultConfiguration?.level ?? ""),
      tags: tags.length <= 10,
      precision: ["very-high", "high", "medium", "low"].includes(String(properties.precision)),
      "problem severity": ["error", "warning", "recommendation"].includes(
        String(properties["problem.severity"]),
      ),
      "security severity": isSecurity
        ? typeof score === "string" && Number(score) > 0 && Number(score) <= 10
        : score === undefined,
    };
    for (const [what, isRight] of Object.entries(checks))
      if (!isRight) complaints.push(`${rule.id}: ${what}`);
  }
  return complaints;
}

function resultComplaints(result: Result, { tool }: Run): readonly string[] {
  const related = result.relatedLocations ?? [];
  const locations = [...(result.locations ?? []), ...related];
  const links = [...(result.message.text ?? "").matchAll(/(?<!\\)\[(?:[^[\]\\]|\\.)*\]\((\d+)\)/g)].map(
    ([, id]) => Number(id),
  );
  const checks: Readonly<Record<string, boolean>> = {
    rule: tool.driver.rules?.[result.ruleIndex ?? -1]?.id === result.ruleId,
    level: ["note", "warning", "error"].includes(result.level ?? ""),
    message: (result.message.text ?? "") !== "",
    links: links.every((link) => related.some(({ id }) => id === link)),
    location: result.locations?.length === 1,
    "related locations": related.length <= 100,
    "code flows": result.codeFlows === undefined,
    fingerprint: /^[0-9a-f]{1,16}:\d+$/.test(result.partialFingerprints?.primaryLocationLineHash ?? ""),
    suppressions: result.suppressions === undefined,
    paths: locations.every(({ physicalLocation }) => isRelative(physicalLocation?.artifactLocation?.uri)),
    regions: locations.every(({ physicalLocation }) => {
      const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = physicalLocation?.region ?? {};
      return (
        startLine > 0 &&
        startColumn > 0 &&
        (endLine > startLine ? endColumn > 0 : endLine === startLine && endColumn >= startColumn)
      );
    }),
  };
  return Object.entries(checks).flatMap(([what, isRight]) => (isRight ? [] : [`${result.ruleId}: ${what}`]));
}

/** A path below the root, written as a URI. */
function isRelative(uri: string | undefined): boolean {
  return (
    uri !== undefined &&
    /^(?:[A-Za-z0-9\-_.!~*'()/]|%[0-9A-F]{2})+$/.test(uri) &&
    !/^\/|(?:^|\/)\.\.?(?:\/|$)/.test(uri)
  );
}
