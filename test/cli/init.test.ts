import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { main } from "../../src/cli/main.ts";
import { fakeTerminal, folder } from "./program.ts";

const clean = "FROM debian:12\nCOPY a.txt /\n";
const bad = "FROM debian:12\nRUN cd /a\n";

async function run(cwd: string, ...args: readonly string[]) {
  const terminal = fakeTerminal({ workingDirectory: cwd, environment: { PATH: process.env.PATH } });
  const code = await main(args, terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

const read = (cwd: string, path: string): string => readFileSync(join(cwd, path), "utf8");

describe("init", () => {
  it("shows the files and writes nothing", async () => {
    const cwd = folder({ Dockerfile: clean, "a.txt": "" });
    const { code, output, errors } = await run(cwd, "init");
    expect(code).toBe(0);
    for (const path of [".stowage.yaml", ".pre-commit-config.yaml", ".github/workflows/stowage.yml"])
      expect(output).toContain(`--- /dev/null\n+++ b/${path}\n`);
    expect(output).not.toContain("baseline");
    expect(errors).toContain("`stowage init --write` writes this");
    expect(readdirSync(cwd).sort()).toEqual(["Dockerfile", "a.txt"]);
  });

  it("writes them once, so that the check passes from then on", async () => {
    const cwd = folder({ Dockerfile: bad, "sub/Dockerfile": bad });
    expect((await run(cwd)).code).toBe(1);
    expect((await run(cwd, "init", "--write")).code).toBe(0);
    expect(parse(read(cwd, ".stowage.yaml"))).toMatchObject({
      failOn: "warning",
      baseline: ".stowage/baseline.json",
    });
    expect(Object.keys(JSON.parse(read(cwd, ".stowage/baseline.json")).files)).toEqual([
      "../Dockerfile",
      "../sub/Dockerfile",
    ]);
    expect(await run(cwd)).toMatchObject({ code: 0, errors: "" });
    const workflow = parse(read(cwd, ".github/workflows/stowage.yml"));
    expect(workflow.jobs.check.steps).toHaveLength(4);
    const again = await run(cwd, "init", "--write");
    expect(again).toMatchObject({
      code: 0,
      output: "",
      errors: expect.stringContaining("there is nothing to write"),
    });
  });

  it.each([
    ["repos:\n- repo: local\n  hooks: []\n", "- repo: local"],
    ["# ours\nfail_fast: true\nrepos:\n    - repo: local\n      hooks: []", "    - repo: local"],
  ])("adds its hook to a list of hooks, which stays as it is", async (before, line) => {
    const cwd = folder({ Dockerfile: clean, "a.txt": "", ".pre-commit-config.yaml": before });
    await run(cwd, "init", "--write");
    const after = read(cwd, ".pre-commit-config.yaml");
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toContain(line);
    expect(parse(after).repos).toMatchObject([
      { hooks: [] },
      { repo: "local", hooks: [{ id: "stowage", language: "node" }] },
    ]);
  });

  it.each([
    ["lefthook.yml", "`lefthook.yml` is there", ".pre-commit-config.yaml"],
    [".gitlab-ci.yml", "`.gitlab-ci.yml` is there", ".github"],
    [".hadolint.yaml", "`.hadolint.yaml` counts only where there is no .stowage.yaml", null],
  ])("says what a person has to do: %s", async (path, said, absent) => {
    const cwd = folder({ Dockerfile: clean, "a.txt": "", [path]: "{}\n" });
    const { errors } = await run(cwd, "init", "--write");
    expect(errors).toContain(said);
    if (absent !== null) expect(existsSync(join(cwd, absent))).toBe(false);
  });

  it("leaves a list of hooks alone that it can't add to", async () => {
    const before = "repos: []\nfail_fast: true\n";
    const cwd = folder({ Dockerfile: clean, "a.txt": "", ".pre-commit-config.yaml": before });
    const { errors } = await run(cwd, "init", "--write");
    expect([read(cwd, ".pre-commit-config.yaml"), errors.includes("add a hook")]).toEqual([before, true]);
  });

  it.each([
    [["init", "nowhere"], "there is no folder `nowhere`"],
    [["init"], "has no Dockerfile"],
    [["init", "a", "b"], "takes one folder"],
  ])("refuses %j", async (args, message) => {
    const { code, errors } = await run(folder(), ...args);
    expect([code, errors.includes(message)]).toEqual([2, true]);
  });
});
