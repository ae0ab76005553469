import { chmodSync, chownSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { GitHistory } from "../../src/host/git.ts";
import { readHistory } from "../../src/host/node-git-history.ts";
import { repositoryPlace } from "../../src/host/node-git-place.ts";
import { GitFailure, type GitProgram, gitProgram } from "../../src/host/node-git-program.ts";
import {
  answer,
  commit,
  environment,
  git,
  historyOf,
  newRepository,
  opened,
  temporaryFolder,
  write,
} from "./git-repository.ts";

/** The tree after each commit, as the changes add up: `mode id path`, sorted. */
function treesOf({ commits }: GitHistory): readonly (readonly string[])[] {
  const files = new Map<string, string>();
  return commits.map(({ changes }) => {
    for (const { path, mode, blob } of changes) {
      if (mode === null) expect(files.delete(path), path).toBe(true);
      else files.set(path, `${mode} ${blob} ${path}`);
    }
    return [...files.values()].toSorted();
  });
}

const modes: Readonly<Record<string, string>> = {
  "100644": "file",
  "100755": "executable",
  "120000": "symlink",
  "160000": "submodule",
};

/** The same as git tells it, one tree after the other. */
function treesByGit(folder: string): readonly (readonly string[])[] {
  const ids = git(folder, ["rev-list", "--first-parent", "--reverse", "HEAD"]).split("\n");
  return ids.map((id) => {
    const listing = git(folder, ["ls-tree", "-r", id]);
    return listing
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const [, mode = "", blob, path = ""] = /^(\d+) \w+ (\w+)\t(.*)$/.exec(line)!;
        return `${modes[mode]} ${blob} ${path}`;
      })
      .toSorted();
  });
}

/** Numbers that look random, the same each time. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Commits in the language of `fast-import` that set, move and take away what there is in trees, and merge. */
function randomHistory(seed: number, count: number): string {
  const below = numbersFrom(seed);
  const name = (): string => Array.from({ length: 1 + below(3) }, () => "abc"[below(3)]).join("/");
  const lines: string[] = [];
  for (let index = 1; index <= count; index++) {
    const onSide = index > 3 && below(4) === 0;
    lines.push(
      `commit refs/heads/${onSide ? "side" : "main"}`,
      `mark :${index}`,
      `committer A <a@example.org> ${1_700_000_000 + below(10_000)} +0000`,
      "data 1",
      "x",
    );
    if (index > 3 && below(5) === 0) lines.push(`merge :${1 + below(index - 1)}`);
    for (let changes = below(6); changes > 0; changes--) {
      const kind = below(10);
      if (kind < 3) lines.push(`D ${name()}`);
      else if (kind === 3) lines.push(`M 160000 ${"0123456789abcdef"[below(16)]!.repeat(40)} ${name()}`);
      else {
        const content = "x".repeat(below(4));
        lines.push(
          `M ${["100644", "100755", "120000"][below(3)]} inline ${name()}`,
          `data ${content.length}`,
          content,
        );
      }
    }
  }
  return `${lines.join("\n")}\ndone\n`;
}

it.each([1, 2, 3])("adds up to the trees of a random history (%i)", (seed) => {
  const folder = newRepository(["--bare"]);
  git(folder, ["fast-import", "--quiet", "--force", "--done"], randomHistory(seed, 100));
  const history = historyOf(folder);
  expect(history.commits.length).toBeGreaterThan(50);
  expect(treesOf(history)).toEqual(treesByGit(folder));
});

describe("paths", () => {
  const names = [
    "-rf",
    "--",
    "a\nb",
    "tab\there",
    'quo"te',
    "back\\slash",
    "\u001b[2J",
    ":(top)x",
    "*",
    "\ufeffmark",
    "gr\u00fc\u00df/\ud83d\ude00",
  ];

  it("may hold anything", () => {
    const folder = newRepository();
    commit(folder, Object.fromEntries(names.map((name) => [name, name])));
    const repository = opened(folder);
    expect(
      answer(repository.history())
        .commits[0]!.changes.map(({ path }) => path)
        .toSorted(),
    ).toEqual(names.toSorted());
    for (const name of names) expect(repository.readFileAt("HEAD", name)).toBe(name);
    commit(folder, { "-rf": null, "a\nb": "2" });
    expect(answer(repository.diff("HEAD~1", "HEAD"))).toEqual([
      { path: "-rf", mode: null, blob: null },
      { path: "a\nb", mode: "file", blob: expect.any(String) },
    ]);
  });

  it("stay apart when they are no UTF-8", () => {
    const folder = newRepository(["--bare"]);
    // Latin 1, a character cut short, a surrogate, and the same bytes in another order.
    const paths = [
      "\\351",
      "\\303",
      "\\355\\240\\200",
      "x\\240\\355\\200",
      "\\360\\237\\230\\200\\377",
      "\\303\\251",
    ];
    const files = paths.map((path, index) => `M 100644 inline "${path}"\ndata 1\n${index}\n`).join("");
    const header = "commit refs/heads/main\ncommitter A <a@example.org> 0 +0000\ndata 1\nx\n";
    git(folder, ["fast-import", "--quiet", "--done"], `${header}${files}done\n`);
    const history = historyOf(folder);
    const texts = history.readBlobs(history.commits[0]!.changes.map(({ blob }) => blob!));
    const read = history.commits[0]!.changes.map(({ path, blob }) => [texts.get(blob!), path]);
    expect(Object.fromEntries(read)).toEqual({
      0: "\udce9",
      1: "\udcc3",
      2: "\udced\udca0\udc80",
      3: "x\udca0\udced\udc80",
      4: "\ud83d\ude00\udcff",
      5: "\u00e9",
    });
  });
});

describe("settings of the repository and of its owner", () => {
  const lines = (folder: string): readonly string[] =>
    treesOf(historyOf(folder))
      .at(-1)!
      .map((line) => line.replace(/ \w+ /, " "));

  it("change no answer", () => {
    const library = newRepository();
    commit(library, { a: "1" });
    const folder = newRepository();
    commit(folder, { "sub/a": "1", b: "1" }, "one");
    git(folder, ["-c", "protocol.file.allow=always", "submodule", "add", "-q", library, "library"]);
    commit(folder, { "sub/a": "2" }, "\u00fcber");
    commit(join(folder, "library"), { a: "2" });
    commit(folder, {}, "bump");
    const before = historyOf(folder);
    expect(before.commits.map(({ changes }) => changes.length)).toEqual([2, 3, 1]);
    write(folder, {
      order: "b\n",
      ".git/config": `[core]
	repositoryFormatVersion = 0
	quotePath = false
	abbrev = 5
[log]
	showRoot = false
	diffMerges = off
	decorate = full
	follow = true
	mailmap = true
[diff]
	noPrefix = true
	relative = true
	renames = copies
	ignoreSubmodules = all
	orderFile = ${join(folder, "order")}
	submodule = log
[submodule "library"]
	ignore = all
[color]
	ui = always
[i18n]
	logOutputEncoding = latin1
	commitEncoding = latin1
[format]
	pretty = oneline
[status]
	showUntrackedFiles = no
`,
    });
    const after = historyOf(folder);
    expect(after.commits).toEqual(before.commits);
    expect(after.commits.map(({ subject }) => subject)).toEqual(["one", "\u00fcber", "bump"]);
    expect(answer(opened(folder).workingTree()!).untracked).toEqual(["order"]);
  });

  it("give no commit another parent or content", () => {
    const folder = newRepository();
    const first = commit(folder, { a: "1" }, "one");
    const second = commit(folder, { b: "1" }, "two");
    const third = commit(folder, { c: "1" }, "three");
    const before = historyOf(folder);
    git(folder, ["replace", second, first]);
    write(folder, { ".git/info/grafts": `${third} ${first}\n` });
    expect(git(folder, ["rev-list", "--count", "HEAD"])).not.toBe("3");
    expect(historyOf(folder).commits).toEqual(before.commits);
  });

  it("say nothing about the variables of the caller", () => {
    const folder = newRepository();
    commit(folder, { a: "1" });
    const other = newRepository();
    const saved = { ...process.env };
    Object.assign(process.env, {
      GIT_DIR: join(other, ".git"),
      GIT_INDEX_FILE: "/nowhere",
      GIT_OBJECT_DIRECTORY: "/nowhere",
    });
    try {
      expect(lines(folder)).toEqual(["file a"]);
    } finally {
      for (const name of ["GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"]) delete process.env[name];
      Object.assign(process.env, saved);
    }
  });
});

describe("a clone that lacks something", () => {
  /** Three commits, and a clone of them made with some options. */
  function cloned(...options: readonly string[]): string {
    const origin = newRepository();
    git(origin, ["config", "uploadpack.allowFilter", "true"]);
    for (const day of [1, 2, 3]) commit(origin, { a: `${day}`, [`f${day}`]: "" }, `day ${day}`);
    const folder = join(temporaryFolder(), "clone");
    git(origin, ["clone", "-q", ...options, `file://${origin}`, folder]);
    return folder;
  }

  it("is shallow: says where it ends, when that matters", () => {
    const folder = cloned("--depth=2");
    const history = historyOf(folder);
    expect(history.commits.map(({ subject }) => subject)).toEqual(["day 2", "day 3"]);
    expect(treesOf(history)[0]).toHaveLength(3);
    expect(history.blindSpots).toEqual([
      "The clone is shallow and ends after 2 commits: `git fetch --unshallow`, or `fetch-depth: 0` in CI, brings the others",
    ]);
    expect(historyOf(folder, { limit: 1 }).blindSpots).toEqual([]);
    expect(historyOf(cloned()).blindSpots).toEqual([]);
  });

  it("has no blobs: has the whole history, and the texts that are there", () => {
    const folder = cloned("--filter=blob:none");
    const history = historyOf(folder);
    expect(history.commits.map(({ changes }) => changes.length)).toEqual([2, 2, 2]);
    expect(history.blindSpots).toEqual([expect.stringContaining("The clone is partial")]);
    const blobs = history.commits.map(({ changes }) => changes.find(({ path }) => path === "a")!.blob!);
    expect([...history.readBlobs(blobs).values()]).toEqual([null, null, "3"]);
    expect(opened(folder).readFileAt("HEAD~1", "a")).toBeNull();
  });

  it("has no trees: says that it can't be read", () => {
    const folder = cloned("--filter=tree:0");
    expect(opened(folder).history()).toMatchObject({ problem: "unreadable" });
    expect(historyOf(folder, { limit: 1 }).commits).toHaveLength(1);
  });

  it("is damaged: says so, or knows no text", () => {
    const folder = newRepository();
    for (const day of [1, 2, 3]) commit(folder, { a: `${day}`, b: "b" }, `day ${day}`);
    const objectOf = (revision: string): string => {
      const id = git(folder, ["rev-parse", revision]);
      return join(folder, ".git/objects", id.slice(0, 2), id.slice(2));
    };
    const repository = opened(folder);
    rmSync(objectOf("HEAD~1:a"));
    expect(repository.readFileAt("HEAD~1", "a")).toBeNull();
    expect(repository.readFileAt("HEAD~1", "b")).toBe("b");
    expect(answer(repository.history()).commits).toHaveLength(3);
    chmodSync(objectOf("HEAD:a"), 0o644);
    writeFileSync(objectOf("HEAD:a"), "no object");
    expect(repository.readFileAt("HEAD", "a")).toBeNull();
    rmSync(objectOf("HEAD~1^{tree}"));
    expect(repository.history()).toMatchObject({
      problem: "unreadable",
      message: expect.stringContaining("a tree is missing"),
    });
    expect(answer(repository.history({ limit: 1 })).commits).toHaveLength(1);
  });
});

describe("content that is not in git", () => {
  it("is kept by Git LFS: changes are seen, texts are not", () => {
    const pointer = (id: string): string =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${id.repeat(64)}\nsize 12345\n`;
    const folder = newRepository();
    commit(folder, { "big.bin": pointer("a"), "docs/.gitattributes": "*.md text\n# *.c filter=lfs\n" });
    expect(historyOf(folder).elsewhere).toEqual([]);
    commit(folder, {
      "big.bin": pointer("b"),
      ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
    });
    const history = historyOf(folder);
    expect(history.elsewhere).toEqual([{ kind: "lfs", path: "." }]);
    const blobs = history.commits.map(({ changes }) => changes.find(({ path }) => path === "big.bin")!.blob!);
    expect(new Set(blobs).size).toBe(2);
    expect([...history.readBlobs(blobs).values()]).toEqual([null, null]);
    commit(folder, { ".gitattributes": null });
    expect(historyOf(folder).elsewhere).toEqual([]);
  });

  it("is in submodules, of which those of the newest commit are named", () => {
    const folder = newRepository(["--bare"]);
    const id = "1".repeat(40);
    const commits = [
      ["M 160000 %s a", "M 160000 %s b"],
      ["D a", "M 100644 inline b\ndata 1\nx"],
      ["M 160000 %s c", "M 160000 %s d", "M 160000 %s e", "M 160000 %s f", "M 160000 %s g"],
    ];
    const stream = commits.map(
      (lines) =>
        `commit refs/heads/main\ncommitter A <a@example.org> 0 +0000\ndata 1\nx\n${lines.join("\n").replaceAll("%s", id)}\n`,
    );
    git(folder, ["fast-import", "--quiet", "--done"], `${stream.join("")}done\n`);
    expect(historyOf(folder).elsewhere).toEqual(
      ["c", "d", "e", "f", "g"].map((path) => ({ kind: "submodule", path })),
    );
    expect(historyOf(folder, { branch: "main~1" }).elsewhere).toEqual([]);
  });

  it("is no small text", () => {
    const folder = newRepository();
    commit(folder, {
      latin1: Uint8Array.of(0xe9),
      big: "x".repeat(10 * 1024 * 1024 + 1),
      text: "\ufeffa\r\n",
      nul: "\0",
    });
    const repository = opened(folder);
    for (const [path, text] of Object.entries({
      latin1: null,
      big: null,
      text: "\ufeffa\r\n",
      nul: "\0",
      none: null,
    }))
      expect(repository.readFileAt("HEAD", path), path).toBe(text);
    expect([...repository.readBlobs(["0".repeat(40), "--batch", "a\nb", "main"]).values()]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

it("knows SHA-256", () => {
  const folder = newRepository(["--object-format=sha256"]);
  const first = commit(folder, { a: "1" });
  commit(folder, { a: "2", b: "1" });
  const history = historyOf(folder);
  expect(history.commits[0]!.id).toBe(first);
  expect(first).toHaveLength(64);
  expect(treesOf(history)).toEqual(treesByGit(folder));
  expect(opened(folder).readFileAt("HEAD", "a")).toBe("2");
});

it("resolves revisions, and takes none for an option", () => {
  const folder = newRepository();
  const first = commit(folder, { a: "1" });
  const second = commit(folder, { a: "2" });
  git(folder, ["tag", "-a", "-m", "tag", "v1", first]);
  git(folder, ["tag", "main", first]);
  const { resolve } = opened(folder);
  for (const revision of ["v1", "HEAD~1", first, first.slice(0, 8), "HEAD^{/change}~1"])
    expect(resolve(revision)).toBe(first);
  for (const revision of ["HEAD:a", "nope", "--all", "", "HEAD\nHEAD", "HEAD\0", `${first}x`, "HEAD HEAD"])
    expect(resolve(revision), revision).toBeNull();
  // The branch, not the tag of the same name.
  expect(historyOf(folder, { branch: "main" }).commits.at(-1)!.id).toBe(second);
});

it("finds a branch that only `origin` has", () => {
  const origin = newRepository();
  commit(origin, { a: "1" }, "main");
  git(origin, ["checkout", "-q", "-b", "side"]);
  commit(origin, { a: "2" }, "side");
  git(origin, ["checkout", "-q", "main"]);
  const folder = join(temporaryFolder(), "clone");
  git(origin, ["clone", "-q", origin, folder]);
  expect(historyOf(folder, { branch: "side" }).commits.map(({ subject }) => subject)).toEqual([
    "main",
    "side",
  ]);
});

it.runIf(process.getuid?.() === 0)("reads what belongs to somebody else", () => {
  const folder = newRepository();
  commit(folder, { a: "1" });
  for (const name of ["", ".git"]) chownSync(join(folder, name), 12_345, 12_345);
  expect(() => git(folder, ["log"])).toThrow("dubious ownership");
  expect(historyOf(folder).commits).toHaveLength(1);
});

describe("a history that takes too much", () => {
  /** Twelve commits, and a git that fails when asked to compare. */
  function limited(fails: (pairs: number, calls: number) => GitFailure | null) {
    const folder = newRepository();
    const stream = Array.from(
      { length: 12 },
      (_, index) =>
        `commit refs/heads/main\ncommitter A <a@example.org> 0 +0000\ndata 1\nx\nM 100644 inline f${index}\ndata 1\nx\n`,
    );
    git(folder, ["fast-import", "--quiet", "--done"], `${stream.join("")}done\n`);
    const real = gitProgram(repositoryPlace(folder)!, environment);
    let calls = 0;
    const slow: GitProgram = {
      run(args, options) {
        const failure =
          args[0] === "diff-tree" ? fails(options!.input!.trim().split("\n").length, ++calls) : null;
        if (failure !== null) throw failure;
        return real.run(args, options);
      },
    };
    return { history: () => readHistory(slow, {}), whole: historyOf(folder) };
  }

  it("is read in smaller pieces", () => {
    const { history, whole } = limited((pairs) => (pairs > 4 ? new GitFailure("too-large", "") : null));
    expect(history().commits).toEqual(whole.commits);
    expect(history().blindSpots).toEqual([]);
  });

  it("ends where time does", () => {
    const { history, whole } = limited((pairs, calls) =>
      calls > 3 ? new GitFailure("too-slow", "") : pairs > 2 ? new GitFailure("too-large", "") : null,
    );
    const { commits, blindSpots } = history();
    expect(commits).toHaveLength(5);
    expect(commits.slice(1)).toEqual(whole.commits.slice(8));
    expect(commits[0]!.changes).toHaveLength(8);
    expect(blindSpots).toEqual([`Only 5 commits could be read: git took longer than 60 s`]);
  });

  it("is no history when something else is wrong", () => {
    const { history } = limited(() => new GitFailure("unreadable", "broken"));
    expect(history).toThrow("broken");
  });
});
