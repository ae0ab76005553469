// Builds `dist/`: the clients for desktops and browsers and the servers that they start, and puts the pages of the rules beside them.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const root = join(here, "..");
const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const isPage = (name) => name.endsWith(".md") && !["README.md", "DIFFERENCES.md"].includes(name);
const pages = readdirSync(join(root, "rules")).filter(isPage);

const shared = {
  absWorkingDir: root,
  bundle: true,
  // Identifiers keep their names: stack traces in a report of a defect have to be readable.
  minifySyntax: true,
  minifyWhitespace: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  external: ["vscode"],
};
const node = { ...shared, platform: "node", format: "cjs" };
// Browsers fetch what they run, so it is as short as it can be.
const browser = { ...shared, minify: true, platform: "browser", mainFields: ["browser", "module", "main"] };
const texts = Object.fromEntries(
  pages.map((name) => [name.slice(0, -3), readFileSync(join(root, "rules", name), "utf8")]),
);

rmSync(join(here, "dist"), { recursive: true, force: true });
rmSync(join(here, "rules"), { recursive: true, force: true });
mkdirSync(join(here, "rules"));
for (const name of pages) copyFileSync(join(root, "rules", name), join(here, "rules", name));
await Promise.all([
  build({
    ...node,
    entryPoints: ["vscode-extension/src/desktop.ts"],
    outfile: "vscode-extension/dist/desktop.js",
  }),
  build({
    ...node,
    entryPoints: ["src/cli/editor/node-server.ts"],
    outfile: "vscode-extension/dist/server.js",
    define: { "import.meta.url": "importMetaUrl", "import.meta.dirname": "__dirname" },
    banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
  }),
  build({
    ...browser,
    entryPoints: ["vscode-extension/src/web.ts"],
    outfile: "vscode-extension/dist/web.js",
    format: "cjs",
  }),
  build({
    ...browser,
    entryPoints: ["src/cli/editor/web-server.ts"],
    outfile: "vscode-extension/dist/web-server.js",
    format: "iife",
    banner: { js: `const stowagePackage=${JSON.stringify({ version, pages: texts })};` },
  }),
]);
