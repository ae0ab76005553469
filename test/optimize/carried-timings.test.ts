import { expect, it } from "vitest";
import { analyzeInput } from "../../src/engine/input.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { type ReadText, search } from "../../src/optimize/search.ts";
import { stepTexts } from "../../src/timings/step-text.ts";
import type { StepTimings } from "../../src/timings/timings-file.ts";

const packages = Array.from({ length: 200 }, (_, at) => [`node_modules/b${at}`, { version: "1.0.0" }]);
const npm = {
  "/p/package.json": '{"name":"a","dependencies":{"b0":"1"}}',
  "/p/package-lock.json": JSON.stringify({
    name: "a",
    lockfileVersion: 3,
    packages: Object.fromEntries([["", { name: "a", dependencies: { b0: "1" } }], ...packages]),
  }),
  "/p/a.js": "",
};
const go = { "/p/go.mod": "module a\n\nrequire b.c/d v1.0.0\n", "/p/go.sum": "", "/p/main.go": "" };

/** Each RUN took `seconds`, all other steps hardly anything. */
function searched(files: Readonly<Record<string, string>>, lines: readonly string[], seconds: number) {
  const text = `${lines.join("\n")}\n`;
  const host = memoryHost({ ...files, "/p/Dockerfile": text });
  const analyze: ReadText = (other, timings) =>
    analyzeInput({
      path: "Dockerfile",
      text: other,
      host,
      dockerfile: "/p/Dockerfile",
      context: "/p",
      timings,
    });
  const steps = stepTexts(analyze(text, null).file).map(
    ({ stage, text: words, digest, step }): StepTimings => {
      const took = step?.instruction.kind === "RUN" ? seconds : 0.1;
      const samples = [1, 2, 3].map((at) => ({
        date: `2026-11-2${at}T12:00:00Z`,
        build: `${at}`,
        seconds: took,
      }));
      return { stage, text: words, digest, bytes: null, machines: new Map([["ci", samples]]) };
    },
  );
  const { best } = search(analyze(text, { steps, machine: "ci" }), { analyze, mostMoves: 1 })!;
  const { estimate } = best.analysis.use(estimates);
  const runs = estimate!.steps.filter(({ instruction }) => /^RUN/i.test(instruction));
  return {
    kinds: best.moves.map(({ kind }) => kind),
    runs: runs.map(({ cost }) => cost),
    cold: estimate!.coldSeconds.mean,
  };
}

it.each([
  [
    "a RUN that is cut in two",
    "split-run",
    npm,
    ["FROM node:22", "WORKDIR /app", "COPY . .", "RUN npm ci && npm run build"],
  ],
  [
    "a build whose downloads come first",
    "fetch-first",
    go,
    [
      "FROM golang:1.24 AS b",
      "WORKDIR /s",
      "COPY . .",
      "RUN go build -o /a",
      "FROM alpine",
      "COPY --from=b /a /a",
    ],
  ],
])("the time of %s goes to its parts", (_, kind, files, lines) => {
  const { kinds, runs } = searched(files, lines, 200);
  expect(kinds).toEqual([kind]);
  expect(runs.map(({ basis }) => basis)).toEqual(["measured", "measured"]);
  const sum = runs.reduce((total, { seconds }) => total + seconds, 0);
  expect(sum).toBeGreaterThan(150);
  expect(sum).toBeLessThan(250);
});

it("a step that gets a cache mount took its time without one", () => {
  const lines = ["FROM node:22", "WORKDIR /app", "COPY package*.json ./", "RUN npm ci", "COPY . ."];
  const { kinds, runs, cold } = searched(npm, lines, 200);
  expect(kinds).toEqual(["cache-mount"]);
  expect(runs[0]!.basis).toBe("measured");
  expect(cold).toBeGreaterThan(170);
  expect(runs[0]!.seconds).toBeLessThan(0.8 * cold);
});
