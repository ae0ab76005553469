import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { commit, newRepository } from "../host/git-repository.ts";
import { ownSchema } from "../report/schemas.ts";
import { fakeTerminal } from "./program.ts";

const environment = { PATH: process.env.PATH ?? "" };
const dockerfile = "FROM debian:12\r\nCOPY . /srv/app\r\nRUN apt-get update && apt-get install -y git\r\n";
const rewritten = "FROM debian:12\r\nRUN apt-get update && apt-get install -y git\r\nCOPY . /srv/app\r\n";

/** Commits that change a source. */
function repository(text = dockerfile): string {
  const folder = newRepository();
  commit(folder, { Dockerfile: text, ".dockerignore": ".git\n", "src/a.js": "0" });
  for (let index = 1; index < 13; index += 1) commit(folder, { "src/a.js": String(index) });
  return folder;
}

async function optimize(folder: string, args: readonly string[]) {
  const terminal = fakeTerminal({ workingDirectory: folder, environment });
  const code = await main(["optimize", ...args], terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

const read = (folder: string): string => readFileSync(join(folder, "Dockerfile"), "utf8");

it("shows a change and writes nothing", async () => {
  const folder = repository();
  const { code, output } = await optimize(folder, []);
  expect(code).toBe(1);
  expect(output).toContain("12 builds replayed");
  expect(output).toContain("-COPY . /srv/app\r\n");
  expect(output).toContain("+COPY . /srv/app\r\n");
  expect(output).toMatch(/1 move saves .* of the expected build, \d+ % of it\./);
  expect(output).toContain("Why the image stays the same");
  expect(read(folder)).toBe(dockerfile);
});

it("writes the change where that is asked for, line ends kept, and then has none", async () => {
  const folder = repository();
  expect((await optimize(folder, ["--write"])).code).toBe(0);
  expect(read(folder)).toBe(rewritten);
  const again = await optimize(folder, ["--write"]);
  expect(again.code).toBe(0);
  expect(again.output).toContain("No move was found");
});

it("prints JSON by its schema", async () => {
  const validate = ownSchema("optimize");
  const { output } = await optimize(repository(), ["--format", "json"]);
  const printed = JSON.parse(output);
  expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
  expect(printed).toMatchObject({ text: rewritten, builds: 12, isComplete: true });
  expect(printed.moves).toHaveLength(1);
  expect(printed.populations.map(({ name }: { name: string }) => name)).toEqual(["dev", "ci-cache"]);
});

describe("lines for the ignore file", () => {
  const text = "FROM debian:12\nCOPY . /srv/app\nRUN /srv/app/build.sh\n";
  const documented = (ignored: string): string => {
    const folder = newRepository();
    const first = { Dockerfile: text, ".dockerignore": ignored, "build.sh": "", "docs/a.md": "0" };
    commit(folder, { ...first, "README.md": "0", "a.js": "0" });
    for (let index = 1; index < 16; index += 1)
      commit(folder, index % 3 === 0 ? { "a.js": String(index) } : { "docs/a.md": String(index) });
    return folder;
  };

  it("are shown with what they save, and never written", async () => {
    const folder = documented(".git");
    const { code, output } = await optimize(folder, ["--write"]);
    expect(code).toBe(0);
    expect(output).toContain("--- a/.dockerignore\n+++ b/.dockerignore\n");
    expect(output).toContain("+docs\n");
    expect(output).toContain("- docs: documentation (1 file, 2 B)");
    // It never changes, so it makes no step run.
    expect(output).not.toContain("+README");
    expect(output).toContain("the image no longer has these files");
    expect(readFileSync(join(folder, ".dockerignore"), "utf8")).toBe(".git");
  });

  it("save what the history says once they are there", async () => {
    const validate = ownSchema("optimize");
    const print = async (folder: string) => {
      const printed = JSON.parse((await optimize(folder, ["--format", "json"])).output);
      expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
      return printed;
    };
    const before = await print(documented(".git"));
    const { lines, diff, saves, expectedAfter } = before.suggestions.ignoreFile;
    expect(lines.map(({ pattern }: { pattern: string }) => pattern)).toEqual(["docs"]);
    expect(diff).toContain("+docs");
    expect(saves.low).toBeGreaterThan(0);
    const after = await print(documented(".git\ndocs\n"));
    expect(after.suggestions.ignoreFile).toBeNull();
    expect(after.populations[0].before.expectedSeconds.mean).toBeCloseTo(expectedAfter.mean, 1);
  });
});

describe("options", () => {
  it.each([
    ["--max-moves", "0", "No move was found"],
    ["--population", "ci-cache", "ci-cache"],
    ["--population", "pool:3", "pool:3"],
  ])("%s %s", async (option, value, said) => {
    expect((await optimize(repository(), [option, value])).output).toContain(said);
  });

  it("--quiet prints the change alone", async () => {
    const { output } = await optimize(repository(), ["--quiet"]);
    expect(output.split("\n")[0]).toBe("--- a/Dockerfile");
    expect(output).not.toContain("saves");
  });

  it("CI that keeps nothing does not keep it from an order that helps who does", async () => {
    const folder = repository();
    commit(folder, {
      ".github/workflows/ci.yml":
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build .\n",
    });
    expect((await optimize(folder, [])).output).toContain("1 move saves");
    const cold = await optimize(folder, ["--population", "ci-cold"]);
    expect([cold.code, cold.output.includes("No move was found")]).toEqual([0, true]);
  });
});

it.each([
  ["a file that the builder rejects", "FROM a\nNONSENSE\n", [], "the builder rejects this file"],
  ["two files", dockerfile, ["a", "b"], "`optimize` takes one Dockerfile"],
])("%s: exit code 2", async (_, text, args, said) => {
  const folder = newRepository();
  writeFileSync(join(folder, "Dockerfile"), text);
  const { code, errors } = await optimize(folder, args);
  expect([code, errors.includes(said)]).toEqual([2, true]);
});
