import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { main } from "../../src/cli/main.ts";
import { commit, newRepository } from "../host/git-repository.ts";
import { fakeTerminal, folder } from "./program.ts";

async function run(cwd: string, ...args: readonly string[]) {
  const environment = { PATH: process.env.PATH, XDG_CACHE_HOME: `${cwd}-caches` };
  onTestFinished(() => rmSync(environment.XDG_CACHE_HOME, { recursive: true, force: true }));
  const terminal = fakeTerminal({ workingDirectory: cwd, environment });
  const code = await main(["check", "--shellcheck", "off", ...args], terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

const keptIn = (cwd: string): readonly string[] =>
  readdirSync(`${cwd}-caches/stowage`).filter((name) => name.endsWith(".json"));

/** A file whose findings depend on a lockfile, an ignore file, and on what is in the context. */
const files = {
  Dockerfile: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCOPY a.txt /\n",
  "package.json": '{"name":"a","dependencies":{"b":"1"}}',
  "package-lock.json": "{}",
  "a.txt": "",
  "src/a.js": "",
};

describe("--cache", () => {
  it("recalls what it has, and it is the same in each format", async () => {
    const cwd = folder(files);
    for (const format of ["text", "json", "sarif"]) {
      const fresh = await run(cwd, "--format", format);
      expect(await run(cwd, "--cache", "--format", format)).toEqual(fresh);
      expect(await run(cwd, "--cache", "--format", format)).toEqual(fresh);
    }
    expect(keptIn(cwd)).toHaveLength(1);
    // That it is recalled shows where what is kept was edited.
    const [name] = keptIn(cwd);
    const path = join(`${cwd}-caches/stowage`, name!);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("npm ci", "npm xx"));
    expect((await run(cwd, "--cache")).output).toContain("npm xx");
  });

  it.each<[string, (cwd: string) => void]>([
    ["the Dockerfile", (cwd) => writeFileSync(join(cwd, "Dockerfile"), "FROM node:22\nRUN cd /a\n")],
    ["an ignore file comes", (cwd) => writeFileSync(join(cwd, ".dockerignore"), "a.txt\n")],
    ["a file goes that a step copies", (cwd) => rmSync(join(cwd, "package-lock.json"))],
    [
      "a manifest",
      (cwd) => writeFileSync(join(cwd, "package.json"), '{"scripts":{"prepare":"node src/a.js"}}'),
    ],
    ["a file comes", (cwd) => writeFileSync(join(cwd, "src/b.js"), "")],
    ["the configuration", (cwd) => writeFileSync(join(cwd, ".stowage.yaml"), "preset: strict\n")],
    [
      "a severity",
      (cwd) => writeFileSync(join(cwd, ".stowage.yaml"), "severities: {copy-before-install: error}\n"),
    ],
  ])("lints anew where something has changed: %s", async (_, change) => {
    const cwd = folder(files);
    await run(cwd, "--cache");
    change(cwd);
    const fresh = await run(cwd);
    expect(await run(cwd, "--cache")).toEqual(fresh);
    expect(await run(cwd, "--cache")).toEqual(fresh);
  });

  it("lints anew after a commit, which is a build of the past", async () => {
    const root = newRepository();
    for (let at = 0; at < 13; at += 1) commit(root, { ...files, "src/a.js": `${at}` });
    await run(root, "--cache");
    commit(root, { "package.json": '{"name":"a"}' });
    commit(root, { "package.json": files["package.json"] });
    expect(await run(root, "--cache", "Dockerfile")).toEqual(await run(root, "Dockerfile"));
  });

  it("works from another folder, and where what is kept is broken or can't be written", async () => {
    const cwd = folder({ ...files, ".dockerignore": "kept\nblocked\n", blocked: "" });
    const fresh = await run(cwd);
    await run(cwd, "--cache=kept");
    const [name] = readdirSync(join(cwd, "kept"));
    writeFileSync(join(cwd, "kept", name!), "{");
    expect(await run(cwd, "--cache=kept")).toEqual(fresh);
    expect(await run(cwd, "--cache=blocked")).toEqual(fresh);
  });

  it("forgets what nobody has asked for in a while", async () => {
    const cwd = folder(files);
    await run(cwd, "--cache");
    const path = join(`${cwd}-caches/stowage`, keptIn(cwd)[0]!);
    utimesSync(path, new Date("2020-01-01"), new Date("2020-01-01"));
    writeFileSync(join(cwd, "Dockerfile"), "FROM node:22\n");
    await run(cwd, "--cache");
    expect(keptIn(cwd)).toHaveLength(1);
  });
});
