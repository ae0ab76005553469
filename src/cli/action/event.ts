import { readFileSync } from "node:fs";

/** Variables of the runner. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What made the workflow run. */
export interface WorkflowEvent {
  /** `owner/name`. */
  readonly repository: string;
  /** The commit that the work is compared with; `null` where the event names none, as for a schedule or a new branch. */
  readonly base: string | null;
  /** `null` outside of pull requests. */
  readonly pullRequest: number | null;
}

/**
 * Reads the event that the runner has written down (GitHub, "Webhook events and payloads": `pull_request`, `pull_request_target`, `merge_group`, `push`).
 * Anything that is not as documented counts as not there.
 */
export function readEvent(environment: Environment): WorkflowEvent {
  const payload = readPayload(environment.GITHUB_EVENT_PATH);
  const repository = environment.GITHUB_REPOSITORY ?? "";
  const pullRequest = record(payload.pull_request);
  const number = pullRequest.number ?? payload.number;
  const named =
    commit(record(pullRequest.base).sha) ??
    commit(record(payload.merge_group).base_sha) ??
    commit(payload.before);
  return {
    repository: /^[\w.-]+\/[\w.-]+$/.test(repository) ? repository : "",
    base: named,
    pullRequest: payload.pull_request !== undefined && Number.isSafeInteger(number) ? Number(number) : null,
  };
}

function readPayload(path: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return path === undefined ? {} : record(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return {};
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The id of a commit; zeros stand for a branch that was not there. */
function commit(value: unknown): string | null {
  return typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value) && !/^0+$/.test(value) ? value : null;
}
