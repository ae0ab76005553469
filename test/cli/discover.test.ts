import { symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { discover, isDockerfileName } from "../../src/cli/discover.ts";
import { folder } from "./program.ts";

async function found(root: string, below = "."): Promise<string[]> {
  const { files } = await discover(join(root, below));
  return files.map((file) => relative(root, file));
}

test.each([
  ["Dockerfile", true],
  ["Dockerfile.dev", true],
  ["api.Dockerfile", true],
  ["Dockerfile-server", true],
  ["Dockerfile_4.0", true],
  ["dockerfile", true],
  ["api.dockerfile", true],
  ["Containerfile", true],
  ["Containerfile.arm64", true],
  ["Dockerfile.dockerignore", false],
  ["Dockerfile.j2", false],
  ["Dockerfile.tmpl", false],
  ["Dockerfile.md", false],
  ["Dockerfile~", false],
  ["api.Dockerfile.dockerignore", false],
  ["Containerfile.dockerignore", false],
  ["Dockerfile.", false],
  [".Dockerfile", false],
  ["MyDockerfile", false],
  ["Dockerfiles", false],
  ["dockerfile.md", false],
  ["dockerfile.go", false],
  ["Dockerfile_test.go", false],
  ["Dockerfile-lint.mjs", false],
  ["Dockerfile.ftl", false],
  ["Dockerfile-", false],
])("%s is a Dockerfile by its name: %s", (name, expected) => {
  expect(isDockerfileName(name)).toBe(expected);
});

test("searches folders in depth, in a fixed order, without .git and node_modules", async () => {
  const root = folder({
    "b/Dockerfile": "",
    "a/deep/er/x.Dockerfile": "",
    Containerfile: "",
    "Dockerfile/Dockerfile.dev": "",
    "node_modules/p/Dockerfile": "",
    ".git/Dockerfile": "",
    "notes.txt": "",
  });
  expect(await found(root)).toEqual([
    "Containerfile",
    "Dockerfile/Dockerfile.dev",
    "a/deep/er/x.Dockerfile",
    "b/Dockerfile",
  ]);
});

test("leaves out sources of others in vendor", async () => {
  const root = folder({
    "go/vendor/modules.txt": "",
    "go/vendor/example.com/a/Dockerfile": "",
    "php/vendor/autoload.php": "",
    "php/vendor/a/b/Dockerfile": "",
    "shop/vendor/Dockerfile": "",
  });
  expect(await found(root)).toEqual(["shop/vendor/Dockerfile"]);
});

test("leaves out what git ignores: files of every level, negation, anchors, the exclude file", async () => {
  const root = folder({
    ".git/info/exclude": "private/\n",
    ".gitignore": "/build\n*.Dockerfile\n!keep.Dockerfile\n",
    "build/Dockerfile": "",
    "app/build/Dockerfile": "",
    "app/x.Dockerfile": "",
    "app/keep.Dockerfile": "",
    "app/.gitignore": "Dockerfile.local\n!y.Dockerfile\n",
    "app/Dockerfile.local": "",
    "app/y.Dockerfile": "",
    "other/Dockerfile.local": "",
    "private/Dockerfile": "",
  });
  const inApp = ["app/build/Dockerfile", "app/keep.Dockerfile", "app/y.Dockerfile"];
  expect(await found(root)).toEqual([...inApp, "other/Dockerfile.local"]);
  expect(await found(root, "app")).toEqual(inApp);
});

test("a pattern does not care about letter case where git does", async () => {
  const root = folder({ ".gitignore": "dockerfile\n", Dockerfile: "" });
  expect(await found(root)).toEqual(["Dockerfile"]);
});

test("an ignored folder that is named is searched all the same", async () => {
  const root = folder({
    ".git/HEAD": "",
    ".gitignore": "generated/\n",
    "generated/Dockerfile": "",
    "generated/.gitignore": "Dockerfile.dev\n",
    "generated/Dockerfile.dev": "",
  });
  expect(await found(root)).toEqual([]);
  expect(await found(root, "generated")).toEqual(["generated/Dockerfile"]);
});

test("ignore files above the repository don't count", async () => {
  const root = folder({ ".gitignore": "*\n", "repository/.git/HEAD": "", "repository/Dockerfile": "" });
  expect(await found(root, "repository")).toEqual(["repository/Dockerfile"]);
});

test("follows links to files, once, and no links to folders", async () => {
  const root = folder({ "app/Dockerfile": "", "shared/base.txt": "" });
  symlinkSync(join(root, "app"), join(root, "loop"));
  symlinkSync(root, join(root, "app/up"));
  symlinkSync("Dockerfile", join(root, "app/Dockerfile.same"));
  symlinkSync("../shared/base.txt", join(root, "app/Dockerfile.base"));
  symlinkSync("gone", join(root, "app/Dockerfile.gone"));
  symlinkSync("Dockerfile.self", join(root, "app/Dockerfile.self"));
  symlinkSync("Dockerfile.one", join(root, "app/Dockerfile.two"));
  symlinkSync("Dockerfile.two", join(root, "app/Dockerfile.one"));
  expect(await found(root)).toEqual(["app/Dockerfile", "app/Dockerfile.base"]);
});

test("tells of each folder before it is read", async () => {
  const root = folder({ "a/b/Dockerfile": "", "c/": "", "node_modules/p/": "" });
  let folders = 0;
  await discover(root, () => folders++);
  expect(folders).toBe(4);
});

test("names folders that it can't read", async () => {
  const root = folder({ "app.txt": "" });
  // What is no folder fails as one without permissions does, which a test that runs as root can't make.
  expect(await discover(join(root, "app.txt"))).toEqual({ files: [], unreadable: [join(root, "app.txt")] });
});
