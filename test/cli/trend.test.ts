import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { commit, newRepository } from "../host/git-repository.ts";
import { elementsOf } from "../report/html-elements.ts";
import { ownSchema } from "../report/schemas.ts";
import { fakeTerminal } from "./program.ts";

const pinned = `node:24@sha256:${"0".repeat(64)}`;
const early = `FROM ${pinned}\nCOPY . .\nRUN npm ci\n`;
const late = `FROM ${pinned}\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n`;

/** Three versions of a Dockerfile, with so many commits of sources after each. */
function repository(lives: readonly number[]): string {
  const folder = newRepository();
  const files = { ".dockerignore": ".git\n", "package.json": "{}", "package-lock.json": "{}" };
  let time = 1_700_000_000;
  for (const [version, dockerfile] of [early, `# why\n${early}`, late].entries()) {
    time += 86_400;
    commit(folder, { Dockerfile: dockerfile, ...(version === 0 ? files : {}) }, `version <${version}>`, time);
    for (let index = 0; index < (lives[version] ?? 0); index += 1)
      commit(folder, { "src/a.js": `${version} ${index}` }, "source", time + index);
  }
  return folder;
}

async function estimate(folder: string, ...args: readonly string[]): Promise<string> {
  const terminal = fakeTerminal({ workingDirectory: folder, environment: { PATH: process.env.PATH ?? "" } });
  const code = await main(["estimate", "--trend", "--population", "dev", ...args], terminal);
  expect({ code, errors: terminal.errors.join("") }).toMatchObject({ code: 0 });
  return terminal.output.join("");
}

describe("the trend of an estimate", () => {
  it("has each version that lived through enough builds, oldest first, over the builds that followed", async () => {
    const printed = JSON.parse(await estimate(repository([12, 3, 14]), "--format", "json"));
    const validate = ownSchema("estimate");
    expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
    const [first, last, ...others] = printed.trend;
    expect(others).toEqual([]);
    expect(first).toMatchObject({ subject: "version <0>", time: 1_700_086_400, builds: 12 });
    expect(last).toMatchObject({ subject: "version <2>", builds: 14 });
    // Every build changed a source, none a manifest.
    expect(first.expectedSeconds.mean).toBeGreaterThan(1.5 * last.expectedSeconds.mean);
    expect(printed.expectedSeconds.mean).toBeCloseTo(last.expectedSeconds.mean, 0);
  });

  it("is a line for each in the text, and a row in the page", async () => {
    const folder = repository([12, 0, 12]);
    const lines = (await estimate(folder)).split("\n");
    const heading = lines.findIndex((line) => line.startsWith("Expected build time with each version"));
    expect(lines.slice(heading + 1, heading + 3).map((line) => line.replace(/\d+ s .*\)/, "_"))).toEqual([
      expect.stringMatching(/^2023-11-15 {2}.* 12 builds {2}[0-9a-f]{10} version <0>$/),
      expect.stringMatching(/^2023-11-17 {2}.* 12 builds {2}[0-9a-f]{10} version <2>$/),
    ]);
    const rows = elementsOf(await estimate(folder, "--format", "html")).filter(({ name }) => name === "tr");
    expect(rows.filter(({ text }) => /version <[02]>2023-11-1[57]12/.test(text))).toHaveLength(2);
  });

  it("says so where there is none", async () => {
    expect(await estimate(repository([1, 1, 1]))).toContain("No version lived through enough builds");
    expect(await estimate(repository([12, 1, 12]), "--history", "0")).toContain("No version lived");
  });
});
