import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { commit, git, newRepository } from "../host/git-repository.ts";
import { ownSchema } from "../report/schemas.ts";
import { fakeTerminal, folder } from "./program.ts";

const few = ["--select", "effect-lost-with-step,missing-source,syntax-error", "--shellcheck", "off"];

async function run(cwd: string, ...args: readonly string[]) {
  const terminal = fakeTerminal({ workingDirectory: cwd, environment: { PATH: process.env.PATH } });
  const code = await main(["check", ...few, ...args], terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

/** Rules by path and line of what is reported. */
async function found(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { output } = await run(cwd, "--format", "json", ...args);
  const report = JSON.parse(output);
  const validate = ownSchema("check");
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report.files.flatMap(
    ({
      path,
      findings,
    }: {
      path: string;
      findings: readonly { rule: string; range: { start: { line: number } } }[];
    }) => findings.map(({ rule, range }) => `${path}:${range.start.line} ${rule}`),
  );
}

const old = "FROM debian:12\nRUN cd curl\n";

describe("--baseline", () => {
  it("leaves out what was there, wherever it has gone in its file, and reports what comes", async () => {
    const cwd = folder({ "a/Dockerfile": old, "b/Dockerfile": "FROM debian:12\n" });
    const update = await run(cwd, "--baseline", "known.json", "--update-baseline");
    expect(update).toMatchObject({
      code: 0,
      errors: "stowage: known.json: 1 finding is known from now on\n",
    });
    expect(await run(cwd, "--baseline", "known.json")).toMatchObject({ code: 0, errors: "" });
    expect((await run(cwd, "--baseline", "known.json")).output).toContain("1 known before");
    writeFileSync(
      join(cwd, "a/Dockerfile"),
      `FROM debian:12\n\n# more\nRUN true\nRUN cd curl\nRUN cd wget\n`,
    );
    expect(await found(cwd, "--baseline", "known.json")).toEqual(["a/Dockerfile:6 effect-lost-with-step"]);
    expect((await run(cwd, "--baseline", "known.json")).code).toBe(1);
  });

  it("counts equal findings: of two that were one, one is new", async () => {
    const cwd = folder({ Dockerfile: old });
    await run(cwd, "--baseline", "known.json", "--update-baseline");
    writeFileSync(join(cwd, "Dockerfile"), `${old}RUN cd curl\n`);
    expect(await found(cwd, "--baseline", "known.json")).toEqual(["Dockerfile:3 effect-lost-with-step"]);
  });

  it("is written anew by an update: what is fixed goes, what was not looked at stays while it is there", async () => {
    const cwd = folder({ "a/Dockerfile": old, "b/Dockerfile": old, "c/Dockerfile": old });
    await run(cwd, "--baseline", "known.json", "--update-baseline");
    writeFileSync(join(cwd, "a/Dockerfile"), "FROM debian:12\n");
    rmSync(join(cwd, "c"), { recursive: true });
    await run(cwd, "a", "--baseline", "known.json", "--update-baseline");
    const stored = JSON.parse(readFileSync(join(cwd, "known.json"), "utf8"));
    expect(Object.keys(stored.files)).toEqual(["b/Dockerfile"]);
    expect(Object.keys(stored.files["b/Dockerfile"])).toEqual(["effect-lost-with-step"]);
  });

  it("can be named by the configuration, for each folder its own", async () => {
    const cwd = folder({
      "a/Dockerfile": old,
      "a/.stowage.yaml": "baseline: known.json\n",
      "b/Dockerfile": old,
    });
    await run(join(cwd, "a"), "--update-baseline");
    expect(await found(cwd)).toEqual(["b/Dockerfile:2 effect-lost-with-step"]);
  });

  it.each([
    [["--update-baseline"], {}, "`--update-baseline` needs a file"],
    [["--baseline", "none"], {}, "none: there is no such baseline; `--update-baseline` writes it"],
    [["--baseline", "odd"], { odd: '{"version":1,"files":{"a":1}}' }, "odd: this is no baseline of stowage"],
    [["--baseline", "odd"], { odd: "{" }, "odd: this is no baseline of stowage"],
    [["--baseline", "a", "--update-baseline", "--shard", "1/2"], {}, "is for a whole run"],
  ])("says what is wrong: %j", async (args, files, message) => {
    const { code, errors } = await run(folder({ Dockerfile: old, ...files }), ...args);
    expect([code, errors.includes(message)]).toEqual([2, true]);
  });
});

describe("--since", () => {
  const both = ["Dockerfile:4 effect-lost-with-step"];

  it.each([
    ["committed", "commit"],
    ["on disk", "write"],
  ] as const)("reports what a change brings, %s, also on lines that it does not have", async (_, how) => {
    const root = newRepository();
    commit(root, { Dockerfile: `${old}COPY a.txt /\n`, "a.txt": "", "other/Dockerfile": old });
    git(root, ["branch", "start"]);
    expect(await found(root, "--since", "start")).toEqual([]);
    const text = `${old}COPY a.txt /\nRUN cd wget\n`;
    if (how === "commit") commit(root, { Dockerfile: text, ".dockerignore": "a.txt\n" });
    else {
      writeFileSync(join(root, "Dockerfile"), text);
      writeFileSync(join(root, ".dockerignore"), "a.txt\n");
    }
    expect(await found(root, "--since", "start")).toEqual(["Dockerfile:3 missing-source", ...both]);
    expect((await run(root, "--since", "start")).code).toBe(1);
  });

  it("begins where the work left the branch, not where the branch is", async () => {
    const root = newRepository();
    commit(root, { Dockerfile: old });
    git(root, ["checkout", "-q", "-b", "work"]);
    commit(root, { "a.txt": "" });
    git(root, ["checkout", "-q", "main"]);
    commit(root, { Dockerfile: "FROM debian:12\n" });
    git(root, ["checkout", "-q", "work"]);
    expect(await found(root, "--since", "main")).toEqual([]);
  });

  it("takes a finding on an edited line for new, and all of a new file", async () => {
    const root = newRepository();
    commit(root, { Dockerfile: old });
    writeFileSync(join(root, "Dockerfile"), old.replace("RUN cd", "RUN  cd"));
    writeFileSync(join(root, "b.Dockerfile"), old);
    expect(await found(root, "--since", "HEAD")).toEqual([
      "Dockerfile:2 effect-lost-with-step",
      "b.Dockerfile:2 effect-lost-with-step",
    ]);
  });

  it.each([
    [
      "a revision that is none",
      () => newRepository(),
      "there is no revision `nowhere`; a shallow clone may lack it",
    ],
    ["no repository", () => folder(), "it is in no git repository, which `--since` asks"],
  ])("says what is wrong: %s", async (_, place, message) => {
    const cwd = place();
    writeFileSync(join(cwd, "Dockerfile"), old);
    if (message.includes("revision")) commit(cwd, {});
    const { code, errors } = await run(cwd, "--since", "nowhere");
    expect([code, errors.includes(message)]).toEqual([2, true]);
  });
});
