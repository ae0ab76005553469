import { chmodSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { GitHistory, TreeChange } from "../../src/host/git.ts";
import { openGit } from "../../src/host/node-git.ts";
import { hostPath } from "../../src/host/node-host.ts";
import {
  commit,
  environment,
  git,
  historyOf,
  newRepository,
  opened,
  temporaryFolder,
  write,
} from "./git-repository.ts";

/** `+path mode`, `-path`, sorted. */
function shown(changes: readonly TreeChange[]): readonly string[] {
  return changes.map(({ path, mode }) => (mode === null ? `-${path}` : `+${path} ${mode}`)).toSorted();
}

function shownHistory({ commits }: GitHistory): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(commits.map(({ subject, changes }) => [subject, shown(changes)]));
}

describe("finding the repository", () => {
  it("is found from any file or folder in it, through links too", () => {
    const folder = newRepository();
    commit(folder, { "app/Dockerfile": "FROM a\n", "app/src/a.js": "" });
    const link = join(temporaryFolder(), "link");
    symlinkSync(join(folder, "app"), link);
    for (const start of [folder, join(folder, "app/src"), join(folder, "app/Dockerfile"), link]) {
      expect(opened(start).root).toBe(hostPath(folder));
    }
    const { pathOf } = opened(folder);
    expect(pathOf(join(link, "Dockerfile"))).toBe("app/Dockerfile");
    expect(pathOf(link)).toBe("app");
    expect(pathOf(folder)).toBe(".");
    expect(pathOf(join(folder, "gone/away"))).toBe("gone/away");
    expect(pathOf(join(folder, ".."))).toBeNull();
  });

  it("says when there is none, no commit, and no git", () => {
    const folder = temporaryFolder();
    expect(openGit(folder, environment)).toMatchObject({ problem: "no-repository" });
    mkdirSync(join(folder, ".git"));
    expect(openGit(folder, environment)).toMatchObject({ problem: "no-repository" });
    const empty = newRepository();
    expect(opened(empty).history()).toMatchObject({ problem: "no-commits" });
    expect(opened(empty).resolve("HEAD")).toBeNull();
    expect(opened(empty).tree("HEAD")).toMatchObject({ problem: "unknown-revision" });
    expect(openGit(empty, {})).toMatchObject({ problem: "no-program" });
  });

  it("says when git can't read it", () => {
    const folder = newRepository();
    commit(folder, { a: "" });
    write(folder, { ".git/config": "[core\n" });
    expect(opened(folder).history()).toMatchObject({
      problem: "unreadable",
      message: expect.stringContaining("bad config line 1"),
    });
    const pruned = temporaryFolder();
    write(pruned, { ".git": "gitdir: /nowhere/at/all\n" });
    expect(opened(pruned).history()).toMatchObject({ problem: "unreadable" });
  });

  it("is a linked worktree, a submodule, or bare", () => {
    const library = newRepository();
    commit(library, { "lib.c": "1" }, "library");
    const folder = newRepository();
    commit(folder, { a: "" }, "main");
    const side = join(temporaryFolder(), "side");
    git(folder, ["worktree", "add", "-q", "-b", "side", side]);
    git(folder, ["-c", "protocol.file.allow=always", "submodule", "add", "-q", library, "vendor/library"]);
    commit(folder, {}, "submodule");

    expect(opened(side).root).toBe(hostPath(side));
    commit(side, { b: "" }, "beside");
    expect(shownHistory(historyOf(side))).toEqual({ main: ["+a file"], beside: ["+b file"] });

    const inside = join(folder, "vendor/library");
    expect(opened(inside).root).toBe(hostPath(inside));
    expect(shownHistory(historyOf(inside))).toEqual({ library: ["+lib.c file"] });

    const history = historyOf(folder);
    expect(shownHistory(history)).toEqual({
      main: ["+a file"],
      submodule: ["+.gitmodules file", "+vendor/library submodule"],
    });
    expect(history.elsewhere).toEqual([{ kind: "submodule", path: "vendor/library" }]);

    const bare = join(temporaryFolder(), "bare.git");
    git(folder, ["clone", "-q", "--bare", folder, bare]);
    expect(opened(bare).root).toBeNull();
    expect(opened(bare).workingTree()).toBeNull();
    expect(shownHistory(historyOf(bare))).toEqual(shownHistory(history));
  });
});

describe("a history", () => {
  it("has the whole first tree, then what changed, with times and subjects", () => {
    const folder = newRepository();
    write(folder, { "bin/run": "#!/bin/sh\n" });
    chmodSync(join(folder, "bin/run"), 0o755);
    symlinkSync("bin/run", join(folder, "link"));
    const first = commit(folder, { "a.txt": "a", "src/b.txt": "b" }, "one", 1000);
    const second = commit(folder, { "a.txt": "A", "src/b.txt": null }, "two\nlines\n\nbody", 3000);
    renameSync(join(folder, "a.txt"), join(folder, "z.txt"));
    chmodSync(join(folder, "bin/run"), 0o644);
    const third = commit(folder, {}, "", 2000);
    const fourth = commit(folder, {}, "nothing", 4000);
    const history = historyOf(folder);
    expect(history.commits.map(({ id, time, subject }) => [id, time, subject])).toEqual([
      [first, 1000, "one"],
      [second, 3000, "two lines"],
      [third, 2000, ""],
      [fourth, 4000, "nothing"],
    ]);
    expect(shownHistory(history)).toEqual({
      one: ["+a.txt file", "+bin/run executable", "+link symlink", "+src/b.txt file"],
      "two lines": ["+a.txt file", "-src/b.txt"],
      "": ["+bin/run file", "+z.txt file", "-a.txt"],
      nothing: [],
    });
    const blobs = history.commits[0]!.changes.map(({ blob }) => blob!);
    expect([...history.readBlobs(blobs).values()]).toEqual(["a", "#!/bin/sh\n", "bin/run", "b"]);
    const sizes = opened(folder).readSizes([...blobs, "0".repeat(40), first, "--batch"]);
    expect(blobs.map((blob) => sizes.get(blob))).toEqual([1, 10, 7, 1]);
    expect(sizes.size).toBe(4);
    expect(history.blindSpots).toEqual([]);
  });

  it("follows first parents, and gives a merge what it brings", () => {
    const folder = newRepository();
    commit(folder, { a: "1" }, "start");
    git(folder, ["checkout", "-q", "-b", "side"]);
    commit(folder, { b: "1" }, "on the side");
    git(folder, ["checkout", "-q", "main"]);
    commit(folder, { a: "2" }, "on main");
    git(folder, ["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    expect(shownHistory(historyOf(folder))).toEqual({
      start: ["+a file"],
      "on main": ["+a file"],
      merge: ["+b file"],
    });
  });

  it("ends where it is told", () => {
    const folder = newRepository();
    const ids = [1, 2, 3, 4].map((day) => commit(folder, { [`f${day}`]: "" }, `day ${day}`, day * 86_400));
    expect(shownHistory(historyOf(folder, { limit: 2 }))).toEqual({
      "day 3": ["+f1 file", "+f2 file", "+f3 file"],
      "day 4": ["+f4 file"],
    });
    const since = historyOf(folder, { since: "1970-01-03T12:00Z" }).commits;
    expect(since.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(opened(folder).history({ since: "2020-01-01" })).toMatchObject({ problem: "no-commits" });
    expect(opened(folder).history({ since: "soon" })).toMatchObject({ problem: "unknown-time" });
    expect(historyOf(folder, { limit: Number.MAX_SAFE_INTEGER }).commits).toHaveLength(4);
    git(folder, ["checkout", "-q", ids[1]!]);
    expect(historyOf(folder).commits.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(historyOf(folder, { branch: "main" }).commits).toHaveLength(4);
    expect(historyOf(folder, { branch: "main~1" }).commits).toHaveLength(3);
    expect(opened(folder).history({ branch: "nope" })).toMatchObject({ problem: "unknown-revision" });
  });
});
