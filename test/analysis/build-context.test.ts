import { describe, expect, test } from "vitest";
import { buildContext } from "../../src/analysis/build-context.ts";
import { walkContext } from "../../src/analysis/context-listing.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { parseIgnoreFile } from "../../src/analysis/ignore-patterns.ts";
import type { Host } from "../../src/host/host.ts";
import { type MemoryFile, memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

interface Setting {
  readonly dockerfile?: string;
  readonly path?: string | null;
  readonly context?: string | null;
  readonly files?: Readonly<Record<string, MemoryFile>>;
}

function contextOf({
  dockerfile = "FROM scratch\n",
  path = "/repo/Dockerfile",
  context = null,
  files = {},
}: Setting) {
  const host = memoryHost(files);
  return analyze(buildFile("Dockerfile", dockerfile, {}), host, { path, context }).use(buildContext);
}

describe("which context belongs to a Dockerfile", () => {
  const copies = (...lines: string[]): string => `FROM scratch\n${lines.join("\n")}\n`;
  const repository = {
    "/repo/.git/": "",
    "/repo/package.json": "",
    "/repo/src/a.js": "",
    "/repo/docker/entry.sh": "",
  };

  test.each<[string, Setting, string, string]>([
    ["the option", { context: "/repo/docker", files: repository }, "option", "/repo/docker"],
    ["its own folder", { files: repository }, "dockerfile-folder", "/repo"],
    [
      "the repository root, where the sources are",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("COPY package.json ./", "COPY . ."),
        files: repository,
      },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root, for a wildcard that hits there",
      { path: "/repo/docker/Dockerfile", dockerfile: copies("COPY package*.json ./"), files: repository },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root, for a bind mount",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("RUN --mount=source=src,target=/s x"),
        files: repository,
      },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root of a worktree, whose .git is a file",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("COPY package.json ./"),
        files: { "/repo/.git": "gitdir: /elsewhere", "/repo/package.json": "" },
      },
      "repository-root",
      "/repo",
    ],
    [
      "its own folder, when it has the sources too",
      { path: "/repo/docker/Dockerfile", dockerfile: copies("COPY entry.sh /"), files: repository },
      "dockerfile-folder",
      "/repo/docker",
    ],
    [
      "its own folder, when the sources are nowhere",
      { path: "/repo/docker/Dockerfile", dockerfile: copies("COPY target/app.jar /"), files: repository },
      "dockerfile-folder",
      "/repo/docker",
    ],
    [
      "its own folder, when as many sources are there",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("COPY entry.sh package.json /"),
        files: repository,
      },
      "dockerfile-folder",
      "/repo/docker",
    ],
    [
      "its own folder, when only stages are copied from",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("COPY --from=x package.json /"),
        files: repository,
      },
      "dockerfile-folder",
      "/repo/docker",
    ],
    [
      "its own folder, when variables hide the sources",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("ARG D", "COPY $D/package.json /"),
        files: repository,
      },
      "dockerfile-folder",
      "/repo/docker",
    ],
    [
      "the repository root, where the whole context is built from",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("COPY . /src", "WORKDIR /src", "RUN npm ci"),
        files: repository,
      },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root, where the makefile is",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("WORKDIR /src", "COPY . .", "RUN make build"),
        files: { ...repository, "/repo/Makefile": "" },
      },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root, whose wrapper it calls",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("WORKDIR /src", "COPY . .", "RUN ./mvnw package -pl docker"),
        files: { ...repository, "/repo/mvnw": "", "/repo/pom.xml": "", "/repo/docker/pom.xml": "" },
      },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root, for the folder that it works in",
      {
        path: "/repo/util/tool/Dockerfile",
        dockerfile: copies("WORKDIR /src", "COPY . .", "WORKDIR /src/util/tool", "RUN dotnet restore"),
        files: { ...repository, "/repo/util/tool/tool.csproj": "" },
      },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root, for a part of its workspace",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("WORKDIR /src", "COPY . .", "RUN pnpm install"),
        files: {
          ...repository,
          "/repo/pnpm-lock.yaml": "",
          "/repo/docker/package.json": '{"dependencies": {"a": "workspace:*"}}',
        },
      },
      "repository-root",
      "/repo",
    ],
    [
      "the repository root, as a comment says",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("# docker build -t app -f docker/Dockerfile .", "COPY . ."),
        files: repository,
      },
      "repository-root",
      "/repo",
    ],
    [
      "its own folder, whose project is built",
      {
        path: "/repo/docker/Dockerfile",
        dockerfile: copies("COPY . /src", "RUN cd /src/api && go build"),
        files: { ...repository, "/repo/go.mod": "", "/repo/docker/api/go.mod": "" },
      },
      "dockerfile-folder",
      "/repo/docker",
    ],
    [
      "its own folder, when nothing is known of what is built",
      { path: "/repo/docker/Dockerfile", dockerfile: copies("COPY . ."), files: repository },
      "dockerfile-folder",
      "/repo/docker",
    ],
    [
      "its own folder, outside of any repository",
      { path: "/a/b/Dockerfile", dockerfile: copies("COPY x /"), files: { "/a/x": "" } },
      "dockerfile-folder",
      "/a/b",
    ],
    [
      "the nearest repository, not one around it",
      {
        path: "/repo/sub/docker/Dockerfile",
        dockerfile: copies("COPY package.json /"),
        files: { ...repository, "/repo/sub/.git/": "", "/repo/sub/docker/": "" },
      },
      "dockerfile-folder",
      "/repo/sub/docker",
    ],
  ])("%s", (_, setting, chosenBy, root) => {
    const files = { ...setting.files, [setting.path ?? "/repo/Dockerfile"]: "" };
    expect(contextOf({ ...setting, files })).toMatchObject({ chosenBy, root, problem: null });
  });

  test("there is none without a host, or without any path to begin from", () => {
    expect(contextOf({ path: null })).toBeNull();
    const file = buildFile("Dockerfile", "FROM scratch\n", {});
    expect(analyze(file, null, { path: "/a/Dockerfile", context: "/a" }).use(buildContext)).toBeNull();
  });

  test.each([
    ["/nope", "the build context `/nope` does not exist"],
    ["/repo/a", "the build context `/repo/a` is not a directory"],
  ])("a context %s is a problem and has no files", (context, problem) => {
    const files = { "/repo/a": "", "/repo/.dockerignore": "x" };
    const found = contextOf({ context, files });
    expect(found).toMatchObject({ root: context, problem, ignoreFile: null });
    expect(found?.files()).toEqual({ files: [], bytes: 0, ignoredFiles: 0, truncated: false });
  });

  test("a context may be a link to a directory", () => {
    const files = { "/real/a": "x", "/link": { symlinkTo: "/real" } };
    const found = contextOf({ path: null, context: "/link", files });
    expect(found?.problem).toBeNull();
    expect(found?.files().files).toEqual([{ path: "a", size: 1, kind: "file" }]);
  });

  test.each([
    ["/repo/docker/Dockerfile", "/repo", "docker/Dockerfile"],
    ["/repo/Dockerfile", "/repo", "Dockerfile"],
    ["/other/Dockerfile", "/repo", null],
    [null, "/repo", null],
    ["/Dockerfile", "/", "Dockerfile"],
  ])("the Dockerfile %s in %s is %s", (path, context, dockerfile) => {
    expect(contextOf({ path, context, files: { "/repo/x": "" } })?.dockerfile).toBe(dockerfile);
  });
});

describe("which ignore file is in force", () => {
  test.each<[string, Record<string, MemoryFile>, string | null, boolean]>([
    ["none", {}, null, false],
    ["the context's", { "/repo/.dockerignore": "a" }, "/repo/.dockerignore", true],
    [
      "the Dockerfile's own, alone",
      { "/repo/.dockerignore": "a", "/repo/docker/App.Dockerfile.dockerignore": "b" },
      "/repo/docker/App.Dockerfile.dockerignore",
      false,
    ],
    [
      "the Dockerfile's own, also when it is empty",
      { "/repo/.dockerignore": "a", "/repo/docker/App.Dockerfile.dockerignore": "" },
      "/repo/docker/App.Dockerfile.dockerignore",
      false,
    ],
    [
      "not one beside the Dockerfile under the general name",
      { "/repo/docker/.dockerignore": "a" },
      null,
      false,
    ],
    ["not a directory", { "/repo/.dockerignore/a": "" }, null, false],
  ])("%s", (_, files, path, ignored) => {
    const found = contextOf({
      path: "/repo/docker/App.Dockerfile",
      context: "/repo",
      files: { "/repo/a": "", ...files },
    });
    expect(found?.ignoreFile?.path ?? null).toBe(path);
    expect(found?.ignoreFile?.ignores("a") ?? false).toBe(ignored);
  });

  test.each([
    ["not-utf8", "the file is not UTF-8 text"],
    ["too-large", "the file is too large to be an ignore file"],
    ["unreadable", "the file can't be read"],
  ] as const)("one that is %s is a problem", (problem, message) => {
    const found = contextOf({ files: { "/repo/.dockerignore": { problem }, "/repo/a": "" } });
    expect(found?.ignoreFile).toMatchObject({ patterns: [], problems: [{ message, line: 1 }] });
    expect(found?.files().files.map((file) => file.path)).toEqual([".dockerignore", "a"]);
  });

  test("a broken line is a problem, the others work", () => {
    const found = contextOf({ files: { "/repo/.dockerignore": "a\n[\n", "/repo/a": "", "/repo/b": "" } });
    expect(found?.ignoreFile?.problems.map((each) => each.line)).toEqual([2]);
    expect(found?.files().files.map((file) => file.path)).toEqual([".dockerignore", "b"]);
  });
});

describe("the walk", () => {
  const files = {
    "/c/b.txt": "12345",
    "/c/a.txt": "1",
    "/c/a/z": "22",
    "/c/link": { symlinkTo: "/elsewhere" },
    "/c/loop": { symlinkTo: "." },
    "/c/out/x/1": "",
    "/c/out/x/2": "",
    "/c/out/keep/3": "333",
    "/elsewhere/secret": "",
  };

  test("sorts, adds up, and lists links without following them", () => {
    expect(walkContext(memoryHost(files), "/c", parseIgnoreFile("out\n!out/keep").matcher)).toEqual({
      files: [
        { path: "a.txt", size: 1, kind: "file" },
        { path: "a/z", size: 2, kind: "file" },
        { path: "b.txt", size: 5, kind: "file" },
        { path: "link", size: 0, kind: "symlink" },
        { path: "loop", size: 0, kind: "symlink" },
        { path: "out/keep/3", size: 3, kind: "file" },
      ],
      bytes: 11,
      ignoredFiles: 0,
      truncated: false,
    });
  });

  test.each([
    ["out", ["/c", "/c/a"]],
    ["out\n!out/keep", ["/c", "/c/a", "/c/out", "/c/out/keep"]],
    ["out\n!a/z", ["/c", "/c/a"]],
    ["out\n!o*/keep", ["/c", "/c/a", "/c/out", "/c/out/keep"]],
    ["out\n!**/3", ["/c", "/c/a", "/c/out", "/c/out/keep", "/c/out/x"]],
    ["!out/keep\nout", ["/c", "/c/a"]],
    ["**\n!a", ["/c", "/c/a"]],
  ])("with %j it enters %j only", (ignoreFile, entered) => {
    const host = memoryHost(files);
    const listed: string[] = [];
    const spy: Host = { ...host, list: (path) => host.list(listed[listed.push(path) - 1]!) };
    walkContext(spy, "/c", parseIgnoreFile(ignoreFile).matcher);
    expect(listed.sort()).toEqual(entered);
  });

  test("stops at its limit, nearest entries first", () => {
    const found = walkContext(memoryHost(files), "/c", null, 7);
    expect(found.truncated).toBe(true);
    expect(found.files.map((file) => file.path)).toEqual(["a.txt", "a/z", "b.txt", "link", "loop"]);
  });

  test("reaches the bottom of deep trees", () => {
    const deep = `${"d/".repeat(3000)}f`;
    expect(walkContext(memoryHost({ [`/c/${deep}`]: "" }), "/c", null).files[0]?.path).toBe(deep);
  });

  test("happens once, and not before someone asks for files", () => {
    const host = memoryHost({ ...files, "/c/Dockerfile": "" });
    let listings = 0;
    const spy: Host = {
      ...host,
      list: (path) => {
        listings += 1;
        return host.list(path);
      },
    };
    const analysis = analyze(buildFile("Dockerfile", "FROM scratch\nCOPY a.txt /\n", {}), spy, {
      path: "/c/Dockerfile",
      context: null,
    });
    const context = analysis.use(buildContext);
    expect(listings).toBe(0);
    context?.files();
    const once = listings;
    expect(context?.files()).toBe(context?.files());
    expect(listings).toBe(once);
  });
});
