import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { proposedIgnoreFile } from "../../src/analysis/ignore-proposal.ts";
import { needlessFiles } from "../../src/analysis/needless-files.ts";
import { privateFiles } from "../../src/analysis/private-files.ts";
import { type MemoryFile, memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

type Files = Readonly<Record<string, MemoryFile>>;

function analysisOf(dockerfile: string, files: Files, folder = "/p") {
  const placed = Object.entries(files).map(([path, file]) => [`${folder}/${path}`, file] as const);
  const host = memoryHost({
    "/p/.keep": "",
    [`${folder}/Dockerfile`]: dockerfile,
    ...Object.fromEntries(placed),
  });
  return analyze(buildFile("Dockerfile", dockerfile), host, {
    path: `${folder}/Dockerfile`,
    context: folder,
  });
}

/** Names, with `!` where the step costs something by them. */
function needless(dockerfile: string, files: Files): readonly string[] {
  return analysisOf(dockerfile, files)
    .use(needlessFiles)
    .flatMap(({ groups, isCostly }) =>
      groups.map(({ name, places }) => `${name}*${places}${isCostly ? "!" : ""}`),
    );
}

const node = "FROM node:22\nCOPY . /srv\nRUN cd /srv && npm ci && npm run build\n";
const plain = "FROM debian:12\nCOPY . /srv\n";

describe("what nothing seems to need", () => {
  it.each<[string, string, Files, readonly string[]]>([
    ["history", plain, { ".git/HEAD": "x" }, [".git*1!"]],
    ["a file of a worktree is no history", plain, { ".git": "gitdir: elsewhere" }, []],
    ["history of which a command reads", `${plain}RUN git describe\n`, { ".git/HEAD": "x" }, []],
    [
      "`git clone` reads none",
      `${plain}RUN git clone https://example.com/x\n`,
      { ".git/HEAD": "x" },
      [".git*1!"],
    ],
    [
      "history that a plugin reads",
      plain,
      { ".git/HEAD": "x", "setup.cfg": "setup_requires = setuptools_scm" },
      [],
    ],
    [
      "history that a member of the workspace reads",
      plain,
      { ".git/HEAD": "x", "Cargo.toml": "[workspace]", "crates/cli/Cargo.toml": 'git-version = "0.3"' },
      [],
    ],
    [
      "history that git is told to trust",
      `${plain}RUN git config --global --add safe.directory /srv\n`,
      { ".git/HEAD": "x" },
      [],
    ],
    [
      "history of which a part is kept",
      plain,
      { ".git/HEAD": "x", ".git/objects/a": "x", ".dockerignore": ".git/objects\n" },
      [],
    ],
    [
      "history of which a build script reads",
      plain,
      { ".git/HEAD": "x", "crates/cli/build.rs": 'Command::new("git").args(["rev-parse", "HEAD"])' },
      [],
    ],
    [
      "history of which a script of the build reads",
      `${plain}RUN cd /srv && python tools/version.py\n`,
      { ".git/HEAD": "x", "tools/version.py": "check_output(['git', 'describe', '--tags'])" },
      [],
    ],
    [
      "history of which another script would read",
      `${plain}RUN cd /srv && python setup/other.py\n`,
      { ".git/HEAD": "x", "tools/version.py": "check_output(['git', 'describe', '--tags'])" },
      [".git*1!"],
    ],
    [
      "history of which a magefile reads",
      plain,
      { ".git/HEAD": "x", "magefile.go": 'exec.CommandContext(ctx, "git", arg...)' },
      [],
    ],
    [
      "history that a manifest only mentions",
      plain,
      {
        ".git/HEAD": "x",
        "package.json": '{"repository": {"type": "git",\n"url": "https://example.com/x"}}',
      },
      [".git*1!"],
    ],
    ["settings of an editor, few", plain, { ".idea/a.xml": "x" }, [".idea*1!"]],
    [
      "the same that git keeps",
      plain,
      { ".idea/a.xml": "x", "b.log": "x", ".gitignore": "a" },
      [".idea*1", "b.log*1"],
    ],
    ["dependencies that are installed", node, { "node_modules/a/b.js": "x" }, ["node_modules*1!"]],
    [
      "dependencies in several places",
      node,
      { "node_modules/a.js": "x", "web/node_modules/a.js": "x" },
      ["node_modules*2!"],
    ],
    ["what lies within belongs to it", node, { "node_modules/a/dist/x.log": "x" }, ["node_modules*1!"]],
    ["dependencies that run as they are", "FROM node:22\nCOPY . /srv\n", { "node_modules/a.js": "x" }, []],
    [
      "dependencies of a language that the image lacks",
      plain,
      { "node_modules/a.js": "x" },
      ["node_modules*1!"],
    ],
    ["output beside its manifest", node, { "package.json": "{}", "dist/a.js": "x" }, ["dist*1!"]],
    ["output without its manifest", node, { "dist/a.js": "x" }, []],
    ["output that git keeps", node, { "package.json": "{}", "dist/a.js": "x", ".gitignore": "*.log" }, []],
    [
      "output that git leaves out",
      node,
      { "package.json": "{}", "dist/a.js": "x", ".gitignore": "/dist/" },
      ["dist*1!"],
    ],
    ["output that is not made again", plain, { "pom.xml": "", "target/a.jar": "x" }, []],
    ["output that is named", `${node}COPY dist/a.js /\n`, { "package.json": "{}", "dist/a.js": "x" }, []],
    ["a folder of sources with a name of the table", node, { "src/logs/index.js": "x" }, []],
    ["the same at the top", node, { "logs/today.txt": "x" }, ["logs*1!"]],
    ["placeholders", node, { "logs/.gitkeep": "" }, []],
    ["files by their ending", plain, { "a.log": "x", "b/c.log": "x" }, ["*.log*2!"]],
    ["little that stays as it is", plain, { ".vscode/settings.json": "{}" }, [".vscode*1"]],
    ["much that stays as it is", plain, { ".vscode/a": { text: "", size: 1e6 } }, [".vscode*1!"]],
    ["what the ignore file keeps out", plain, { ".git/HEAD": "x", ".dockerignore": ".git" }, []],
    ["what no step reads", "FROM debian:12\nCOPY src /\n", { ".git/HEAD": "x", "src/a": "x" }, []],
    ["what an unneeded stage reads", `${plain}FROM debian:12\n`, { ".git/HEAD": "x" }, []],
    ["each at its first step only", `${plain}COPY . /again\n`, { ".git/HEAD": "x" }, [".git*1!"]],
    ["what is left out by a flag", "FROM debian:12\nCOPY --exclude=.git . /srv\n", { ".git/HEAD": "x" }, []],
    ["a fragment without FROM", "COPY . /srv  # all\n", { ".git/HEAD": "x" }, [".git*1!"]],
  ])("%s", (_, dockerfile, files, expected) => {
    expect(needless(dockerfile, files)).toEqual(expected);
  });

  it("asks the ignore files of git above the context, up to the repository's top", () => {
    const files = {
      "/.gitignore": "*",
      "/r/.git/HEAD": "x",
      "/r/.gitignore": "dist",
      "/r/web/package.json": "{}",
      "/r/web/dist/a.js": "x",
    };
    const of = (more: Files): readonly string[] => {
      const host = memoryHost({ "/r/web/Dockerfile": node, ...files, ...more });
      const analysis = analyze(buildFile("Dockerfile", node), host, {
        path: "/r/web/Dockerfile",
        context: null,
      });
      return analysis.use(needlessFiles).flatMap(({ groups }) => groups.map(({ name }) => name));
    };
    expect(of({})).toEqual(["dist"]);
    expect(of({ "/r/.gitignore": "tmp" })).toEqual([]);
    expect(of({ "/r/.gitignore": "", "/r/web/.gitignore": "dist/*\n!dist/b.js" })).toEqual([]);
  });
});

describe("secrets", () => {
  const secret = "API_KEY=k3j2h1\n";
  const named = (dockerfile: string, files: Files): readonly string[] =>
    analysisOf(dockerfile, files)
      .use(privateFiles)
      .flatMap((use) => use.files.map(({ path }) => (use.ships ? path : `${path} (cache)`)));

  it.each<[string, string, Files, readonly string[]]>([
    ["in the image", plain, { ".env": secret }, [".env"]],
    [
      "in a stage before",
      `${plain}FROM scratch\nCOPY --from=0 /srv/a /\n`,
      { ".env": secret },
      [".env (cache)"],
    ],
    ["under a stage that ships", "FROM a AS b\nCOPY . .\nFROM b\n", { ".env": secret }, [".env"]],
    ["named", "FROM a\nCOPY .env /\n", { ".env": secret }, []],
    ["mounted", "FROM a\nRUN --mount=type=bind,target=/src make\n", { ".env": secret }, []],
    ["for tests", plain, { "tests/.env": secret, "a/__fixtures__/b.env": secret }, []],
    ["within dependencies", plain, { "node_modules/a/b/.env": secret }, []],
    ["settings that git keeps", plain, { ".env": "PORT=80", ".gitignore": "a" }, []],
    ["settings that git leaves out", plain, { ".env": "PORT=80", ".gitignore": ".env" }, [".env"]],
    [
      "what git keeps, in a stage before",
      `${plain}FROM scratch\nCOPY --from=0 /srv/a /\n`,
      { ".env": secret, ".gitignore": "a" },
      [],
    ],
    ["what git keeps, in the image", plain, { ".env": secret, ".gitignore": "a" }, [".env"]],
    ["in copies of dependencies", plain, { "vendor/example.com/a/credentials.json": secret }, []],
    ["settings without git", plain, { ".env": "PORT=80", "a.env": "PORT=80" }, [".env"]],
    ["unreadable", plain, { "a.pfx": { problem: "not-utf8" }, "a.jks": { problem: "not-utf8" } }, ["a.pfx"]],
  ])("%s", (_, dockerfile, files, expected) => {
    expect(named(dockerfile, files)).toEqual(expected);
  });
});

describe("the proposed ignore file", () => {
  const propose = (dockerfile: string, files: Files): string => {
    const analysis = analysisOf(dockerfile, files);
    return proposedIgnoreFile(analysis, analysis.use(needlessFiles), analysis.use(privateFiles));
  };

  it("lists what is there and what the installs leave on other machines", () => {
    const files = { ".git/HEAD": "x", "a.log": "x", "conf/.env": "TOKEN=k3j2h1" };
    expect(propose(node, files)).toBe("**/*.log\n**/.env\n**/node_modules\n.git\n");
  });

  it("leaves out what would hit a file that is named", () => {
    const files = { ".git/HEAD": "x", "a.log": "x", "b.log": "x" };
    expect(propose(`${plain}COPY a.log /\n`, files)).toBe(".git\n");
  });

  it("names a folder that may be sources elsewhere by its path", () => {
    expect(propose(node, { "package.json": "{}", "dist/a.js": "x" })).toBe("**/node_modules\ndist\n");
  });
});
