import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import type { Environment } from "./event.ts";

/** A message of the workflow, above the log (GitHub, "Workflow commands for GitHub Actions"). */
export function workflowMessage(kind: "error" | "warning" | "notice", message: string): string {
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return `::${kind} title=stowage::${escaped}\n`;
}

/** Sets an output of the step. */
export function setOutput(name: string, value: string, { GITHUB_OUTPUT }: Environment): void {
  if (!GITHUB_OUTPUT) return;
  // No text can hold this line, so that none can set another output.
  const end = `end-${randomUUID()}`;
  appendFileSync(GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}

/** What a summary of one step may hold, in bytes (GitHub: 1 MiB). */
const mostSummary = 1024 * 1024 - 1024;

/** Adds Markdown to the summary of the job. */
export function addSummary(markdown: string, { GITHUB_STEP_SUMMARY }: Environment): void {
  if (!GITHUB_STEP_SUMMARY) return;
  const bytes = Buffer.from(markdown);
  const cut =
    bytes.length <= mostSummary ? markdown : `${bytes.subarray(0, mostSummary).toString("utf8")}\n\n…\n`;
  appendFileSync(GITHUB_STEP_SUMMARY, `${cut}\n`);
}
