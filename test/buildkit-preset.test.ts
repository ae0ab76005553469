import { expect, test } from "vitest";
import { lint, memoryHost, positionAt } from "../src/index.ts";
import { differences, type Surroundings, verdicts } from "./buildkit-verdicts.ts";

/** What is reported under BuildKit's preset, written as the verdicts are; `isPlaced`: with the line of errors. */
function saidOf(text: string, { ignore, args }: Surroundings, isPlaced = true): string {
  const files = { Dockerfile: text, ...(ignore !== undefined && { ".dockerignore": ignore }) };
  const context = ignore === undefined ? {} : { host: memoryHost(files), context: "." };
  const { findings, lines } = lint(
    { path: "Dockerfile", text, ...context, ...(args && { buildArgs: args }) },
    { preset: "buildkit" },
  );
  const said = findings.map(({ code, at }) =>
    code === "BuildError" && !isPlaced ? code : `${positionAt(lines, at.start).line}:${code}`,
  );
  return [...new Set(said)].sort().join(" ");
}

const rows = Object.entries(verdicts).flatMap(([about, group]) =>
  group.map(([text, expected, surroundings = {}]) => ({ about, text, expected, surroundings })),
);

test.each(rows)("$about: $text", ({ text, expected, surroundings }) => {
  // BuildKit gives some errors no line.
  const isPlaced = !/(?:^| )BuildError/.test(expected);
  expect(saidOf(`${text}\n`, surroundings, isPlaced)).toBe(expected);
});

const onPurpose = differences.map(([text, buildkit, stowage, surroundings = {}]) => ({
  text,
  buildkit,
  stowage,
  surroundings,
}));

test.each(onPurpose)("differs on purpose: $text", ({ text, buildkit, stowage, surroundings }) => {
  expect(stowage).not.toBe(buildkit);
  expect(saidOf(`${text}\n`, surroundings)).toBe(stowage);
});
