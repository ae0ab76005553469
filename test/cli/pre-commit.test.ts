import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isDockerfileName } from "../../src/cli/discover.ts";
import { git, newRepository, write } from "../host/git-repository.ts";
import { root } from "./program.ts";

const hooks: readonly { readonly id: string; readonly files: string; readonly exclude: string }[] = parse(
  readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8"),
);

const version = spawnSync("pre-commit", ["--version"], { encoding: "utf8" });
const isThere = version.status === 0;
if (!isThere)
  console.warn("pre-commit is not installed (`apt-get install pre-commit`): its tests are skipped");

it.each(hooks)("hook $id looks at the names that a search takes for Dockerfiles", ({ files, exclude }) => {
  const names = [
    ..."Dockerfile Dockerfile.dev Dockerfile-server Dockerfile_4 dockerfile app.Dockerfile a.dockerfile Containerfile Containerfile.x".split(
      " ",
    ),
    ..."Dockerfile.dockerignore Dockerfile.tmpl Dockerfile.md Dockerfile.bak Dockerfile~ dockerfile.go dockerfile-lint.js".split(
      " ",
    ),
    ..."Dockerfile-gen.py Dockerfile_x.sh MyDockerfile notes.txt Makefile Containerfile.in".split(" "),
  ];
  for (const name of names) {
    for (const path of [name, `a b/${name}`])
      expect([path, new RegExp(files).test(path) && !new RegExp(exclude).test(path)]).toEqual([
        path,
        isDockerfileName(name),
      ]);
  }
});

describe.skipIf(!isThere)("with the real pre-commit", () => {
  let home = "";
  let cloned = "";

  // What is committed here, as anybody would get it.
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "stowage-hooks-"));
    cloned = join(home, "stowage");
    git(home, ["clone", "-q", "--no-hardlinks", root, cloned]);
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const run = (cwd: string, program: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd,
      encoding: "utf8",
      env: {
        ...process.env,
        PRE_COMMIT_HOME: join(home, "store"),
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "A",
        GIT_AUTHOR_EMAIL: "a@example.org",
        GIT_COMMITTER_NAME: "A",
        GIT_COMMITTER_EMAIL: "a@example.org",
      },
    });
    return { status, text: stdout + stderr };
  };

  it("try-repo finds what is wrong with a Dockerfile", () => {
    const folder = newRepository();
    write(folder, {
      Dockerfile: "FROM debian:12\nRUN apt-get install curl\n",
      "Dockerfile.md": "# no Dockerfile\n",
    });
    git(folder, ["add", "--all"]);
    const { status, text } = run(folder, "pre-commit", [
      "try-repo",
      cloned,
      "stowage",
      "--all-files",
      "--verbose",
    ]);
    expect(status, text).toBe(1);
    expect(text).toContain("Dockerfile:2:5 warning missing-assume-yes");
    expect(text).toContain("1 finding in 1 file");
  }, 300_000);

  it("a commit is stopped by findings, mended by the fixing hook, and goes through then", () => {
    const folder = newRepository();
    const rev = git(cloned, ["rev-parse", "HEAD"]);
    const configuration = (hook: string): string =>
      `repos:\n  - repo: ${cloned}\n    rev: ${rev}\n    hooks:\n      - id: ${hook}\n`;
    write(folder, { ".pre-commit-config.yaml": configuration("stowage"), "a.txt": "a\n" });
    expect(run(folder, "pre-commit", ["install"]).status).toBe(0);
    git(folder, ["add", "--all"]);
    const skipped = run(folder, "git", ["commit", "-m", "no Dockerfile"]);
    expect(skipped.status, skipped.text).toBe(0);
    expect(skipped.text).toMatch(/stowage\.+\(no files to check\)Skipped/);

    write(folder, {
      "sub/Dockerfile":
        "FROM debian:12\nRUN apt-get update && apt-get install --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
    });
    git(folder, ["add", "--all"]);
    const refused = run(folder, "git", ["commit", "-m", "bad"]);
    expect(
      [refused.status, refused.text.includes("sub/Dockerfile:2:23 warning missing-assume-yes")],
      refused.text,
    ).toEqual([1, true]);

    write(folder, { ".pre-commit-config.yaml": configuration("stowage-fix") });
    git(folder, ["add", "--all"]);
    const fixed = run(folder, "git", ["commit", "-m", "fixing"]);
    expect([fixed.status, fixed.text.includes("files were modified by this hook")], fixed.text).toEqual([
      1,
      true,
    ]);
    expect(readFileSync(join(folder, "sub/Dockerfile"), "utf8")).toContain("apt-get install -y ");
    git(folder, ["add", "--all"]);
    const done = run(folder, "git", ["commit", "-m", "good"]);
    expect(done.status, done.text).toBe(0);
  }, 300_000);
});
