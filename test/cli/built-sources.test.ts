import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { fakeTerminal, folder } from "./program.ts";

type Files = Readonly<Record<string, string>>;

async function check(files: Files, ...args: readonly string[]) {
  const workingDirectory = folder(files);
  const terminal = fakeTerminal({ workingDirectory });
  const code = await main(["check", "--history", "0", ...args], terminal);
  const read = (path: string): string => readFileSync(join(workingDirectory, path), "utf8");
  return { code, read, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

interface Shown {
  readonly path: string;
  readonly context: {
    readonly path: string;
    readonly chosenBy: string;
    readonly by?: { readonly line: number };
  };
  readonly findings: readonly {
    readonly rule: string;
    readonly range: { readonly start: { readonly line: number; readonly column: number } };
  }[];
}

async function files(given: Files, ...args: readonly string[]): Promise<readonly Shown[]> {
  return JSON.parse((await check(given, ...args, "--format", "json")).output).files;
}

const inline = (block: string): string => `services:
  web:
    build:
      dockerfile_inline: ${block}
`;

/** Where `relative-workdir` and its like are reported: a line and a column. */
const places = (shown: readonly Shown[], rule: string): readonly string[] =>
  shown.flatMap(({ path, findings }) =>
    findings
      .filter((finding) => finding.rule === rule)
      .map(({ range: { start } }) => `${path}:${start.line}:${start.column}`),
  );

describe("stowage check compose.yaml", () => {
  it("lints each Dockerfile with the context and target that it is built with", async () => {
    const shown = await files(
      {
        "compose.yaml":
          "services:\n  one: {build: {context: ., dockerfile: app/Dockerfile, target: a}}\n  two: {build: app}\n  three: {build: ./app}\n",
        "app/Dockerfile": "FROM alpine AS a\nWORKDIR x\nFROM alpine AS b\nWORKDIR y\n",
      },
      "compose.yaml",
    );
    expect(shown.map(({ path, context }) => [path, context.path, context.by?.line])).toEqual([
      ["app/Dockerfile", ".", 2],
      ["app/Dockerfile", "app", 3],
    ]);
    // What is found in both ways is reported once.
    expect(places(shown, "relative-workdir")).toEqual(["app/Dockerfile:2:9", "app/Dockerfile:4:9"]);
  });

  it.each([
    ["a block", "|\n        FROM alpine:3.22\n        WORKDIR app", "compose.yaml:6:17"],
    [
      "a block without its last line end",
      "|-\n          FROM alpine:3.22\n\n          WORKDIR app",
      "compose.yaml:7:19",
    ],
    ["a block with a number", "|2\n        FROM alpine:3.22\n          WORKDIR app", "compose.yaml:6:19"],
    [
      "a block behind a comment",
      "| # so\n        FROM alpine:3.22\n        WORKDIR app",
      "compose.yaml:6:17",
    ],
    ["quotes", '"FROM alpine:3.22\\nWORKDIR app\\n"', "compose.yaml:4:53"],
    [
      "a folded block, without columns",
      ">\n        FROM alpine:3.22\n\n        WORKDIR app",
      "compose.yaml:4:26",
    ],
    [
      "doubled dollars",
      "|\n        FROM alpine:3.22\n        RUN echo $$HOME\n        WORKDIR app",
      "compose.yaml:7:17",
    ],
    ["a variable", "|\n        FROM alpine:${TAG:-3.22}\n        WORKDIR app", "compose.yaml:6:17"],
  ])("places what it finds in %s", async (_, block, place) => {
    const shown = await files({ "compose.yaml": inline(block) }, "compose.yaml");
    expect(places(shown, "relative-workdir")).toEqual(place === null ? [] : [place]);
  });

  it.each([
    [
      "a block",
      "|\n        FROM alpine:3.22 as a\n        RUN echo $$HOME\n\n        USER 1",
      "|\n        FROM alpine:3.22 AS a\n        RUN echo $$HOME\n\n        USER 1",
      "1 fix applied in web",
    ],
    [
      "quotes",
      '"FROM alpine:3.22 as a\\nUSER 1"',
      '"FROM alpine:3.22 AS a\\nUSER 1"',
      "1 fix applied in web",
    ],
    ["a folded block", ">\n        FROM alpine:3.22 as a\n\n        USER 1", null, "is not fixed"],
    ["a block with variables", "|\n        FROM alpine:${A-3.22} as a\n        USER 1", null, "is not fixed"],
  ])("fixes %s in its place, or says that it doesn't", async (_, before, after, said) => {
    const { read, errors } = await check({ "compose.yaml": inline(before) }, "--fix", "compose.yaml");
    expect(read("compose.yaml")).toBe(inline(after ?? before));
    expect(errors).toContain(said);
  });

  it("fixes one inline Dockerfile below another", async () => {
    const text = (as: string, workdir: string): string =>
      `services:\n${["a", "b"].map((name) => `  ${name}:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.22 ${as} x\n        ${workdir}\n`).join("")}`;
    const { read, output } = await check(
      { "compose.yaml": text("as", "MAINTAINER me") },
      ...["--fix", "compose.yaml", "--format", "json"],
    );
    expect(read("compose.yaml")).toBe(text("AS", "MAINTAINER me"));
    const lines = places(JSON.parse(output).files, "maintainer-instruction");
    expect(lines).toEqual(["compose.yaml:6:9", "compose.yaml:11:9"]);
  });

  it("leaves a Dockerfile that is built in several ways as it is", async () => {
    const given = {
      "compose.yaml":
        "services:\n  one: {build: .}\n  two: {build: {context: app, dockerfile: ../Dockerfile}}\n",
      "app/": "",
      Dockerfile: "FROM alpine:3.22 as a\n",
    };
    const { read, errors } = await check(given, "--fix", "compose.yaml");
    expect(read("Dockerfile")).toBe(given.Dockerfile);
    expect(errors).toContain("not fixed, since it is built in several ways");
  });

  it("says what it can't look at", async () => {
    const { code, errors } = await check(
      {
        "compose.yaml": `services:
  gone: {build: gone}
  other: {build: {context: ., dockerfile: none.Dockerfile}}
  far: {build: "https://example.com/far.git"}
  variable: {build: "\${WHERE}"}
  image: {image: alpine}
  good: {build: .}
`,
        Dockerfile: "FROM scratch\n",
      },
      "compose.yaml",
    );
    expect(code).toBe(2);
    expect(errors).toContain("compose.yaml: line 2: `gone` is built in `gone`, which is no folder");
    expect(errors).toContain(
      "compose.yaml: line 3: `other` is built from `none.Dockerfile`, which is not there",
    );
    expect(errors).toContain(
      "left out, `far` is built from `https://example.com/far.git`; `variable` is known to a run alone (`WHERE` has no value)",
    );
  });

  it("takes no context with a name for an image", async () => {
    const shown = await files(
      {
        "compose.yaml":
          "services:\n  a: {build: {context: ., additional_contexts: {base: ./base, assets: ./assets}}}\n",
        Dockerfile: "FROM base\nCOPY --from=assets /a /b\nWORKDIR x\n",
      },
      "compose.yaml",
    );
    expect(shown[0]!.findings.map(({ rule }) => rule)).not.toContain("moving-base-tag");
    expect(places(shown, "relative-workdir")).toHaveLength(1);
  });

  it("knows the findings of each inline Dockerfile in a baseline", async () => {
    const given = { "compose.yaml": inline("|\n        FROM alpine:3.22\n        WORKDIR app") };
    const workingDirectory = folder(given);
    const run = async (...args: readonly string[]) => {
      const terminal = fakeTerminal({ workingDirectory });
      return await main(["check", "compose.yaml", "--baseline", "known.json", ...args], terminal);
    };
    expect(await run("--update-baseline")).toBe(0);
    expect(await run()).toBe(0);
  });
});

describe("stowage check devcontainer.json", () => {
  it.each([
    [
      "build",
      { build: { dockerfile: "Dockerfile", context: "..", target: "dev" } },
      [".devcontainer/Dockerfile", "."],
    ],
    ["the older keys", { dockerFile: "../Dockerfile", context: ".." }, ["Dockerfile", "."]],
    [
      "its own folder",
      { build: { dockerfile: "Dockerfile" } },
      [".devcontainer/Dockerfile", ".devcontainer"],
    ],
    ["compose", { dockerComposeFile: "../compose.yaml", service: "app" }, ["Dockerfile", "."]],
    ["an image", { image: "alpine" }, null],
  ])("follows %s", async (_, written, expected) => {
    const shown = await files(
      {
        ".devcontainer/devcontainer.json": `// A comment\n${JSON.stringify(written).replace(/\}$/, ",}")}\n`,
        ".devcontainer/Dockerfile": "FROM alpine:3.22 AS dev\nWORKDIR x\n",
        "compose.yaml": "services: {app: {build: .}, other: {build: x}}\n",
        Dockerfile: "FROM alpine:3.22\nWORKDIR x\n",
      },
      ".devcontainer/devcontainer.json",
    );
    expect(shown.map(({ path, context }) => [path, context.path])).toEqual(
      expected === null ? [] : [expected],
    );
  });
});

describe("stowage check docker-bake.hcl", () => {
  const bake = `variable "ALPINE" { default = "3.22" }
group "default" { targets = ["app", "small"] }
target "_base" { args = { ALPINE = ALPINE } }
target "app" {
  inherits = ["_base"]
  matrix = { kind = ["web", "job"] }
  name = "app-\${kind}"
  context = "src"
  dockerfile = "../Dockerfile"
  target = kind
}
target "small" {
  dockerfile-inline = <<-EOT
    FROM alpine:3.22 as a
      WORKDIR app
    RUN echo $\${HOME}
  EOT
}
target "far" { context = "https://example.com/far.git" }
target "later" { context = timestamp() }
`;
  const given = {
    "docker-bake.hcl": bake,
    Dockerfile: "FROM alpine:3.22 AS web\nWORKDIR x\nFROM alpine:3.22 AS job\nWORKDIR y\n",
    "src/": "",
  };

  it("lints what it builds, inline Dockerfiles at their own lines", async () => {
    const shown = await files(given, "docker-bake.hcl");
    expect(shown.map(({ path, context }) => [path, context.path, context.by?.line])).toEqual([
      ["Dockerfile", "src", 4],
      ["Dockerfile", "src", 4],
      ["docker-bake.hcl", ".", 12],
    ]);
    expect(places(shown, "relative-workdir")).toEqual([
      "Dockerfile:2:9",
      "Dockerfile:4:9",
      "docker-bake.hcl:15:15",
    ]);
  });

  it("says what it leaves out", async () => {
    const { errors } = await check(given, "docker-bake.hcl");
    expect(errors).toBe(
      "stowage: docker-bake.hcl: left out, `far` is built from `https://example.com/far.git`; `later` is known to a run alone (`timestamp()` is known to bake alone)\n",
    );
  });

  it("fixes a heredoc in its place", async () => {
    const { read } = await check(given, "--fix", "docker-bake.hcl");
    expect(read("docker-bake.hcl")).toBe(bake.replace("3.22 as a", "3.22 AS a"));
  });

  it("reads JSON", async () => {
    const text = JSON.stringify(
      { target: { default: { "dockerfile-inline": "FROM alpine:3.22 as a\nWORKDIR app\n" } } },
      ...[null, 2],
    );
    const json = { "docker-bake.json": text };
    const shown = await files(json, "docker-bake.json");
    expect(places(shown, "relative-workdir")).toEqual(["docker-bake.json:4:60"]);
    const { read } = await check(json, "--fix", "docker-bake.json");
    expect(read("docker-bake.json")).toBe(text.replace(" as a", " AS a"));
  });

  it("takes contexts from where it runs when the Dockerfiles are found there", async () => {
    const shown = await files(
      {
        "docker/docker-bake.hcl": 'target "default" {\n  dockerfile = "app/Dockerfile"\n}\n',
        "app/Dockerfile": "FROM scratch\n",
      },
      "docker/docker-bake.hcl",
    );
    expect(shown.map(({ path, context }) => [path, context.path])).toEqual([["app/Dockerfile", "."]]);
  });

  it("says where a file can't be read", async () => {
    const { code, errors } = await check(
      { "docker-bake.hcl": 'target "a" {\n  context = [\n}\n' },
      "docker-bake.hcl",
    );
    expect(code).toBe(2);
    expect(errors).toContain("docker-bake.hcl: line 3: this is no HCL");
  });
});
