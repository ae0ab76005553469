import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, it } from "vitest";

/** The library as a web page would load it: one script that sets `stowage`. */
async function browserBundle() {
  const { metafile, outputFiles } = await build({
    entryPoints: ["src/index.ts"],
    bundle: true,
    format: "iife",
    globalName: "stowage",
    platform: "browser",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return { metafile, code: outputFiles[0]!.text };
}

it("runs from text to findings, estimate and fixes where there is no Node", async () => {
  const { metafile, code } = await browserBundle();

  const inputs = Object.entries(metafile.inputs);
  const imports = inputs.flatMap(([path, { imports }]) => imports.map((imported) => ({ path, imported })));
  const outside = imports.filter(({ imported }) => imported.external || imported.path.startsWith("node:"));
  expect(outside).toEqual([]);
  expect(inputs.map(([path]) => path)).toContain("src/engine/lint.ts");

  // A bare context has the language and nothing else; every browser and worker has these two beside it.
  const page = createContext({ TextDecoder, TextEncoder });
  runInContext(code, page);
  const answer = runInContext(
    `
    const host = stowage.memoryHost({
      "/app/Dockerfile": text,
      "/app/package.json": "{}",
      "/app/package-lock.json": "{}",
      "/app/src/server.js": "",
    });
    const result = stowage.lint({ path: "Dockerfile", text, host, dockerfile: "/app/Dockerfile", estimate: true });
    JSON.stringify({
      findings: result.findings.map(({ rule, at }) => [rule, stowage.positionAt(result.lines, at.start).line]),
      failures: result.failures,
      chosenBy: result.context.chosenBy,
      steps: result.estimate.steps.length,
      fixed: stowage.applyFixes({ path: "Dockerfile", text }).problem,
    });
    `,
    Object.assign(page, { text: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCOYP . .\n" }),
  ) as string;
  const { findings, failures, chosenBy, steps, fixed } = JSON.parse(answer);
  expect(findings).toContainEqual(["syntax-error", 5]);
  expect(failures).toEqual([]);
  expect(chosenBy).toBe("dockerfile-folder");
  expect(steps).toBeGreaterThan(2);
  expect(fixed).toBeNull();
});
