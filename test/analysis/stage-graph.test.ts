import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { type StageGraph, stageGraph } from "../../src/analysis/stage-graph.ts";
import { buildFile } from "../../src/model/build-file.ts";

function graphOf(text: string, target: string | null = null): StageGraph {
  return analyze(buildFile("Dockerfile", text, { target }), null, { path: null, context: null }).use(
    stageGraph,
  );
}

/** `1 base 0 FROM`: who needs whom, how, by which instruction. */
const edges = (graph: StageGraph): string[] =>
  graph.edges.map(({ kind, stage, needs, instruction, step }) => {
    expect(step?.instruction ?? stage.from).toBe(instruction);
    return `${stage.index} ${kind} ${needs.index} ${instruction.kind}`;
  });

describe("edges", () => {
  test.each<[string, string, readonly string[]]>([
    ["FROM", "FROM a AS b\nFROM b", ["1 base 0 FROM"]],
    ["COPY by name", "FROM a AS b\nFROM c\nCOPY --from=b /x /x", ["1 copy 0 COPY"]],
    ["COPY by name in any case", "FROM a AS b\nFROM c\nCOPY --from=B /x /x", ["1 copy 0 COPY"]],
    ["COPY by index", "FROM a\nFROM c\nCOPY --from=0 /x /x", ["1 copy 0 COPY"]],
    ["a mount", "FROM a AS b\nFROM c\nRUN --mount=type=bind,from=b,target=/x make", ["1 mount 0 RUN"]],
    ["a mount in any case", "FROM a AS b\nFROM c\nRUN --mount=from=B,target=/x make", ["1 mount 0 RUN"]],
    [
      "two mounts of one RUN",
      "FROM a AS b\nFROM c AS d\nFROM e\nRUN --mount=from=b,target=/x --mount=type=cache,from=d,target=/y make",
      ["2 mount 0 RUN", "2 mount 1 RUN"],
    ],
    ["no index for mounts", "FROM a\nFROM c\nRUN --mount=from=0,target=/x make", []],
    ["nothing for variables", "FROM a AS b\nARG S=b\nFROM c\nARG S\nCOPY --from=$S /x /x", []],
    ["nothing for ADD", "FROM a AS b\nFROM c\nADD --from=b /x /x", []],
    ["nothing for triggers", "FROM a AS b\nFROM c\nONBUILD COPY --from=b /x /x", []],
    ["nothing for an empty name", "FROM a AS b\nFROM c\nCOPY --from= /x /x", []],
    [
      "the last of two stages with one name",
      "FROM a AS b\nFROM c AS b\nFROM d\nCOPY --from=b /x /x",
      ["2 copy 1 COPY"],
    ],
  ])("%s", (_, text, expected) => {
    expect(edges(graphOf(text))).toEqual(expected);
  });
});

describe("references that can't be followed", () => {
  test.each<[string, string, readonly string[]]>([
    ["a later stage", "FROM a\nCOPY --from=b /x /x\nFROM c AS b", ["b later 1"]],
    ["a later one of the same name", "FROM a AS b\nFROM c\nCOPY --from=b /x /x\nFROM d AS b", ["b later 2"]],
    ["the stage itself", "FROM a AS b\nCOPY --from=b /x /x", ["b itself 0"]],
    ["by index", "FROM a\nCOPY --from=0 /x /x", ["0 itself 0"]],
    ["an index without stage", "FROM a\nCOPY --from=7 /x /x\nCOPY --from=-1 /x /x", ["7 index", "-1 index"]],
    ["a mount of a later stage", "FROM a\nRUN --mount=from=b,target=/x make\nFROM c AS b", ["b later 1"]],
  ])("%s", (_, text, expected) => {
    const { brokenReferences, edges: found } = graphOf(text);
    expect(
      brokenReferences.map(({ text: name, why, stage }) => `${name} ${why} ${stage?.index ?? ""}`.trim()),
    ).toEqual(expected);
    expect(found).toEqual([]);
  });
});

test("images of COPY and mounts", () => {
  const { images } = graphOf(
    `FROM a
COPY --from=nginx:1.27 /etc/nginx /etc/nginx
RUN --mount=from=ghcr.io/astral-sh/uv,target=/uv,source=/uv uv sync
COPY --from=NoImage /x /x
COPY --from=scratch /x /x`,
  );
  expect(
    images.map(({ kind, text, image, flag }) => [kind, text, image?.familiarName ?? null, flag.name]),
  ).toEqual([
    ["copy", "nginx:1.27", "nginx", "from"],
    ["mount", "ghcr.io/astral-sh/uv", "ghcr.io/astral-sh/uv", "mount"],
    ["copy", "NoImage", null, "from"],
  ]);
});

describe("what the target needs", () => {
  const text = `FROM a AS base
FROM base AS build
FROM base AS test
RUN --mount=from=build,target=/x check
FROM b AS unused
FROM scratch AS final
COPY --from=build /out /out`;
  test.each<[string | null, readonly number[]]>([
    [null, [0, 1, 4]],
    ["test", [0, 1, 2]],
    ["base", [0]],
    ["unused", [3]],
  ])("%s", (target, expected) => {
    const graph = graphOf(text, target);
    expect([...graph.reachable].map(({ index }) => index).sort()).toEqual(expected);
    expect(graph.isReachable(graph.finalStage!)).toBe(true);
  });

  test("the same by stage", () => {
    const graph = graphOf(text);
    expect(graph.needsOf(graph.finalStage!).map(({ needs }) => needs.name)).toEqual(["build"]);
    const stages = [...graph.reachable];
    expect(graph.lineage(stages.find(({ name }) => name === "build")!).map(({ name }) => name)).toEqual([
      "build",
      "base",
    ]);
    expect(graph.root(stages.find(({ name }) => name === "build")!)).toMatchObject({
      kind: "image",
      image: { text: "a" },
    });
    expect(graph.root(graph.finalStage!)).toEqual({ kind: "scratch" });
  });

  test("nothing without stages", () => {
    const graph = graphOf("ARG A");
    expect(graph.finalStage).toBeNull();
    expect(graph.reachable.size).toBe(0);
  });
});

test("stages by the thousand, in a chain and copying from all before", () => {
  const count = 20_000;
  let text = "FROM a AS s0\n";
  for (let i = 1; i < count; i++) text += `FROM s${i - 1} AS s${i}\nCOPY --from=s${i >> 1} /x /x\n`;
  const graph = graphOf(text);
  expect(graph.reachable.size).toBe(count);
  expect(graph.lineage(graph.finalStage!).length).toBe(count);
  expect(graph.root(graph.finalStage!).kind).toBe("image");
});
