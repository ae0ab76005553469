import { expect, it } from "vitest";
import { bystanderLines } from "../../src/analysis/bystander-lines.ts";
import { analyzeInput } from "../../src/engine/input.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { overlayHost } from "../../src/host/overlay-host.ts";
import { optimize } from "../../src/optimize/optimize.ts";
import type { ReadText } from "../../src/optimize/search.ts";

function analyzerOf(files: Readonly<Record<string, string>>, lines: readonly string[]) {
  const dockerfile = `${lines.join("\n")}\n`;
  const host = memoryHost({ ...files, "/p/Dockerfile": dockerfile });
  const analyze: ReadText = (text, _, others = new Map()) =>
    analyzeInput({
      path: "Dockerfile",
      text,
      host: overlayHost(host, others),
      dockerfile: "/p/Dockerfile",
      context: "/p",
    });
  return { analyze, start: analyze(dockerfile, null) };
}

const bystanding = {
  "/p/.dockerignore": ".git\n",
  "/p/README.md": "",
  "/p/tests/a.py": "",
  "/p/docs/a.md": "",
  "/p/.github/workflows/ci.yml": "",
  "/p/app.py": "",
};
const all = [".github", "README*", "docs", "tests", "Dockerfile*"];
const whole = ["FROM python:3.13", "WORKDIR /a", "COPY . .", "RUN ./configure"];

it.each([
  ["nothing names them", {}, whole, all],
  [
    "a manifest names its README",
    { "/p/pyproject.toml": '[project]\nreadme = "README.md"\n' },
    whole,
    [".github", "docs", "tests", "Dockerfile*"],
  ],
  [
    "what tests are told is no need of the build",
    { "/p/pyproject.toml": '[project]\nname = "a"\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n' },
    whole,
    all,
  ],
  ["a RUN tests", {}, [...whole, "RUN python -m pytest"], [".github", "README*", "docs", "Dockerfile*"]],
  ["a RUN names a folder", {}, [...whole, "RUN ls docs"], [".github", "README*", "tests", "Dockerfile*"]],
  [
    "a COPY names a folder",
    {},
    [...whole, "COPY docs /docs"],
    [".github", "README*", "tests", "Dockerfile*"],
  ],
  [
    "a pattern of a COPY chooses a file",
    {},
    [...whole, "COPY *.md /docs/"],
    [".github", "docs", "tests", "Dockerfile*"],
  ],
  [
    "the ignore file takes a folder back",
    { "/p/.dockerignore": "**\n!tests\n!app.py\n!README.md\n" },
    whole,
    [],
  ],
  ["no step copies them", {}, ["FROM python:3.13", "COPY app.py /a/"], []],
  [
    "a stage that is not built copies them",
    {},
    ["FROM python:3.13 AS other", "COPY . .", "FROM python:3.13", "COPY app.py /a/"],
    [],
  ],
])("files beside the program: %s", (_, files, lines, expected) => {
  const { start } = analyzerOf({ ...bystanding, ...files }, lines as readonly string[]);
  expect(start.use(bystanderLines).map(({ row }) => row.pattern)).toEqual(expected);
});

const git = { "/p/.git/HEAD": "ref: refs/heads/main\n", "/p/.git/objects/aa": "x", "/p/a.c": "" };

it("`.git` is priced by a replay without it, after what the ignore file has, in its line ends", () => {
  const { analyze, start } = analyzerOf({ ...git, "/p/.dockerignore": "x\r\ny" }, [
    "FROM debian:12",
    "COPY . /a",
    "RUN mvn package",
  ]);
  const { suggestions } = optimize(start, { analyze, mostMoves: 8, leastSaving: 0.01 })!;
  expect(suggestions.ignoreFile).toMatchObject({
    file: "/p/.dockerignore",
    before: "x\r\ny",
    text: "x\r\ny\r\n.git\r\n",
    lines: [{ pattern: ".git", files: 2 }],
    effect: "in-image",
  });
  const { saves, expectedBefore, expectedAfter } = suggestions.ignoreFile!;
  expect(saves.low).toBeGreaterThan(0);
  expect(saves.mean).toBeCloseTo(expectedBefore.mean - expectedAfter.mean, 1);
});

it.each([
  ["the ignore file is broken", { "/p/.dockerignore": "[a\n" }, ["FROM debian:12", "COPY . /a", "RUN b"]],
  ["the files are ignored", { "/p/.dockerignore": ".git\n" }, ["FROM debian:12", "COPY . /a", "RUN b"]],
  ["a step reads the history", {}, ["FROM debian:12", "COPY . /a", "RUN cd /a && git describe"]],
  ["nothing comes after the copy", {}, ["FROM debian:12", "RUN b", "COPY . /a"]],
])("no lines where %s", (_, files, lines) => {
  const { analyze, start } = analyzerOf({ ...git, ...files }, lines);
  expect(optimize(start, { analyze, mostMoves: 0 })!.suggestions.ignoreFile).toBeNull();
});

it("files that only other stages copy are not in the image", () => {
  const { analyze, start } = analyzerOf(git, [
    "FROM gcc:14 AS build",
    "COPY . /a",
    "RUN make -C /a",
    "FROM debian:12",
    "COPY --from=build /a/out /out",
  ]);
  const { ignoreFile } = optimize(start, { analyze, mostMoves: 8, leastSaving: 0.01 })!.suggestions;
  expect(ignoreFile).toMatchObject({ before: null, text: ".git\n", effect: "while-building" });
});

it.each([
  [
    "a stage of its own",
    {},
    ["FROM golang:1.24", "COPY . /a", "RUN go build -o /b /a", 'CMD ["/b"]'],
    "split-stages",
    "Build in a stage of its own from `golang:1.24`, and copy the result into one that starts from `gcr.io/distroless/static-debian12:nonroot`",
    true,
    false,
  ],
  [
    "a smaller base",
    {},
    [
      "FROM alpine:3.22 AS build",
      "RUN touch /a",
      "FROM node:22",
      "COPY --from=build /a /a",
      'CMD ["node", "/a"]',
    ],
    "smaller-base",
    "Start the last stage from `node:22-slim` instead of `node:22`",
    true,
    true,
  ],
  [
    "packages of the build",
    { "/p/requirements.txt": "a==1\n" },
    [
      "FROM python:3.13-slim",
      "RUN apt-get update && apt-get install -y gcc libpq-dev",
      "COPY requirements.txt .",
      "RUN pip install -r requirements.txt",
      'CMD ["python", "a.py"]',
    ],
    "build-packages",
    "Install `gcc` and `libpq-dev` in a stage of its own, and copy the result",
    false,
    false,
  ],
] as const)("%s", (_, files, lines, kind, title, hasSize, hasTime) => {
  const { analyze, start } = analyzerOf(files, lines);
  const [first, ...others] = optimize(start, { analyze, mostMoves: 0 })!.suggestions.images;
  expect(first).toMatchObject({ kind, title });
  expect([first!.savesMegabytes !== null, first!.savesCold !== null]).toEqual([hasSize, hasTime]);
  expect(others).toEqual([]);
  if (hasSize) {
    const { mean, low, high } = first!.savesMegabytes!;
    expect(low <= mean && mean <= high && mean > 0).toBe(true);
  }
});

it("counts what COPY writes anew, and no more than all of it", () => {
  const { analyze, start } = analyzerOf(
    { "/p/src/a.js": "x".repeat(5000), "/p/.dockerignore": "Dockerfile" },
    ["FROM debian:12", "COPY src /a"],
  );
  const [first] = optimize(start, { analyze, mostMoves: 0 })!.populations;
  const { mean, low, high } = first!.before.copiedBytes!;
  expect(low >= 0 && low <= mean && mean <= high && high <= 5000 && mean > 0).toBe(true);
  expect(first!.after).toEqual(first!.before);
});
