import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { commit, newRepository } from "../host/git-repository.ts";
import { fakeTerminal } from "./program.ts";

const environment = { PATH: process.env.PATH ?? "" };
const dockerfile = "FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n";

/** A repository in which only a source changes, in every commit but the first. */
function repository(commits: number): string {
  const folder = newRepository();
  commit(folder, {
    Dockerfile: dockerfile,
    ".dockerignore": ".git\n",
    "package.json": "{}",
    "package-lock.json": "{}",
    "src/a.js": "0",
  });
  for (let index = 1; index < commits; index += 1) commit(folder, { "src/a.js": String(index) });
  return folder;
}

async function run(
  args: readonly string[],
  workingDirectory: string,
  env: Readonly<Record<string, string>> = environment,
) {
  const terminal = fakeTerminal({ workingDirectory, environment: env });
  const code = await main(args, terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

describe("the git history of a Dockerfile", () => {
  it("is replayed, from any folder in the repository and from outside", async () => {
    const folder = repository(14);
    for (const [args, cwd] of [
      [["estimate"], folder],
      [["estimate", "../Dockerfile"], join(folder, "src")],
      [["estimate", join(folder, "Dockerfile")], "/"],
    ] as const) {
      const { output } = await run([...args, "--format", "json"], cwd);
      const { builds, steps } = JSON.parse(output);
      expect(builds).toBe(13);
      expect(steps.map(({ hitRate }: { hitRate: { value: number } }) => hitRate.value > 0.5)).toEqual([
        true,
        true,
        false,
        false,
        false,
      ]);
      expect(steps[2].hitRate).toMatchObject({ value: 0, basis: "history" });
    }
  });

  it("is as long as asked for, or not read", async () => {
    const folder = repository(14);
    const builds = async (...args: readonly string[]): Promise<number> =>
      JSON.parse((await run(["estimate", "--format", "json", ...args], folder)).output).builds;
    expect(await builds("--history", "12")).toBe(11);
    expect(await builds("--history", "0")).toBe(0);
    expect(await builds("--history", "10 years ago")).toBe(13);
    expect(await builds("--branch", "main")).toBe(13);
  });

  it.each([
    [["--branch", "none"], "there is no branch `none`"],
    [["--history", "soon"], "`soon` is no time: write `2026-01-31` or `6 months ago`"],
  ])("stops the run when it can't be found: %j", async (options, message) => {
    const folder = repository(1);
    for (const command of ["estimate", "check"]) {
      const { code, errors } = await run([command, ...options], folder);
      expect(code).toBe(2);
      expect(errors).toContain(message);
    }
  });

  it("is not missed without git, without a repository and without commits", async () => {
    const folder = repository(14);
    const nothing = newRepository();
    const { output, code } = await run(["estimate", "--format", "json"], folder, {});
    expect([code, JSON.parse(output).builds]).toEqual([0, 0]);
    const { errors } = await run(["estimate", folder, "--verbose"], nothing, {});
    expect(errors).toContain("no git history is read: ");
  });

  it("is what a finding says it saves", async () => {
    const { output } = await run(
      ["check", "--format", "json", "--select", "copy-before-install"],
      repository(14),
    );
    const [finding] = JSON.parse(output).files[0].findings;
    // The manifests never changed, so that the install would always be there.
    expect(finding.saves.seconds.mean).toBeGreaterThan(1);
    expect((await run(["check", "--select", "copy-before-install"], repository(14))).output).toContain(
      "npm ci",
    );
  });
});
