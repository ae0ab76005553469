import { describe, expect, it } from "vitest";
import { memoryHost } from "../../src/host/memory-host.ts";
import { agreedBuild } from "../../src/invocations/agreed-build.ts";
import { readInvocations } from "../../src/invocations/read-invocations.ts";

const workflow = (...inputs: readonly string[]): string =>
  `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n${inputs
    .map((input) => `      - uses: docker/build-push-action@v6\n        with: {${input}}\n`)
    .join("")}`;
const ci = ".github/workflows/ci.yml";
const compose = (build: string): string => `services:\n  web:\n    build: ${build}\n`;

describe("agreedBuild", () => {
  it.each([
    ["nothing builds it", {}, null],
    [
      "one compose file names a context",
      { "compose.yaml": compose("{context: ., dockerfile: app/Dockerfile}") },
      { context: ".", target: null, buildArgs: {} },
    ],
    [
      "two places name the same context",
      {
        "compose.yaml": compose("{context: app, args: {A: 1, B: 2}}"),
        [ci]: workflow('context: app, build-args: "A=1"'),
      },
      { context: "app", target: null, buildArgs: { A: "1" } },
    ],
    [
      "two places differ",
      {
        "compose.yaml": compose("{context: ., dockerfile: app/Dockerfile}"),
        [ci]: workflow("context: app"),
      },
      { context: null, target: null, buildArgs: {} },
    ],
    [
      "one place names a context that only the run knows",
      {
        "compose.yaml": compose("{context: app}"),
        [ci]: workflow('context: "${{ env.WHERE }}", file: app/Dockerfile'),
      },
      { context: null, target: null, buildArgs: {} },
    ],
    [
      "CI and developers build one target",
      {
        "compose.yaml": compose("{context: app, target: web}"),
        [ci]: workflow("context: app, target: web"),
      },
      { context: "app", target: "web", buildArgs: {} },
    ],
    [
      "only developers build a target",
      { "compose.yaml": compose("{context: app, target: web}") },
      { context: "app", target: null, buildArgs: {} },
    ],
    [
      "one place builds a target and one the last stage",
      { [ci]: workflow("context: app, target: web", "context: app") },
      { context: "app", target: null, buildArgs: {} },
    ],
    [
      "an argument has a value that only the run knows",
      { [ci]: workflow('context: app, build-args: "A=${{ github.sha }}"') },
      { context: "app", target: null, buildArgs: {} },
    ],
    [
      "the context is elsewhere",
      { [ci]: workflow('context: "https://example.com/one.git", file: app/Dockerfile') },
      { context: null, target: null, buildArgs: {} },
    ],
  ])("%s", async (_, files, expected) => {
    const host = memoryHost({ "/r/.git/HEAD": "", "/r/app/Dockerfile": "", ...under(files) });
    const agreed = agreedBuild(await readInvocations(host, "/r/app/Dockerfile"));
    if (expected === null) expect(agreed).toBeNull();
    else expect(agreed).toMatchObject(expected);
    if (expected !== null) expect(agreed?.buildArgs).toEqual(expected.buildArgs);
  });
});

function under(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`/r/${path}`, text]));
}
