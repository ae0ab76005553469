import { expect, test } from "vitest";
import { decisiveCommands } from "../../src/analysis/decisive-commands.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A RUN, and the commands whose failure surely stops the build. */
const scripts: readonly (readonly [string, string])[] = [
  ["RUN a", "a"],
  ["RUN a && b && c", "a b c"],
  ["RUN a || b || true", "true"],
  ["RUN a && b || true", "true"],
  ["RUN a || b", "b"],
  ["RUN a; b", "b"],
  ["RUN set -e; a; b && c; d", "a c d"],
  ["RUN set -e; a || b; c", "b c"],
  ["RUN a && b; c && d", "c d"],
  ["RUN a | b && c", "c"],
  ["RUN ! a && b", "b"],
  ["RUN a & b", "b"],
  ["RUN (a && b) && c", "c"],
  ["RUN if a; then b; fi && c", "c"],
  ["RUN bash -ec 'a; b'", "a b"],
  ["RUN sh -c 'a; b'", "b"],
  ["RUN <<EOF\na\nb\nEOF", "b"],
  ["RUN <<EOF\nset -e\na\nb\nEOF", "a b"],
  ["ONBUILD RUN a && b", ""],
  ["CMD a", ""],
];

test.each(scripts)("commands whose failure stops the build: %s", (text, expected) => {
  const file = buildFile("Dockerfile", `FROM debian:12\n${text}\n`);
  const found = analyze(file, null, { path: null, context: null }).use(decisiveCommands);
  const names = [...found].sort((one, other) => one.index - other.index).map(({ name }) => name);
  expect(names.filter((name) => !/^(?:set|bash|sh)$/.test(name)).join(" ")).toBe(expected);
});
