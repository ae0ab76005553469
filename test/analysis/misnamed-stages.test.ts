import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { misnamedStages } from "../../src/analysis/misnamed-stages.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A name of a stage, the name that a COPY reads, and `name → nearest stage` where it is taken for a mistake. */
const names: readonly (readonly [string, string, readonly string[]])[] = [
  ["builder", "builder", []],
  ["builder", "Builder", []],
  ["builder", "bulider", ["bulider → builder"]],
  ["builder", "build", ["build → builder"]],
  ["build", "BUILDER", ["BUILDER → build"]],
  ["test", "tests", ["tests → test"]],
  ["node", "node-modules", ["node-modules → null"]],
  ["build", "assets", ["assets → null"]],
  ["ngin", "nginx", []],
  ["build", "build:1", []],
  ["build", "acme/build", []],
  ["build", "example.com", []],
  ["build", "$build", []],
];

test.each(names)("a stage `%s` and a COPY from `%s`", (stage, from, expected) => {
  const text = `FROM a/b:1 AS ${stage}\nFROM a/b:1\nCOPY --from=${from} /x /x\n`;
  const analysis = analyze(buildFile("Dockerfile", text), null, { path: null, context: null });
  const found = analysis.use(misnamedStages);
  expect(found.map((name) => `${name.text} → ${name.nearest}`)).toEqual(expected);
  for (const { at } of found) expect(text.slice(at.start, at.end)).toBe(from);
});

test("a mount names a stage in one of its fields", () => {
  const text = "FROM a/b:1 AS tools\nFROM a/b:1\nRUN --mount=type=bind,from=tols,target=/x ls\n";
  const [found] = analyze(buildFile("Dockerfile", text), null, { path: null, context: null }).use(
    misnamedStages,
  );
  expect(text.slice(found?.at.start, found?.at.end)).toBe("tols");
  expect(found?.nearest).toBe("tools");
});
