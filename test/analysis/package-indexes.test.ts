import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { indexFetches } from "../../src/analysis/package-indexes.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** For each fetch its line, the lines of its uses after `<`, those of possible uses after `?`. */
function fetches(lines: readonly string[]): readonly string[] {
  const file = buildFile("Dockerfile", lines.join("\n"));
  const lineOf = (offset: number): number => file.text.slice(0, offset).split("\n").length;
  return analyze(file, null, { path: null, context: null })
    .use(indexFetches)
    .map(({ call, uses, possibleUses }) => {
      const used = uses.map((use) => lineOf(use.call.command.range.start));
      const possible = possibleUses.map((step) => lineOf(step.instruction.range.start));
      return [
        lineOf(call.command.range.start),
        ...(used.length === 0 ? [] : ["<", ...used]),
        ...(possible.length === 0 ? [] : ["?", ...possible]),
      ].join(" ");
    });
}

const cases: readonly (readonly [title: string, steps: readonly string[], fetches: readonly string[]])[] = [
  ["in one RUN", ["RUN apt-get update && apt-get install -y git"], ["2 < 2"]],
  ["in two RUNs", ["RUN apt-get update", "RUN apt-get install -y git"], ["2 < 3"]],
  ["an upgrade", ["RUN apt-get update && apt-get upgrade -y"], ["2 < 2"]],
  [
    "removed in between",
    ["RUN apt-get update && rm -rf /var/lib/apt/lists/*", "RUN apt-get install -y git"],
    ["2"],
  ],
  [
    "removed by a RUN of its own",
    ["RUN apt-get update", "RUN rm -r /var/lib/apt", "RUN apt-get install git"],
    ["2"],
  ],
  ["fetched anew", ["RUN apt-get update", "RUN apt-get update && apt-get install git"], ["2", "3 < 3"]],
  ["another manager", ["RUN apt-get update", "RUN apk add git"], ["2"]],
  ["a script in the same RUN", ["RUN apt-get update && ./setup.sh"], ["2 ? 2"]],
  ["a script in a later RUN", ["RUN apt-get update", "RUN sh setup.sh"], ["2 ? 3"]],
  [
    "a script that may fetch",
    ["RUN apt-get update && apt-get install curl", "RUN curl -f example.com | bash && apt-get install node"],
    ["2 < 2 ? 3"],
  ],
  ["a wrapper that is not known", ["RUN apt-get update", "RUN xargs apt-get install < list"], ["2 ? 3"]],
  ["nothing with packages", ["RUN apt-get update", "RUN useradd app && rm -rf /tmp/x"], ["2"]],
  ["a remover", ["RUN apt-get update", "RUN apt-get purge git && apt-get autoremove"], ["2"]],
  ["a trigger of a child image", ["RUN apt-get update", "ONBUILD RUN apt-get install git"], ["2 ? 3"]],
  [
    "a mount",
    ["RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update", "RUN apt-get install git"],
    [],
  ],
  ["pacman", ["RUN pacman -Sy", "RUN pacman -S git", "RUN pacman -Sy make"], ["2 < 3"]],
  ["dnf looks for itself", ["RUN dnf makecache", "RUN dnf install git"], []],
  [
    "stages built on it",
    ["RUN apt-get update", "FROM base AS x", "RUN apt-get install git", "FROM base", "COPY --from=x /a /"],
    ["2 < 4"],
  ],
  [
    "a stage that is not needed",
    ["RUN apt-get update", "FROM base AS x", "RUN apt-get install git", "FROM base"],
    ["2"],
  ],
];

describe("index fetches", () => {
  test.each(cases)("%s", (_, steps, expected) => {
    expect(fetches(["FROM debian:12 AS base", ...steps])).toEqual(expected);
  });

  test("many RUNs are read in one pass", () => {
    const many = Array.from({ length: 3000 }, () => "RUN apt-get update && apt-get install -y git");
    expect(fetches(["FROM debian:12", ...many])).toHaveLength(3000);
  });
});
