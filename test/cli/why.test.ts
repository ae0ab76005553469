import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { commit, newRepository } from "../host/git-repository.ts";
import { ownSchema } from "../report/schemas.ts";
import { fakeTerminal } from "./program.ts";

const environment = { PATH: process.env.PATH ?? "" };
const dockerfile = `FROM node:24 AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY src src
RUN npm run build
FROM nginx:1.29
COPY --link docs /docs
COPY --from=build /app/dist /srv
RUN nginx -t
`;
const files = {
  Dockerfile: dockerfile,
  "package.json": "{}",
  "package-lock.json": "{}",
  "src/a.js": "1",
  "src/b.js": "1",
  "docs/a.md": "1",
};

const validate = ownSchema("why");

type Changes = Parameters<typeof commit>[1];

/** What `why` says of one commit: each step that is not reused, as `line result because`. */
async function whyOf(changes: Changes, args: readonly string[] = [], before: Changes = files) {
  const folder = newRepository();
  commit(folder, before);
  commit(folder, changes);
  const terminal = fakeTerminal({ workingDirectory: folder, environment });
  const code = await main(["why", "--format", "json", ...args], terminal);
  if (code !== 0) return { code, errors: terminal.errors.join("") };
  const printed = JSON.parse(terminal.output.join(""));
  expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
  const { steps, seconds } = printed;
  const said = steps
    .filter(({ result }: { result: string }) => result !== "hit")
    .map(({ line, result, because }: { line: number; result: string; because: Record<string, unknown> }) => {
      const { kind, paths, line: above, stage } = because;
      return [line, result, kind, (paths as string[] | undefined)?.join(" ") ?? above ?? stage ?? ""]
        .join(" ")
        .trim();
    });
  return { code, said, seconds };
}

const cases: Readonly<Record<string, readonly [changes: Changes, said: readonly string[]]>> = {
  nothing: [{ "README.md": "1" }, []],
  "a source": [
    { "src/a.js": "2", "src/c.js": "1" },
    ["5 miss files src/a.js src/c.js", "6 miss above 5", "9 depends stage build", "10 depends above 9"],
  ],
  "a source that goes": [
    { "src/b.js": null },
    ["5 miss files src/b.js", "6 miss above 5", "9 depends stage build", "10 depends above 9"],
  ],
  "a lock file": [
    { "package-lock.json": "[]" },
    [
      "3 miss files package-lock.json",
      "4 miss above 3",
      "5 miss above 3",
      "6 miss above 3",
      "9 depends stage build",
      "10 depends above 9",
    ],
  ],
  "what is copied as a link": [
    { "docs/a.md": "2" },
    ["8 miss files docs/a.md", "9 miss above 8", "10 miss above 8"],
  ],
  "a command": [{ Dockerfile: dockerfile.replace("nginx -t", "nginx -T") }, ["10 miss instruction"]],
  "a base image": [
    { Dockerfile: dockerfile.replace("nginx:1.29", "nginx:1.30") },
    ["9 miss base", "10 miss above 9"],
  ],
  "an ignore file": [
    { ".dockerignore": "src/b.js\n" },
    ["5 miss files src/b.js", "6 miss above 5", "9 depends stage build", "10 depends above 9"],
  ],
};

describe("why steps run after a change of", () => {
  it.each(Object.entries(cases))("%s", async (_, [changes, expected]) => {
    expect((await whyOf(changes)).said).toEqual(expected);
  });
});

describe("the revisions", () => {
  it("may be named, and the Dockerfile too", async () => {
    const { said } = await whyOf({ "docs/a.md": "2" }, ["HEAD~1..HEAD", "Dockerfile"]);
    expect(said?.[0]).toBe("8 miss files docs/a.md");
    expect((await whyOf({ "docs/a.md": "2" }, ["HEAD..HEAD"])).said).toEqual([]);
  });

  it.each([
    [["none..HEAD"], "there is no revision `none`"],
    [["a..b..c", "d", "e"], "`why` takes two revisions"],
    [["-x..HEAD"], "-x"],
  ])("%j: refused", async (args, message) => {
    const { code, errors } = await whyOf({ "docs/a.md": "2" }, args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  it("need a Dockerfile in both", async () => {
    const { code, errors } = await whyOf({ Dockerfile: dockerfile }, [], { "src/a.js": "1" });
    expect(code).toBe(2);
    expect(errors).toContain("`HEAD~1` has no readable `Dockerfile`");
  });
});

it("names the commit itself where `.git` is in the build context", async () => {
  const whole = { Dockerfile: "FROM node:24\nCOPY . .\n", ".dockerignore": "docs\n", "docs/a.md": "1" };
  expect((await whyOf({ "docs/a.md": "2" }, [], whole)).said).toEqual(["2 miss files .git/HEAD"]);
  const ignored = { ...whole, ".dockerignore": "docs\n.git\n" };
  expect((await whyOf({ "docs/a.md": "2" }, [], ignored)).said).toEqual([]);
});

it("finds the context at the top of the repository, as today", async () => {
  const below = {
    "docker/Dockerfile": "FROM node:24\nCOPY package.json ./\nRUN npm install\nCOPY src src\n",
    "package.json": "{}",
    "src/a.js": "1",
  };
  const { said } = await whyOf({ "src/a.js": "2" }, ["docker/Dockerfile"], below);
  expect(said).toEqual(["4 miss files src/a.js"]);
});

it("prices what runs", async () => {
  const little = (await whyOf({ "docs/a.md": "2" })).seconds;
  const much = (await whyOf({ "package-lock.json": "[]" })).seconds;
  expect(much.mean).toBeGreaterThan(little.mean);
  expect((await whyOf({ "README.md": "1" })).seconds).toEqual({ mean: 0, low: 0, high: 0 });
});

it("says so where there is no history", async () => {
  const folder = newRepository();
  const terminal = fakeTerminal({ workingDirectory: folder, environment: {} });
  commit(folder, files);
  expect(await main(["why"], terminal)).toBe(2);
  expect(terminal.errors.join("")).toContain("there is no git history here");
});
