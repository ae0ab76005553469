import type { Host } from "./host.ts";

/** One question to a host and a short name for its answer. */
export interface Question {
  readonly kind: "text" | "list" | "stat" | "real";
  readonly path: string;
  readonly answer: string;
}

/** A host that notes what it is asked, each question once. `nameOf` makes a short name of an answer. */
export function tracingHost(
  host: Host,
  nameOf: (answer: unknown) => string,
): { readonly host: Host; readonly questions: () => readonly Question[] } {
  const asked = new Map<string, Question>();
  const note = <Answer>(kind: Question["kind"], path: string, answer: Answer): Answer => {
    const key = `${kind} ${path}`;
    if (!asked.has(key)) asked.set(key, { kind, path, answer: nameOf(comparable(answer)) });
    return answer;
  };
  return {
    host: {
      readText: (path) => note("text", path, host.readText(path)),
      list: (path) => note("list", path, host.list(path)),
      stat: (path) => note("stat", path, host.stat(path)),
      realPath: (path) => note("real", path, host.realPath(path)),
      derived: new Map(),
    },
    questions: () => [...asked.values()],
  };
}

/** Whether a host gives the same answers today. */
export function answersAsBefore(
  host: Host,
  questions: readonly Question[],
  nameOf: (answer: unknown) => string,
): boolean {
  const ask = ({ kind, path }: Question): unknown => {
    switch (kind) {
      case "text":
        return host.readText(path);
      case "list":
        return host.list(path);
      case "stat":
        return host.stat(path);
      case "real":
        return host.realPath(path);
    }
  };
  return questions.every((question) => nameOf(comparable(ask(question))) === question.answer);
}

/** A folder lists its entries in no order. */
function comparable(answer: unknown): unknown {
  return Array.isArray(answer)
    ? answer.toSorted((one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1))
    : answer;
}
