import { describe, expect, it } from "vitest";
import { type Analysis, analyze, type Fact } from "../../src/analysis/fact.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

const node = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n";

function analysisOf(text: string): Analysis {
  return analyze(buildFile("Dockerfile", text), null, { path: null, context: null });
}

function stepsOf(analysis: Analysis) {
  return analysis.file.stages[0]?.steps ?? [];
}

describe("the fact", () => {
  it("computes nothing before it is asked", () => {
    const asked: string[] = [];
    const analysis = analysisOf(node);
    const watched: Analysis = {
      ...analysis,
      use<Value>(fact: Fact<Value>): Value {
        asked.push(fact.name);
        return analysis.use(fact);
      },
    };
    const found = estimates.compute(watched);
    expect(asked).toEqual([]);
    expect(found.estimate?.steps.map((step) => step.line)).toEqual([1, 2, 3, 4, 5]);
    expect(asked.length).toBeGreaterThan(0);
  });

  it("prices a file from priors, with intervals", () => {
    const { estimate } = analysisOf(node).use(estimates);
    expect(estimate).toMatchObject({
      target: "0",
      population: { name: "dev", chosenBy: "default" },
      builds: 0,
    });
    expect(estimate?.coldSeconds.mean).toBeGreaterThan(estimate?.expectedSeconds.mean ?? 0);
    for (const { cost, hitRate } of estimate?.steps ?? []) {
      expect([cost.basis, hitRate.basis]).toEqual(["prior", "prior"]);
      expect(cost.low).toBeLessThan(cost.high);
    }
  });

  it("says what a change saves", () => {
    const analysis = analysisOf(node);
    const [, copy, install] = stepsOf(analysis);
    const saving = analysis.use(estimates).saving({
      kind: "split-manifests",
      copy: copy!,
      installs: [install!],
    });
    expect(saving?.basis).toBe("prior");
    expect(saving?.seconds.mean).toBeGreaterThan(2);
    expect(saving?.seconds.high).toBeGreaterThan(saving?.seconds.mean ?? 0);
  });

  it("names no saving for a file that is in order, nor for a stage that is not built", () => {
    const good = analysisOf("FROM node:22\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n");
    const [copy, install] = stepsOf(good);
    const change = { kind: "split-manifests", copy: copy!, installs: [install!] } as const;
    expect(good.use(estimates).saving(change)).toBeNull();

    const unused = analysisOf(`${node}FROM scratch\nCOPY a /\n`);
    const [, copyAll, unusedInstall] = stepsOf(unused);
    expect(
      unused.use(estimates).saving({ kind: "split-manifests", copy: copyAll!, installs: [unusedInstall!] }),
    ).toBeNull();
  });

  it("has savings, but no estimate, for a fragment without FROM", () => {
    const analysis = analysisOf("COPY . .\nRUN npm ci\n");
    const [copy, install] = stepsOf(analysis);
    const found = analysis.use(estimates);
    expect(found.estimate).toBeNull();
    expect(found.saving({ kind: "split-manifests", copy: copy!, installs: [install!] })).not.toBeNull();
  });

  it("has nothing for a file without instructions", () => {
    const found = analysisOf("").use(estimates);
    expect(found.estimate).toBeNull();
    expect(found.plan).toBeNull();
    const [copy] = stepsOf(analysisOf(node));
    expect(found.saving({ kind: "drop-bytes", step: copy!, bytes: 1e9 })).toBeNull();
  });

  it("stops naming savings in a file with more findings than are worth the time", () => {
    const runs = Array.from({ length: 1_000 }, (_, index) => `RUN step ${index}`).join("\n");
    const analysis = analysisOf(`FROM a\nCOPY . .\n${runs}`);
    const [copy, run] = stepsOf(analysis);
    const found = analysis.use(estimates);
    const first = found.saving({ kind: "move-above", step: run!, above: copy! });
    expect(first).not.toBeNull();
    let named = 1;
    while (named < 2_000 && found.saving({ kind: "move-above", step: run!, above: copy! })) named += 1;
    expect(named).toBeLessThan(500);
  });

  it("takes a cache mount to make later builds cheaper, but not a cold one", () => {
    const text = (mount: string) => `FROM node:22\nCOPY package.json ./\nRUN ${mount}npm ci\n`;
    const plain = analysisOf(text("")).use(estimates).estimate;
    const mounted = analysisOf(text("--mount=type=cache,target=/root/.npm ")).use(estimates).estimate;
    expect(mounted?.steps[2]?.cost.seconds).toBeLessThan(0.9 * (plain?.steps[2]?.cost.seconds ?? 0));
    expect(mounted?.coldSeconds.mean).toBeCloseTo(plain?.coldSeconds.mean ?? 0, 9);
  });

  it.each([
    "--mount=type=tmpfs,target=/root/.npm npm ci",
    "--mount=type=cache,target=/root/.npm npm ci && npm cache clean --force",
  ])("takes a mount that is empty again to spare nothing: %s", (run) => {
    const text = (words: string) => `FROM node:22\nCOPY package.json ./\nRUN ${words}\n`;
    const cost = (words: string) => analysisOf(text(words)).use(estimates).estimate?.steps[2]?.cost.seconds;
    expect(cost(run)).toBe(cost(run.replace(/^\S+ /, "")));
  });

  it("reads the context when there is one", () => {
    const host = memoryHost({ "/p/Dockerfile": node, "/p/.git/HEAD": "", "/p/package.json": "{}" });
    const analysis = analyze(buildFile("Dockerfile", node), host, { path: "/p/Dockerfile", context: null });
    const found = analysis.use(estimates);
    expect(found.estimate?.steps[2]?.hitRate.value).toBe(0);
    const saving = found.saving({ kind: "remove-cause", cause: { kind: "git-directory" } });
    expect(saving?.seconds.mean).toBeGreaterThan(1);
  });
});
