import type { FileResult, RunResult } from "../engine/result.ts";
import { type Finding, severities } from "../rule/finding.ts";

export interface FindingOfFile {
  readonly file: FileResult;
  readonly finding: Finding;
}

/** All findings, the most severe first, then by what they save, then in the order of the run. */
export function worstFirst(run: RunResult): readonly FindingOfFile[] {
  return findingsOf(run).sort((one, other) => rank(one) - rank(other) || saved(other) - saved(one));
}

/** All findings by what they save, then the most severe first, then in the order of the run. */
export function dearestFirst(run: RunResult): readonly FindingOfFile[] {
  return findingsOf(run).sort((one, other) => saved(other) - saved(one) || rank(one) - rank(other));
}

function findingsOf({ files }: RunResult): FindingOfFile[] {
  return files.flatMap((file) => file.findings.map((finding) => ({ file, finding })));
}

function rank({ finding }: FindingOfFile): number {
  return severities.indexOf(finding.severity);
}

function saved({ finding }: FindingOfFile): number {
  return finding.saves?.seconds.mean ?? 0;
}
