import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { fakeTerminal, folder } from "./program.ts";

const dockerfile =
  "FROM node:24 AS deps\nWORKDIR /app\nARG VERSION=1\nCOPY . .\nRUN npm ci\nFROM deps AS web\nRUN npm run build\nFROM web AS test\nRUN npm test\n";
const usual = { ".git/": "", Dockerfile: dockerfile, ".dockerignore": ".git\n.github\n" };
const workflow = (inputs: string) => `on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with:
          context: .
${inputs}`;

async function estimate(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const terminal = fakeTerminal({
    workingDirectory: folder({ ...usual, ...files }),
  });
  const code = await main(["estimate", ...args], terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

const json = async (...args: Parameters<typeof estimate>) =>
  JSON.parse((await estimate(args[0], ...(args.slice(1) as string[]), "--format", "json")).output);

describe("estimate", () => {
  it.each([
    ["nothing", {}, "population: dev, a builder that holds what earlier builds left"],
    [
      "a workflow without cache",
      { ".github/workflows/ci.yml": workflow("") },
      "population: ci-cold, since .github/workflows/ci.yml:6 builds it on a hosted runner without cache",
    ],
    [
      "a workflow with a cache and a target",
      {
        ".github/workflows/ci.yml": workflow(
          "          target: web\n          cache-from: type=gha\n          cache-to: type=gha,mode=max\n",
        ),
      },
      "population: ci-cache, since .github/workflows/ci.yml:6 builds its target web on a hosted runner with a cache (gha)",
    ],
    [
      "a Makefile",
      { Makefile: "image:\n\tdocker build --no-cache .\n" },
      "population: dev, since Makefile:2 builds it on a machine of one's own with no-cache",
    ],
    [
      "a runner of one's own",
      { ".github/workflows/ci.yml": workflow("").replace("ubuntu-latest", "self-hosted") },
      "population: dev, since .github/workflows/ci.yml:6 builds it on a self-hosted runner that keeps its builder",
    ],
  ])("says which builds its numbers are about: %s", async (_, files, line) => {
    const { output, code } = await estimate(files);
    expect(code).toBe(0);
    expect(output.split("\n")[1]).toBe(line);
  });

  it("says before all else that CI keeps no cache, where, and what one would save", async () => {
    const files = { ".github/workflows/ci.yml": workflow("") };
    const { output } = await estimate(files);
    expect(output.split("\n").slice(3, 5)).toEqual([
      "These builds keep no cache: no order of steps saves anything.",
      expect.stringMatching(
        /^One that is kept at \.github\/workflows\/ci\.yml:6 \(`cache-from` and `cache-to`, type gha or registry\) (?:saves|adds) .*\d+ s.* per build.*\(basis: prior\)$/,
      ),
    ]);
    const { keptCache, steps } = await json(files);
    expect(keptCache).toMatchObject({
      invocation: { path: ".github/workflows/ci.yml", line: 6 },
      basis: "prior",
    });
    expect(steps.every(({ hitRate }: { hitRate: { basis: string } }) => hitRate.basis === "certain")).toBe(
      true,
    );
  });

  it("takes the builds that are asked for", async () => {
    const files = { ".github/workflows/ci.yml": workflow("") };
    const times = new Map<string, number>();
    for (const name of ["dev", "pool:4", "ci-cache", "base-refresh", "ci-cold"]) {
      const { population, expectedSeconds, cacheSeconds, keptCache } = await json(
        files,
        "--population",
        name,
      );
      expect(population).toMatchObject({ name, chosenBy: "option" });
      expect(cacheSeconds !== undefined).toBe(name === "ci-cache");
      expect(keptCache !== undefined).toBe(name === "ci-cold");
      times.set(name, expectedSeconds.mean);
    }
    expect(times.get("dev")).toBeLessThan(times.get("pool:4")!);
    expect(times.get("pool:4")).toBeLessThan(times.get("ci-cold")!);
    expect(times.get("base-refresh")).toBeCloseTo(times.get("ci-cold")!, 6);
  });

  it("refuses builds that there are none of", async () => {
    const { code, errors } = await estimate({}, "--population", "pool:1");
    expect(code).toBe(2);
    expect(errors).toContain("--population");
    expect(errors).toContain("pool:2 to pool:99");
  });

  it("prices the target that CI builds, unless another one is named or the file has none such", async () => {
    const files = (target: string) => ({
      ".github/workflows/ci.yml": workflow(`          target: ${target}\n`),
    });
    expect((await json(files("web"))).target).toBe("web");
    expect((await json(files("web"), "--target", "deps")).target).toBe("deps");
    expect((await json(files("gone"))).target).toBe("test");
    const both = `${workflow("          target: web\n")}      - run: docker build --target deps .\n`;
    const { target, blindSpots } = await json({ ".github/workflows/ci.yml": both });
    expect(target).toBe("test");
    expect(blindSpots.join("\n")).toContain("different targets (`web`, `deps`)");
  });

  it("takes an argument that CI feeds with the commit for new in every build", async () => {
    const cache = "          cache-from: type=gha\n          cache-to: type=gha,mode=max\n";
    const files = (value: string) => ({
      ".github/workflows/ci.yml": workflow(`${cache}          build-args: VERSION=${value}\n`),
    });
    const hit = (result: { steps: { hitRate: { value: number } }[] }) => result.steps[3]!.hitRate.value;
    const fed = await json(files("${{ github.sha }}"));
    expect(hit(fed)).toBe(0);
    expect(fed.blindSpots.join("\n")).toContain(
      "`.github/workflows/ci.yml:6` gives a new value in every build to `VERSION` (commit); the steps that follow never hit",
    );
    expect(hit(await json(files("2")))).toBeGreaterThan(0);
  });

  it("says what else it found out about these builds", async () => {
    const { blindSpots } = await json({
      ".github/workflows/ci.yml": workflow("          pull: true\n").replace(
        "context: .",
        "context: sub\n          file: Dockerfile",
      ),
      ".github/workflows/broken.yml": "docker: [\n",
      Makefile: "image:\n\tdocker build .\n",
    });
    expect(blindSpots).toEqual(
      expect.arrayContaining([
        "`.github/workflows/ci.yml:6` looks for newer base images in each build (`--pull`), as these numbers have it",
        "`.github/workflows/ci.yml:6` builds with the context `sub`, these numbers are of another: name it with `--context`",
        "`Makefile:2` makes other builds: `--population dev` prices them",
        "`.github/workflows/broken.yml` can't be read: what it builds, and how, is not known",
      ]),
    );
  });

  it("says so where a workflow does not tell what its runner is", async () => {
    const { population, blindSpots } = await json({
      ".github/workflows/ci.yml": workflow("").replace("ubuntu-latest", "big-machine"),
    });
    expect(population).toMatchObject({ name: "dev", chosenBy: "default" });
    expect(blindSpots).toContain(
      "What the builder of `.github/workflows/ci.yml:6` holds when a build begins is not told there: `--population` prices what you know",
    );
  });

  it("is told nothing by a text without a place", async () => {
    const terminal = fakeTerminal({
      readInput: () => Promise.resolve(new TextEncoder().encode("FROM a\nRUN b\n")),
    });
    expect(await main(["estimate", "-", "--population", "ci-cold"], terminal)).toBe(0);
    expect(terminal.output.join("")).toContain("population: ci-cold, as asked");
  });
});

it("check prices on a warm builder, whatever workflows say", async () => {
  const check = async (files: Readonly<Record<string, string>>) => {
    const terminal = fakeTerminal({
      workingDirectory: folder({ ...usual, ...files }),
    });
    await main(["check", "--format", "json"], terminal);
    return JSON.parse(terminal.output.join("")).files.map((file: object) => ({ ...file, context: null }));
  };
  expect(await check({ ".github/workflows/ci.yml": workflow("") })).toEqual(await check({}));
});
