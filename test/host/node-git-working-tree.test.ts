import {
  chmodSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { WorkingTree } from "../../src/host/git.ts";
import { answer, commit, git, newRepository, opened, temporaryFolder, write } from "./git-repository.ts";

function workingTree(folder: string): WorkingTree {
  const { changed, untracked, ignored, absent } = answer(opened(folder).workingTree()!);
  return {
    changed: changed.toSorted(),
    untracked: untracked.toSorted(),
    ignored: ignored.toSorted(),
    absent: absent.toSorted(),
  };
}

const clean: WorkingTree = { changed: [], untracked: [], ignored: [], absent: [] };

/** As long ago as the files of a checkout are in practice, so that only the content of changed files is looked at. */
function age(folder: string): void {
  for (const path of git(folder, ["ls-files", "-z"]).split("\0").filter(Boolean))
    lutimesSync(join(folder, path), 1_600_000_000, 1_600_000_000);
  git(folder, ["update-index", "-q", "--refresh"]);
}

it.each([false, true])("is what the commit has (checked out long ago: %s)", (isOld) => {
  const folder = newRepository();
  symlinkSync("a", join(folder, "link"));
  symlinkSync("nowhere", join(folder, "broken"));
  write(folder, { "bin/run": "#!" });
  chmodSync(join(folder, "bin/run"), 0o755);
  commit(folder, { a: "1", empty: "", "gr\u00fc\u00df/\ud83d\ude00": "x" });
  if (isOld) age(folder);
  expect(workingTree(folder)).toEqual(clean);
});

it.each([false, true])("shows every kind of change (checked out long ago: %s)", (isOld) => {
  const folder = newRepository();
  symlinkSync("same", join(folder, "link"));
  commit(folder, {
    same: "=",
    edited: "1",
    shorter: "12",
    touched: "t",
    deleted: "d",
    executable: "x",
    "to-link": "same",
    "to-folder": "f",
    "folder/file": "f",
    "linked/file": "f",
    staged: "1",
    unstaged: "1",
    renamed: "r",
  });
  if (isOld) age(folder);
  const elsewhere = temporaryFolder();
  write(elsewhere, { file: "f" });
  write(folder, { edited: "2", shorter: "1", touched: "t", staged: "2", unstaged: "2", added: "a" });
  chmodSync(join(folder, "executable"), 0o755);
  for (const name of ["deleted", "to-link", "to-folder", "folder", "linked", "link"])
    rmSync(join(folder, name), { recursive: true });
  symlinkSync("same", join(folder, "to-link"));
  write(folder, { "to-folder/new": "", folder: "now a file" });
  symlinkSync(elsewhere, join(folder, "linked"));
  symlinkSync("edited", join(folder, "link"));
  renameSync(join(folder, "renamed"), join(folder, "other"));
  git(folder, ["add", "staged", "unstaged", "added", "other", "renamed"]);
  write(folder, { unstaged: "1" });
  git(folder, ["add", "--intent-to-add", "folder"]);
  expect(workingTree(folder)).toEqual({
    ...clean,
    changed: [
      "added",
      "deleted",
      "edited",
      "executable",
      "folder",
      "folder/file",
      "link",
      "linked/file",
      "other",
      "renamed",
      "shorter",
      "staged",
      "to-folder",
      "to-link",
    ],
    untracked: ["linked"],
  });
});

it("lists what git does not know, and what it ignores", () => {
  const folder = newRepository();
  commit(folder, { ".gitignore": "node_modules\n*.log\n/dist/\n", "src/a.js": "" });
  write(folder, {
    "node_modules/a/index.js": "",
    "src/b.js": "",
    "src/b.log": "",
    "new/deep/c.js": "",
    "mixed/d.js": "",
    "mixed/d.log": "",
    "dist/a.js": "",
    ".env": "SECRET=1",
  });
  mkdirSync(join(folder, "empty"));
  expect(workingTree(folder)).toEqual({
    ...clean,
    untracked: [".env", "mixed/", "new/", "src/b.js"],
    ignored: ["dist/", "node_modules/", "src/b.log"],
  });
});

it("takes files that git converts for what they are", () => {
  const folder = newRepository();
  git(folder, ["config", "core.autocrlf", "true"]);
  commit(folder, { "a.txt": "one\r\ntwo\r\n", "b.txt": "one\r\n" });
  write(folder, { "a.txt": readFileSync(join(folder, "a.txt")), "b.txt": "two\r\n" });
  expect(workingTree(folder)).toEqual({ ...clean, changed: ["b.txt"] });
});

it("runs no filter, so a file that one converts counts as changed when it was written anew", () => {
  const folder = newRepository();
  git(folder, ["config", "filter.upper.clean", "tr a-z A-Z"]);
  commit(folder, { ".gitattributes": "*.up filter=upper\n", "a.up": "a", "b.up": "b" });
  expect(git(folder, ["show", "HEAD:a.up"])).toBe("A");
  age(folder);
  expect(workingTree(folder)).toEqual(clean);
  write(folder, { "b.up": "b" });
  expect(workingTree(folder)).toEqual({ ...clean, changed: ["b.up"] });
});

it("does not ask for modes where the file system has none", () => {
  const folder = newRepository();
  commit(folder, { a: "1" });
  chmodSync(join(folder, "a"), 0o755);
  expect(workingTree(folder).changed).toEqual(["a"]);
  git(folder, ["config", "core.fileMode", "false"]);
  expect(workingTree(folder)).toEqual(clean);
});

it("sees a change within the tick of the clock in which the index was written", () => {
  const folder = newRepository();
  const setTime = (path: string): void => utimesSync(join(folder, path), 1_600_000_000, 1_600_000_000);
  write(folder, { a: "1" });
  setTime("a");
  commit(folder, {});
  write(folder, { a: "2" });
  setTime("a");
  setTime(".git/index");
  expect(workingTree(folder).changed).toEqual(["a"]);
});

it("knows sparse checkouts, conflicts and submodules", () => {
  const library = newRepository();
  commit(library, { "lib.c": "1" });
  const folder = newRepository();
  git(folder, ["-c", "protocol.file.allow=always", "submodule", "add", "-q", library, "vendor/library"]);
  commit(folder, { "keep/a": "1", "leave/b": "1", both: "1\n" });
  git(folder, ["checkout", "-q", "-b", "side"]);
  commit(folder, { both: "2\n" });
  git(folder, ["checkout", "-q", "main"]);
  commit(folder, { both: "3\n" });
  expect(workingTree(folder)).toEqual(clean);
  expect(() => git(folder, ["merge", "-q", "side"])).toThrow();
  expect(workingTree(folder)).toEqual({ ...clean, changed: ["both"] });
  git(folder, ["reset", "-q", "--hard"]);
  git(folder, ["sparse-checkout", "set", "keep"]);
  expect(workingTree(folder)).toEqual({ ...clean, absent: ["leave/b"] });
  git(folder, ["sparse-checkout", "reapply", "--sparse-index"]);
  expect(workingTree(folder)).toEqual({ ...clean, absent: ["leave/b"] });
});

it("is all of the index before the first commit", () => {
  const folder = newRepository();
  write(folder, { a: "", b: "" });
  git(folder, ["add", "a"]);
  expect(workingTree(folder)).toEqual({ ...clean, changed: ["a"], untracked: ["b"] });
});

it("knows SHA-256", () => {
  const folder = newRepository(["--object-format=sha256"]);
  commit(folder, { a: "1", b: "1" });
  write(folder, { a: "2", b: "1" });
  expect(workingTree(folder)).toEqual({ ...clean, changed: ["a"] });
});
