import fc from "fast-check";
import { expect, it } from "vitest";
import { memoryHost } from "../../src/host/memory-host.ts";
import { hclBlocks } from "../../src/invocations/hcl.ts";
import { readInvocations } from "../../src/invocations/read-invocations.ts";

const paths = [
  ".github/workflows/ci.yml",
  ".gitlab-ci.yml",
  "compose.yaml",
  "docker-bake.hcl",
  "docker-bake.json",
  "Makefile",
  "justfile",
  "package.json",
];

/** Pieces of all these languages in any order. */
const piece = fc.constantFrom(
  ..."jobs:|on: push|steps:|- run: |services:|build:|script:|uses: docker/build-push-action@v6|with:|matrix:|include:".split(
    "|",
  ),
  ..."docker build .|docker compose build|docker buildx bake|make a|$(date)|${{ github.sha }}|&a|*a|<<: *a|extends: a".split(
    "|",
  ),
  ...'\n|\n  |\n    |\t|"|\'|{|}|[|]|(|)|=|:|,|\\|<<A\n|/*|# |target "a"|group "a"|inherits|targets|a|1|null|a:'.split(
    "|",
  ),
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(" ").replaceAll(" \n ", "\n"));

it("never fails on any text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...paths), text), async (files) => {
      const named = Object.entries(files).map(([path, content]) => [`/p/${path}`, content] as const);
      const host = memoryHost({
        "/p/.git/HEAD": "",
        "/p/Dockerfile": "FROM a\n",
        ...Object.fromEntries(named),
      });
      const { invocations } = await readInvocations(host, "/p/Dockerfile");
      for (const { dockerfile, line } of invocations) {
        expect(dockerfile).toBe("Dockerfile");
        expect(line).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});

it.each([
  'a "b" {',
  "<<A\n",
  "/*",
  '"',
  "a = [",
  "a {\n}\n",
  "a = ${",
  "a = f(",
  "a\n\n",
  'target "a" { b = 1\n}\n',
])("takes time linear in an HCL text: %j", (unit) => {
  const secondsFor = (times: number): number => {
    const long = unit.repeat(times);
    const start = performance.now();
    hclBlocks(long);
    return performance.now() - start;
  };
  secondsFor(5_000);
  expect(secondsFor(50_000)).toBeLessThan(2_000);
});
