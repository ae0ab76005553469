import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { buildWord, withProgress } from "../../src/cli/run-build.ts";
import { ownSchema } from "../report/schemas.ts";
import { fakeTerminal, folder, root } from "./program.ts";

const dockerfile = "FROM node:24\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n";
const log = `#4 [1/5] FROM docker.io/library/node:24
#4 CACHED
#5 [2/5] COPY package.json ./
#5 DONE 0.1s
#6 [3/5] RUN npm ci
#6 DONE 60.0s
#7 [4/5] COPY . .
#7 CACHED
#8 [5/5] RUN gone
#8 DONE 9.0s
`;

async function run(cwd: string, args: readonly string[], more: Parameters<typeof fakeTerminal>[0] = {}) {
  const terminal = fakeTerminal({ workingDirectory: cwd, environment: { PATH: process.env.PATH }, ...more });
  const code = await main(args, terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

function timingsIn(cwd: string): { dockerfiles: Record<string, { text: string; machines: object }[]> } {
  return JSON.parse(readFileSync(join(cwd, ".stowage/timings.json"), "utf8"));
}

describe("record", () => {
  it("keeps what a log says, and tells what it found", async () => {
    const cwd = folder({ Dockerfile: dockerfile, "build.log": log });
    const { code, output, errors } = await run(cwd, ["record", "build.log"]);
    expect({ code, output }).toEqual({ code: 0, output: "" });
    expect(
      errors,
    ).toBe(`build.log: 1 build, 2 times, 1 reuse, 1 step that Dockerfile doesn't have on \`local\`
in the log only:
  RUN gone
in the Dockerfile only:
  0: RUN npm run build
kept in .stowage/timings.json
`);
    expect(timingsIn(cwd).dockerfiles.Dockerfile?.map(({ text }) => text)).toEqual([
      "COPY . .",
      "COPY package.json ./",
      "RUN npm ci",
    ]);
  });

  it("gives costs to estimate, check and compare, from a folder above too", async () => {
    const cwd = folder({
      "api/Dockerfile": dockerfile,
      "api/package.json": "{}",
      ".git/": "",
      "build.log": log,
    });
    await run(cwd, ["record", "--context", "api", "--machine", "ci", "build.log"]);
    expect(Object.keys(timingsIn(cwd).dockerfiles)).toEqual(["api/Dockerfile"]);
    const priced = await run(cwd, ["estimate", "--format", "json", "api"]);
    const install = JSON.parse(priced.output).steps.find(({ line }: { line: number }) => line === 3);
    expect(install.cost.basis).toBe("measured");
    const checked = await run(join(cwd, "api"), [
      "check",
      "--format",
      "json",
      "--shellcheck",
      "off",
      "--fail-on",
      "none",
    ]);
    const { steps } = JSON.parse(checked.output).files[0].estimate;
    expect(steps.find(({ line }: { line: number }) => line === 3).cost).toEqual(install.cost);
    const other = await run(cwd, ["estimate", "--format", "json", "--machine", "laptop", "api"]);
    expect(JSON.parse(other.output).blindSpots.join()).toContain(
      "Recorded on other machines than `laptop` only: line 2, line 3",
    );
  });

  it("reads standard input, several logs, and the same one again", async () => {
    const cwd = folder({
      Dockerfile: dockerfile,
      "a.log": log.replace(/^/gm, "2026-01-01T00:00:00Z "),
      "b.log": log.replace(/^/gm, "2026-01-02T00:00:00Z "),
    });
    expect((await run(cwd, ["record", "a.log", "b.log", "--quiet"])).errors).toMatch(
      /^a\.log: .* on `ci`\nb\.log: .* on `ci`\n$/,
    );
    const once = JSON.stringify(timingsIn(cwd));
    const readInput = () => Promise.resolve(readFileSync(join(cwd, "a.log")));
    expect((await run(cwd, ["record", "-"], { readInput })).code).toBe(0);
    expect(JSON.stringify(timingsIn(cwd))).toBe(once);
  });

  it("shows reuses in JSON once there are ten builds", async () => {
    const logs = Object.fromEntries(
      Array.from({ length: 10 }, (_, day) => [
        `${day}.log`,
        log.replace(/^/gm, `2026-01-0${day}T00:00:00Z `).replace("-00T", "-10T"),
      ]),
    );
    const cwd = folder({ Dockerfile: dockerfile, ...logs });
    await run(cwd, ["record", ...Object.keys(logs)]);
    const estimate = JSON.parse((await run(cwd, ["estimate", "--format", "json"])).output);
    expect(estimate.steps.map(({ recorded }: { recorded?: object }) => recorded ?? null)).toEqual([
      null,
      { builds: 10, reused: 0 },
      { builds: 10, reused: 0 },
      { builds: 10, reused: 10 },
      null,
    ]);
    const validate = ownSchema("estimate");
    expect(validate(estimate), JSON.stringify(validate.errors)).toBe(true);
  });

  it("takes sizes from the history of an image", async () => {
    const layers = `{"CreatedBy":"RUN /bin/sh -c npm ci # buildkit","Size":"188MB"}\n`;
    const cwd = folder({ Dockerfile: dockerfile, "layers.json": layers });
    expect((await run(cwd, ["record", "layers.json"])).errors).toContain("layers.json: 1 layer size\n");
    expect(timingsIn(cwd).dockerfiles.Dockerfile).toMatchObject([
      { text: "RUN npm ci", bytes: 188e6, machines: {} },
    ]);
  });

  it.each([
    [["record"], "`record` needs a log"],
    [["record", "a.log", "--", "true"], "not both"],
    [["record", "gone.log"], "gone.log: there is no such log"],
    [["record", "Dockerfile"], "there are no steps of a build in it"],
    [["record", "summary"], "`docker buildx history logs` does"],
    [["record", "other.log"], "Dockerfile has 0 of its 2 steps, so it is of another Dockerfile"],
    [["record", "--target", "x", "a.log"], "there is no stage `x` to build"],
    [["record", "--dockerfile", "gone", "a.log"], "gone: there is no such file or folder"],
    [["record", "--dockerfile=-", "a.log"], "name it"],
    [["record", "--machine", "a/b", "a.log"], "`--machine`"],
    [["record", "--", "./no-such-program"], "`./no-such-program` can't be run (ENOENT)"],
  ])("%j: %s", async (args, message) => {
    const cwd = folder({
      Dockerfile: dockerfile,
      "a.log": log,
      summary: "Build Steps:\t19/19 (42% cached)\n",
      "other.log": "#1 [1/2] RUN pip\n#1 DONE 1.0s\n#2 [2/2] RUN python\n#2 DONE 1.0s\n",
    });
    const { code, errors } = await run(cwd, args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(existsSync(join(cwd, ".stowage"))).toBe(false);
  });

  it("leaves a broken file as it is, and runs no build for nothing", async () => {
    const cwd = folder({
      Dockerfile: dockerfile,
      "build.log": log,
      ".stowage/timings.json": '{ "version": 1,\n}',
    });
    const message =
      ".stowage/timings.json:2: the text is no JSON; mend it, restore it from git, or delete the file and record again";
    for (const args of [
      ["record", "build.log"],
      ["record", "--", "touch", "built"],
      ["estimate"],
      ["check", "--shellcheck", "off"],
    ]) {
      const { code, errors } = await run(cwd, args);
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(errors).toContain(message);
    }
    expect(existsSync(join(cwd, "built"))).toBe(false);
    expect(readFileSync(join(cwd, ".stowage/timings.json"), "utf8")).toBe('{ "version": 1,\n}');
  });
});

/** A program in the place of Docker that says what it was asked and prints a log. */
function fakeDocker(cwd: string, text: string, code = 0): string {
  writeFileSync(join(cwd, "log.txt"), text);
  const path = join(cwd, "docker");
  writeFileSync(path, `#!/bin/sh\necho "$@"\ncat "${cwd}/log.txt" >&2\nexit ${code}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform === "win32")("a build that is run", () => {
  const recording = readFileSync(join(root, "test/timings/logs/cold.rawjson"), "utf8");
  const recorded = readFileSync(join(root, "test/timings/logs/Dockerfile"), "utf8");

  it("is asked for exact times, shown, and kept", async () => {
    const cwd = folder({ "app/Dockerfile": recorded });
    const docker = fakeDocker(cwd, recording);
    const { code, output, errors } = await run(cwd, [
      "record",
      "--",
      docker,
      "buildx",
      "build",
      "-t",
      "x",
      "app",
    ]);
    expect(code).toBe(0);
    expect(output).toBe("buildx build --progress=rawjson -t x app\n");
    expect(errors).toContain("[stage-1 8/8] RUN sleep 0.3\n");
    expect(errors).toContain("[stage-1 8/8] RUN sleep 0.3 DONE 0.7s\n");
    expect(errors).toContain("exec form\n");
    expect(errors).not.toContain("vertexes");
    expect(errors).toContain("the build: 1 build, 11 times, 0 reuses on `local`");
    expect(timingsIn(join(cwd, "app")).dockerfiles.Dockerfile).toHaveLength(11);
  });

  it.each([
    ["build app"],
    ["build app -t gone"],
    ["build --no-cache app"],
    ["build -f app/Dockerfile other"],
    ["build --file=app/Dockerfile ."],
    ["build -t other app"],
  ])("is of the Dockerfile that it names: %s", async (words) => {
    const cwd = folder({
      "app/Dockerfile": recorded,
      "other/Dockerfile": "FROM scratch\n",
      Dockerfile: "FROM scratch\n",
    });
    const docker = fakeDocker(cwd, recording);
    await run(cwd, ["record", "--", docker, ...words.split(" ")]);
    const kept = ["app", "other", "."].filter((name) => existsSync(join(cwd, name, ".stowage")));
    expect(kept).toEqual(["app"]);
  });

  it("ends with its own exit code, and what it did until then counts", async () => {
    const cwd = folder({ Dockerfile: dockerfile });
    const docker = fakeDocker(cwd, log, 7);
    const { code, errors } = await run(cwd, [
      "record",
      "--quiet",
      "--",
      docker,
      "build",
      "--progress",
      "plain",
      ".",
    ]);
    expect(code).toBe(7);
    expect(errors).toContain("#6 DONE 60.0s\n");
    expect(timingsIn(cwd).dockerfiles.Dockerfile).toHaveLength(3);
  });

  it("may be any program, with its words as they are", async () => {
    const cwd = folder({ Dockerfile: dockerfile, "b.log": log });
    const { code, output } = await run(cwd, [
      "record",
      "--",
      "sh",
      "-c",
      'cat b.log; echo "$0 $*"',
      "a  b",
      "--quiet",
      "$HOME",
    ]);
    expect(code).toBe(0);
    expect(output).toBe(`${log}a  b --quiet $HOME\n`);
  });
});

it.each([
  ["docker build .", "docker build --progress=rawjson ."],
  ["docker buildx build .", "docker buildx build --progress=rawjson ."],
  [
    "/usr/bin/docker -H x --context build buildx --builder build bake",
    "/usr/bin/docker -H x --context build buildx --builder build bake --progress=rawjson",
  ],
  ["docker image build .", "docker image build --progress=rawjson ."],
  ["docker build --progress=plain .", null],
  ["docker build . --progress plain", null],
  ["docker run build", null],
  ["docker compose build", null],
  ["podman build .", null],
  ["make build", null],
])("%s", (given, expected) => {
  const words = given.split(" ");
  expect(withProgress(words, {}).join(" ")).toBe(expected ?? given);
  expect(withProgress(words, { BUILDKIT_PROGRESS: "plain" })).toEqual(words);
  expect(withProgress(words, { DOCKER_BUILDKIT: "0" })).toEqual(words);
  if (expected !== null) expect(buildWord(words)).not.toBeNull();
});
