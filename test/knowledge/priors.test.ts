import { describe, expect, test } from "vitest";
import { familyOfProgram } from "../../src/knowledge/command-costs.ts";
import { costPriors, packageCountCurve, warmRatios } from "../../src/knowledge/cost-priors.ts";
import { directoryHitPrior, hitPriors, manifestHitPrior } from "../../src/knowledge/hit-priors.ts";
import { imageMegabytes, imageSizes } from "../../src/knowledge/image-sizes.ts";
import { packageManagers } from "../../src/knowledge/package-managers.ts";

const mean = ({ alpha, beta }: { readonly alpha: number; readonly beta: number }): number =>
  alpha / (alpha + beta);

describe("hit priors", () => {
  test.each([
    ["node", 0.64],
    ["go", 0.85],
    ["rust", 0.86],
    ["python", 0.84],
    ["ruby", 0.76],
    ["wholeContext", 0.76],
    ["file", 0.76],
    ["constructor", 0.76],
  ])("manifests of %s stay the same in %s of builds", (ecosystem, expected) => {
    expect(mean(manifestHitPrior(ecosystem))).toBeCloseTo(expected, 2);
  });

  test("a directory stays the same the oftener the less of the context it is", () => {
    const means = [1, 0.5, 0.1, 0.01, 0].map((share) => Number(mean(directoryHitPrior(share)).toFixed(2)));
    expect(means).toEqual([0.37, 0.55, 0.84, 0.97, 1]);
  });

  test("manifests of a part of the context take their part of its changes", () => {
    const rates = [1, 0.5, 0.1, 0.01].map((share) =>
      mean(manifestHitPrior("node", directoryHitPrior(share))),
    );
    expect(rates.map((rate) => Number(rate.toFixed(2)))).toEqual([0.64, 0.74, 0.91, 0.98]);
  });

  test("the whole context seldom stays the same", () => {
    expect(mean(hitPriors.wholeContext)).toBeCloseTo(0.14, 2);
  });
});

describe("cost priors", () => {
  test.each(Object.entries(costPriors))("%s is a usable distribution", (_, prior) => {
    expect(prior.median).toBeGreaterThan(0);
    expect(prior.tau).toBeGreaterThan(0.3);
    expect(prior.tau).toBeLessThan(1.6);
    // A number that nobody measured says so.
    if (prior.samples === 0) expect("note" in prior ? prior.note : undefined).toBeTruthy();
  });

  test("the npm curve gives the seconds of its source", () => {
    const seconds = (packages: number): number =>
      packageCountCurve.npm.factor * packages ** packageCountCurve.exponent;
    expect(seconds(200)).toBeCloseTo(13, 0);
    expect(seconds(1000)).toBeCloseTo(48.5, 0);
  });

  test("warm ratios are between nothing and everything, for every manager that has downloads of its own", () => {
    for (const manager of packageManagers) {
      if (manager.name === "gem") continue;
      const prior = warmRatios[manager.name];
      expect([manager.name, prior !== undefined]).toEqual([manager.name, true]);
      expect(mean(prior!)).toBeLessThan(0.7);
      expect(prior!.basis).not.toBe("");
    }
  });

  test("programs", () => {
    expect(familyOfProgram("mkdir")).toBeNull();
    expect(familyOfProgram("curl")).toBe("download");
    expect(familyOfProgram("my-tool")).toBeUndefined();
  });
});

describe("image sizes", () => {
  test.each([
    ["node", "22-alpine", 50],
    ["node", "latest", 390],
    ["library/node", "22-slim", 75],
    ["gcr.io/distroless/static-debian12", "nonroot", 5],
    ["mcr.microsoft.com/dotnet/sdk", "8.0", 280],
    ["swift", "5.10-slim", 90],
    ["swift", "5.10", 1000],
    ["nodejs", "1", null],
    ["example.org/own/app", "1", null],
  ])("%s:%s", (name, tag, expected) => {
    expect(imageMegabytes(name, tag)).toBe(expected);
  });

  test("every row can be reached", () => {
    const seen = new Set<string>();
    for (const { name, tag } of imageSizes) {
      const key = `${name} ${tag}`;
      expect([key, seen.has(key) || seen.has(`${name} null`)]).toEqual([key, false]);
      seen.add(key);
    }
  });
});
