// Builds `dist/`: the program (one CommonJS bundle, its launcher and its code cache), the library (one ES module) and its types.
import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname;
const dist = join(root, "dist");
const require = createRequire(import.meta.url);

/** Settings of both bundles. Identifiers keep their names: a stack trace in a report of a defect has to be readable. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  target: "node20",
  charset: "ascii",
  logLevel: "warning",
};

async function buildProgram() {
  const result = await build({
    ...shared,
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/program.cjs",
    platform: "node",
    format: "cjs",
    // Import metadata does not exist in CommonJS; yargs reads the first, stowage the second.
    define: { "import.meta.url": "importMetaUrl", "import.meta.dirname": "__dirname" },
    banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
  });
  const launcher = join(dist, "stowage.cjs");
  copyFileSync(join(root, "src/cli/launch.cjs"), launcher);
  chmodSync(launcher, 0o755);
  return result.metafile;
}

async function buildLibrary() {
  const result = await build({
    ...shared,
    entryPoints: ["src/index.ts"],
    outfile: "dist/index.js",
    // Tools that look for ES modules look at the beginnings of lines.
    banner: { js: "export {};" },
    platform: "neutral",
    mainFields: ["module", "main"],
    format: "esm",
  });
  return result.metafile;
}

/** The GitHub action, which runs the program beside it. It is no part of the npm package. */
async function buildAction() {
  const result = await build({
    ...shared,
    entryPoints: ["src/cli/action/action.ts"],
    outfile: "dist/action-run.cjs",
    platform: "node",
    format: "cjs",
  });
  copyFileSync(join(root, "src/cli/action/launch.cjs"), join(dist, "action.cjs"));
  return result.metafile;
}

function buildTypes() {
  return new Promise((resolve, reject) => {
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const child = spawn(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
      cwd: root,
      stdio: "inherit",
    });
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`tsc ends with ${code}`))));
  });
}

/** Runs the program once on the examples, so that what V8 has compiled by then is what a real run needs, and keeps that. */
async function buildCache() {
  const { load } = require("./dist/stowage.cjs");
  const { script, main } = load();
  const silent = {
    workingDirectory: root,
    environment: {},
    isInteractive: () => false,
    columns: () => null,
    readInput: () => Promise.resolve(new Uint8Array()),
    print: () => {},
    printError: () => {},
  };
  for (const command of [
    ["check", "examples/node-bad/Dockerfile"],
    ["estimate", "examples/node-bad"],
  ])
    await main(command, silent);
  writeFileSync(join(dist, "program.cache"), script.createCachedData());
}

/** The licences of all packages whose code is in a bundle: they ask to be kept with it. */
function writeLicenses(metafiles) {
  const packages = new Set();
  for (const { inputs } of metafiles)
    for (const path of Object.keys(inputs)) {
      const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
      if (match) packages.add(match[1]);
    }
  const texts = [...packages].sort().map((name) => {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
}

rmSync(dist, { recursive: true, force: true });
const [program, library, action] = await Promise.all([
  buildProgram(),
  buildLibrary(),
  buildAction(),
  buildTypes(),
]);
writeLicenses([program, library, action]);
await buildCache();
