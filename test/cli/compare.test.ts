import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { commit, newRepository } from "../host/git-repository.ts";
import { elementsOf } from "../report/html-elements.ts";
import { ownSchema } from "../report/schemas.ts";
import { fakeTerminal } from "./program.ts";

const environment = { PATH: process.env.PATH ?? "" };
const pinned = `node:24@sha256:${"0".repeat(64)}`;
const early = `FROM ${pinned}\nCOPY . .\nRUN npm ci\n`;
const late = `FROM ${pinned}\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n`;

/** Twelve commits that change a source, and none that changes a manifest. */
function repository(dockerfile: string): string {
  const folder = newRepository();
  const files = { ".dockerignore": ".git\n", "package.json": "{}", "package-lock.json": "{}" };
  commit(folder, { Dockerfile: dockerfile, ...files, "src/a.js": "0", "docs/a.md": "0" });
  for (let index = 1; index < 13; index += 1)
    commit(folder, index % 2 === 0 ? { "src/a.js": String(index) } : { "docs/a.md": String(index) });
  return folder;
}

async function compare(folder: string, args: readonly string[]) {
  const terminal = fakeTerminal({ workingDirectory: folder, environment });
  const code = await main(["compare", ...args], terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

const validate = ownSchema("compare");

async function json(folder: string, args: readonly string[] = []) {
  const printed = JSON.parse((await compare(folder, ["--format", "json", ...args])).output);
  expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
  return printed;
}

describe("a change", () => {
  it("is priced on the builds before it", async () => {
    const folder = repository(early);
    commit(folder, { Dockerfile: late });
    const { before, after, expectedSeconds } = await json(folder, ["HEAD~1..HEAD"]);
    expect([before.builds, after.builds]).toEqual([12, 12]);
    expect(expectedSeconds.mean).toBeCloseTo(after.expectedSeconds.mean - before.expectedSeconds.mean, 3);
    expect(expectedSeconds.mean).toBeLessThan(-1);
    // The same steps cost the same on both sides, so that it is certain which one is faster.
    expect(expectedSeconds.high).toBeLessThan(0);
  });

  it("of the ignore file counts", async () => {
    const folder = repository(early);
    commit(folder, { ".dockerignore": ".git\ndocs\n" });
    const { expectedSeconds } = await json(folder, ["HEAD~1..HEAD"]);
    expect(expectedSeconds.mean).toBeLessThan(-0.5);
  });

  it("counts the bytes that a revision copies", async () => {
    const folder = repository(early);
    commit(folder, { "data.bin": "0".repeat(9_000_000) });
    const cost = async (range: string): Promise<number> =>
      (await json(folder, [range, "--history", "0"])).after.coldSeconds.mean;
    expect((await cost("HEAD~2..HEAD")) - (await cost("HEAD~2..HEAD~1"))).toBeCloseTo(
      (9 / 60) * Math.exp(0.9 ** 2 / 2),
      2,
    );
  });

  it("that changes nothing makes no difference", async () => {
    const folder = repository(early);
    commit(folder, { Dockerfile: `# why\n${early}` });
    const { expectedSeconds } = await json(folder, ["HEAD~1..HEAD"]);
    // But for the bytes of the comment, which are copied too.
    expect(Math.max(...Object.values<number>(expectedSeconds).map(Math.abs))).toBeLessThan(1e-5);
  });

  it("on disk is priced too", async () => {
    const folder = repository(early);
    writeFileSync(join(folder, "Dockerfile"), late);
    expect((await json(folder)).expectedSeconds.mean).toBeLessThan(-1);
    expect((await compare(folder, [])).output).toContain("to the files on disk, 12 builds replayed");
  });

  it("without a past is compared by priors", async () => {
    const { before, after, expectedSeconds } = await json(repository(early), [
      "HEAD..HEAD",
      "--history",
      "0",
    ]);
    expect([before.builds, after.builds]).toEqual([0, 0]);
    expect(expectedSeconds).toEqual({ mean: 0, low: 0, high: 0 });
  });
});

describe("limits", () => {
  it.each([
    [["--max-increase", "1s"], 1, "slower by"],
    [["--max-increase", "10%"], 1, "--max-increase 10%"],
    [["--max-increase", "600s"], 0, ""],
    [["--budget", "1s"], 1, "--budget 1s"],
    [["--budget", "600s"], 0, ""],
  ])("%j: exit code %i", async (args, code, said) => {
    const folder = repository(late);
    commit(folder, { Dockerfile: early });
    const result = await compare(folder, ["HEAD~1..HEAD", ...args]);
    expect(result.code).toBe(code);
    expect(result.output).toContain(said);
  });

  it.each([
    ["--max-increase", "1"],
    ["--budget", "10%"],
  ])("%s %s is refused", async (...args) => {
    expect((await compare(repository(late), args)).code).toBe(2);
  });
});

it("is one page with both bills, in HTML", async () => {
  const folder = repository(early);
  commit(folder, { Dockerfile: late }, "<b>late</b>");
  const { output } = await compare(folder, ["--format", "html", "HEAD~1..HEAD"]);
  const elements = elementsOf(output);
  const rows = elements.flatMap(({ name, attributes }) => (name === "tr" ? (attributes.id ?? []) : []));
  expect(rows).toEqual(["after-1", "after-2", "after-3", "after-4", "before-1", "before-2", "before-3"]);
  expect(elements.some(({ name, text }) => name === "p" && text.includes("<b>late</b>"))).toBe(true);
  expect(elements.some(({ name, text }) => name === "tr" && /^Difference\u2212/.test(text))).toBe(true);
});
