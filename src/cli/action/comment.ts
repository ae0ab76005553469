import type { Environment, WorkflowEvent } from "./event.ts";

/** By this line the comment is known again. */
const marker = "<!-- stowage: build times -->";
const mostPages = 30;
const perPage = 100;
/** GitHub takes 65,536 characters. */
const mostCharacters = 65_000;
const patience = 30_000;

/** What is to be said on a pull request. */
export interface Remark {
  /** Markdown. */
  readonly body: string;
  /** Whether it is worth a new comment; else only one that is there is brought up to date. */
  readonly isNews: boolean;
}

/**
 * Leaves one comment on a pull request: the one that is there is edited. `token` is never printed.
 * @returns what was done, or why nothing could be, as a clause.
 */
export async function remark(
  { body, isNews }: Remark,
  { repository, pullRequest }: WorkflowEvent,
  {
    token,
    environment,
    request,
  }: { readonly token: string; readonly environment: Environment; readonly request: typeof fetch },
): Promise<{ readonly done: "written" | "updated" | "nothing" } | { readonly problem: string }> {
  const root = (environment.GITHUB_API_URL ?? "https://api.github.com").replace(/\/$/, "");
  const comments = `${root}/repos/${repository}/issues/${pullRequest}/comments`;
  const ask = async (method: string, url: string, content?: object): Promise<unknown> => {
    const response = await request(url, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "user-agent": "stowage",
        "x-github-api-version": "2022-11-28",
        ...(content && { "content-type": "application/json" }),
      },
      ...(content && { body: JSON.stringify(content) }),
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) throw new Refusal(response.status);
    return response.json();
  };
  try {
    const own = await findOwn((page) => ask("GET", `${comments}?per_page=${perPage}&page=${page}`));
    const text = `${marker}\n${body.slice(0, mostCharacters)}`;
    if (own === null) {
      if (!isNews) return { done: "nothing" };
      await ask("POST", comments, { body: text });
      return { done: "written" };
    }
    if (own.body === text) return { done: "nothing" };
    await ask("PATCH", `${root}/repos/${repository}/issues/comments/${own.id}`, { body: text });
    return { done: "updated" };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** An answer that is none. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

async function findOwn(
  read: (page: number) => Promise<unknown>,
): Promise<{ readonly id: number; readonly body: string } | null> {
  for (let page = 1; page <= mostPages; page += 1) {
    const comments = await read(page);
    if (!Array.isArray(comments)) return null;
    const own = comments.find(({ body }) => typeof body === "string" && body.startsWith(marker));
    if (own) return { id: Number(own.id), body: own.body };
    if (comments.length < perPage) return null;
  }
  return null;
}

function problemOf(error: unknown): string {
  if (error instanceof Refusal) {
    if (error.status === 403 || error.status === 401)
      return "the token may not comment; the job needs `permissions: pull-requests: write`, which pull requests from forks never have";
    return `GitHub answers with status ${error.status}`;
  }
  return `GitHub can't be reached: ${error instanceof Error ? error.message : String(error)}`;
}
