import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { GitFailure, gitProgram } from "../../src/host/node-git-program.ts";
import { findProgram, programFolders } from "../../src/host/node-programs.ts";
import { temporaryFolder, write } from "./git-repository.ts";

/** A folder with a program in it that is this shell script. */
function withProgram(name: string, script = ""): string {
  const folder = temporaryFolder();
  write(folder, { [name]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, name), 0o755);
  return folder;
}

it("looks for programs in folders of PATH that the repository has no say in", () => {
  const project = temporaryFolder();
  const others = [`${project}-tools`, join(project, "..", "tools"), "/opt/..tools"];
  const inside = [project, join(project, "bin"), `${project}/../${basename(project)}/tools`, `${project}/`];
  const never = [
    "",
    ".",
    "bin",
    "./bin",
    "node_modules/.bin",
    "/a/node_modules/.bin",
    "/a/node_modules/.bin/",
  ];
  const link = join(temporaryFolder(), "link");
  symlinkSync(project, link);
  inside.push(link);
  const environment = { PATH: [...never, ...inside, ...others].join(delimiter) };
  expect(programFolders(environment)).toEqual([...inside, ...others]);
  expect(programFolders(environment, project)).toEqual(others);
  expect(programFolders({})).toEqual([]);
});

it("takes the first program of the name that may be run", () => {
  const none = temporaryFolder();
  write(none, { git: "no program" });
  const folder = temporaryFolder();
  mkdirSync(join(folder, "git"));
  const linked = temporaryFolder();
  const real = withProgram("git");
  symlinkSync(join(real, "git"), join(linked, "git"));
  expect(findProgram("git", ["/nowhere", none, folder, linked, real])).toBe(join(linked, "git"));
  expect(findProgram("git", [none, folder])).toBeNull();
});

it.each([
  ["exec sleep 60", "too-slow", "git ls-tree takes too long"],
  ["exec yes", "too-large", "git ls-tree prints too much"],
  ["exit 3", "unreadable", "git can't read the repository: 3"],
  ["kill -9 $$", "unreadable", "git can't read the repository: SIGKILL"],
  [
    "echo 'warning: a' >&2; echo 'fatal: b: c.' >&2; echo 'hint: d' >&2; exit 128",
    "unreadable",
    "git can't read the repository: b: c",
  ],
])("a git that does `%s` gives no answer", (script, problem, message) => {
  const place = { gitDirectory: "/nowhere/.git", workTree: null };
  const git = gitProgram(place, { PATH: `${withProgram("git", script)}:${process.env.PATH}` });
  const run = (): unknown => git.run(["ls-tree"], { milliseconds: problem === "too-slow" ? 200 : 20_000 });
  expect(run).toThrow(new GitFailure(problem as GitFailure["problem"], message));
});
