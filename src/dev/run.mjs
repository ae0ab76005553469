// Runs developers' tools written in TypeScript: bundles an entry of this folder and calls its `main` with the arguments.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Each tool as its steps. A step is bundled only after the one before it ran: it may import what that one wrote. */
const tools = {
  generate: ["generate-costs", "generate-index", "generate-pages"],
  "new-rule": ["new-rule", "generate-index", "generate-pages"],
};

const [tool, ...args] = process.argv.slice(2);
const steps = tools[tool];
if (!steps) {
  console.error(`usage: node src/dev/run.mjs ${Object.keys(tools).join("|")} [arguments]`);
  process.exit(2);
}

// Below node_modules, so that the bundle finds the packages it leaves out.
const folder = join(import.meta.dirname, "../../node_modules/.cache/stowage");
mkdirSync(folder, { recursive: true });
for (const step of steps) {
  const outfile = join(folder, `${step}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${step}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  const { main } = await import(pathToFileURL(outfile).href);
  const isFine = main(args);
  rmSync(outfile);
  if (!isFine) {
    process.exitCode = 1;
    break;
  }
}
