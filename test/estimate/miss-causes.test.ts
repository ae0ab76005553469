import { describe, expect, it } from "vitest";
import type { EstimatedStep } from "../../src/estimate/estimate.ts";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import type { BuildPlan } from "../../src/estimate/plan.ts";
import { analysisOf, type Changes } from "../history/hand-history.ts";
import { type HandStep, handPlan } from "./hand-plan.ts";

/** Per step `what percent`, in the order given. */
function said(steps: readonly EstimatedStep[]): Record<string, string> {
  return Object.fromEntries(
    steps.map(({ line, causes }) => [
      line,
      causes.map(({ what, share }) => `${what} ${Math.round(share * 100)}`).join(", "),
    ]),
  );
}

const chain: readonly HandStep[] = [
  { name: "from", kind: "FROM", causes: ["base"], seconds: 10 },
  { name: "copy manifests", kind: "COPY", after: "from", causes: ["manifests"], seconds: 1 },
  { name: "install", after: "copy manifests", seconds: 30 },
  { name: "copy all", kind: "COPY", after: "install", causes: ["manifests", "sources"], seconds: 1 },
  { name: "build", after: "copy all", seconds: 20 },
];

describe("by the priors", () => {
  it("the first cause in the chain counts, as often as no other comes before it", () => {
    // Misses: base 0.1, then manifests 0.9 × 0.4, then sources 0.9 × 0.6 × 0.5: of 0.46 above, of 0.73 below.
    const { plan } = handPlan({ base: 0.9, manifests: 0.6, sources: 0.5 }, chain);
    expect(said(estimatePlan(plan).steps)).toEqual({
      1: "argument base 100",
      2: "argument manifests 78, argument base 22",
      3: "after line 2 78, argument base 22",
      4: "after line 2 49, argument sources 37, argument base 14",
      5: "after line 2 49, after line 4 37, argument base 14",
    });
  });

  it.each<[string, Partial<BuildPlan>, string]>([
    ["a machine that is new each time", { population: { kind: "ci-cold" } }, "no cache is kept 100"],
    ["--no-cache", { noCache: true }, "`--no-cache` 100"],
  ])("%s", (_, change, expected) => {
    const { plan } = handPlan({ base: 0.9, manifests: 0.6, sources: 0.5 }, chain);
    const steps = said(estimatePlan({ ...plan, ...change }).steps);
    expect(new Set(Object.values(steps))).toEqual(new Set([expected]));
  });

  it("what never misses has no cause", () => {
    const { plan } = handPlan({ base: 1, manifests: 1, sources: 1 }, chain);
    expect(new Set(Object.values(said(estimatePlan(plan).steps)))).toEqual(new Set([""]));
  });

  it("names a stage that is read", () => {
    const { plan } = handPlan({ sources: 0.5, page: 0.8 }, [
      { name: "from", kind: "FROM", seconds: 10, stage: "build" },
      { name: "copy", kind: "COPY", after: "from", causes: ["sources"], seconds: 1, stage: "build" },
      { name: "run", after: "copy", seconds: 1, stage: "build" },
      { name: "from 2", kind: "FROM", seconds: 10 },
      { name: "page", kind: "COPY", after: "from 2", causes: ["page"], seconds: 1 },
      { name: "copy from", kind: "COPY", after: "page", reads: ["run"], seconds: 1 },
      { name: "link", kind: "COPY", after: "copy from", causes: ["page"], follows: false, seconds: 1 },
    ]);
    expect(said(estimatePlan(plan).steps)).toMatchObject({
      3: "after line 2 100",
      6: "stage build 67, after line 5 33",
      7: "argument page 100",
    });
  });
});

describe("by builds that were", () => {
  const causes = { base: 1, manifests: 1, sources: 1 };
  const built = (...kinds: readonly string[]) =>
    kinds.map((kind) => ({ weight: 1, causes: kind === "" ? [] : kind.split(" ") }));

  it.each<[string, ReturnType<typeof built>, Record<number, string>]>([
    [
      "one cause at a time",
      built("sources", "sources", "manifests", ""),
      { 2: "argument manifests 100", 3: "after line 2 100", 4: "argument sources 67, after line 2 33" },
    ],
    [
      "two at once count where they are first",
      built("manifests sources", "sources"),
      { 3: "after line 2 100", 4: "after line 2 50, argument sources 50" },
    ],
    [
      "a new image",
      built("base manifests", "sources"),
      { 1: "argument base 100", 3: "argument base 100", 5: "argument base 50, after line 4 50" },
    ],
    ["nothing", built("", ""), { 1: "", 5: "" }],
  ])("%s", (_, builds, expected) => {
    const { plan } = handPlan(causes, chain, builds);
    expect(said(estimatePlan(plan).steps)).toMatchObject(expected);
  });

  it("a cache that each build writes over has what the build before had, or is gone", () => {
    const { plan } = handPlan(causes, chain, built(...Array.from({ length: 40 }, () => "")));
    const steps = estimatePlan({ ...plan, population: { kind: "ci-cache", mode: "max" } }).steps;
    expect(said(steps)).toMatchObject({ 3: "not in the cache 100" });
  });
});

describe("by changed files", () => {
  const dockerfile = `FROM node:24@sha256:${"0".repeat(64)}
WORKDIR /app
COPY package.json ./
RUN npm install
COPY . .
RUN npm run build
`;
  const whole = `FROM node:24@sha256:${"0".repeat(64)}\nCOPY src /app\nRUN make -C /app\n`;
  const first = {
    "src/a/one.js": "0",
    "src/b/two.js": "0",
    "package.json": "{}",
    "docs/a.md": "0",
    ".dockerignore": "docs\n",
  };
  /** Commits in which these paths change, over and over. */
  const commitsOf = (...changes: readonly string[]): readonly Changes[] => [
    first,
    ...Array.from({ length: 12 }, (_, index) => {
      const paths = changes[index % changes.length]!.split(" ");
      return Object.fromEntries(paths.map((path) => [path, `${index + 1}`]));
    }),
  ];

  it.each<[string, string, readonly Changes[], Record<number, string>]>([
    [
      "directories and files below what the step names",
      dockerfile,
      commitsOf("src/a/one.js", "src/b/two.js", "package.json", "docs/a.md"),
      {
        3: "package.json 100",
        4: "after line 3 100",
        5: "after line 3 33, src/b/ 33, src/a/ 33",
        6: "after line 5 67, after line 3 33",
      },
    ],
    [
      "a directory with nearly everything is looked into",
      whole,
      commitsOf("src/a/one.js", "src/a/one.js", "src/b/two.js", "src/a/one.js"),
      { 2: "src/a/one.js 75, src/b/ 25", 3: "after line 2 100" },
    ],
    [
      "a build counts in equal parts for what changed in it",
      whole,
      commitsOf("src/a/one.js src/a/three.js src/b/two.js"),
      { 2: "src/a/ 50, src/b/ 50" },
    ],
    [
      "what the ignore file keeps out is no cause",
      dockerfile,
      commitsOf("docs/a.md", "package.json"),
      {
        3: "package.json 100",
        5: "after line 3 100",
      },
    ],
  ])("%s", (_, text, commits, expected) => {
    const steps = analysisOf(text, commits).use(estimates).estimate?.steps ?? [];
    expect(said(steps)).toMatchObject(expected);
  });

  it("small shares are put together", () => {
    const paths = Array.from({ length: 20 }, (_, at) => `src/${String.fromCharCode(97 + at)}/x.js`);
    const steps = analysisOf(whole, [first, ...paths.map((path) => ({ [path]: "1" }))]).use(estimates)
      .estimate?.steps;
    const own = steps?.find(({ line }) => line === 2)?.causes ?? [];
    expect(own).toHaveLength(8);
    expect(own[0]?.what).toBe("other files");
    expect(own.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it("what git does not have is named", () => {
    const text = whole.replace("COPY src", "COPY dist");
    const analysis = analysisOf(text, commitsOf("src/a/one.js"), { "/app/dist/main.js": "1" });
    expect(said(analysis.use(estimates).estimate?.steps ?? [])).toMatchObject({ 2: "dist 100" });
  });
});
