import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Outcome, type Rebuild, replayBuilds } from "../../../src/cli/verify/replay-builds.ts";
import { sayVerification } from "../../../src/cli/verify/say-verification.ts";
import { commit, newRepository, opened, temporaryFolder, write } from "../../host/git-repository.ts";
import { fakeTerminal } from "../program.ts";

/** Stands for Docker: notes the Dockerfile, the ignore file and the context that it is given, and fails where there is a file `broken`. */
const program = `#!/bin/sh
for word; do
  [ "$last" = --file ] && file=$word
  last=$word
done
{ echo "$*"; cat "$file" "$file.dockerignore"; ls "$last"; echo --; } >> "$LOG"
[ ! -e "$last/broken" ] || { echo "going"; echo "ERROR: it is broken" >&2; exit 1; }
`;

async function replayed(ignoreFile: string | null) {
  const root = newRepository();
  const commits = [
    { id: commit(root, { a: "1", ".dockerignore": "old\n" }), subject: "first" },
    { id: commit(root, { b: "1" }), subject: "second" },
    { id: commit(root, { broken: "" }), subject: "third" },
  ];
  const bin = temporaryFolder();
  write(bin, { docker: program, today: "new\n" });
  chmodSync(join(bin, "docker"), 0o755);
  const log = join(bin, "log");
  const rebuilds = await replayBuilds(
    { before: "FROM a AS b\nRUN x\nFROM b\n", after: "FROM a\nRUN y\n" },
    {
      target: "b",
      buildArgs: { C: "1" },
      ignoreFile: ignoreFile === null ? null : join(bin, ignoreFile),
      options: ["--network=host"],
      environment: { PATH: `${bin}:${process.env.PATH}`, LOG: log },
    },
    { git: opened(root), folder: ".", commits, changing: ["C", "D"] },
    () => {},
  );
  return { rebuilds, calls: readFileSync(log, "utf8").split("--\n").slice(0, -1) };
}

describe("builds of commits", () => {
  it("are made with both files, each with a cache of its own, the oldest only to fill it", async () => {
    const { rebuilds, calls } = await replayed(null);
    expect(rebuilds.map(({ subject }) => subject)).toEqual(["second", "third"]);
    expect(rebuilds[0]!.before.seconds).toBeGreaterThan(0);
    expect(rebuilds[1]).toMatchObject({
      before: { seconds: null, failure: "ERROR: it is broken" },
      after: { seconds: null, failure: "ERROR: it is broken" },
    });
    expect(calls.map((call) => call.split("\n").at(-2))).toEqual(["a", "a", "b", "b", "broken", "broken"]);
    const ids = calls.map((call) => [...call.matchAll(/ARG STOWAGE_REPLAY=(\S+)/g)].map(([, id]) => id));
    expect(ids[0]).toHaveLength(2);
    expect(ids[1]).toHaveLength(1);
    expect(ids[2]).toEqual(ids[0]);
    expect(ids[0]![0]).not.toBe(ids[1]![0]);
    expect(calls[0]).toMatch(
      /^build --output type=cacheonly --file \S+ --target b --build-arg C=1 --build-arg D=\w{40} --network=host \S+\n/,
    );
  });

  it.each([
    [null, ""],
    ["today", "new\n"],
  ])("have the ignore file of today: %s", async (file, text) => {
    const { calls } = await replayed(file);
    for (const call of calls) expect(call).toContain(`\n${text}a\n`);
    expect(calls[0]).not.toContain("old");
  });
});

const took = (seconds: number): Outcome => ({ seconds, failure: null });
const fails: Outcome = { seconds: null, failure: "no such file" };
const rebuild = (before: Outcome, after: Outcome): Rebuild => ({
  id: "0123456789ab",
  subject: "Change it",
  before,
  after,
});
const same = { differences: [], unstable: [], seconds: { before: 30, after: 29 }, rebuilds: [] };

describe("what is said of real builds", () => {
  it.each([
    [
      "the images are equal",
      same,
      true,
      ["the image stays the same; built without cache in 30 s before and 29 s after"],
    ],
    [
      "they differ",
      { ...same, differences: ["/a is new"] },
      false,
      ["/a is new", "1 difference, so nothing is written"],
    ],
    [
      "no two builds agree",
      { ...same, unstable: ["/a: other content"] },
      true,
      ["left out, since two builds of the same file differ there as well: /a: other content"],
    ],
    [
      "commits are built faster",
      { ...same, rebuilds: [rebuild(took(10), took(2)), rebuild(took(20), took(4)), rebuild(fails, fails)] },
      true,
      [
        "01234567 20 s → 4.0 s  Change it",
        "01234567 fails → fails  Change it (no such file)",
        "rebuilding each of the last 2 commits took 15 s before and 3.0 s after in the mean",
      ],
    ],
    [
      "a commit does not build any more",
      { ...same, rebuilds: [rebuild(took(10), fails)] },
      false,
      ["1 commit only the Dockerfile as it is could build, so nothing is written"],
    ],
    [
      "there is no Docker",
      "`docker` can't be run",
      false,
      ["the images can't be compared, so nothing is written: `docker` can't be run"],
    ],
  ])("%s", (_, verification, isRight, lines) => {
    const terminal = fakeTerminal();
    expect(sayVerification("Dockerfile", verification, terminal)).toBe(isRight);
    for (const line of lines) expect(terminal.errors.join("")).toContain(line);
  });
});
