// Runs the packed extension in a real VS Code (code-server, driven by Chromium), looks at the page, and takes the pictures of the README.
//
//   CODE_SERVER=/path/to/node_modules/code-server CODE_SERVER_NODE=/path/to/node24 npm run test:editor
//
// CONTRIBUTING.md says how to get both. CHROMIUM names another browser than /usr/bin/chromium; ONLY=desktop or ONLY=web runs one half.
import { existsSync } from "node:fs";
import { runDesktop } from "./desktop.mjs";
import { packExtension } from "./pack.mjs";
import { runWeb } from "./web.mjs";

const {
  CODE_SERVER: server,
  CODE_SERVER_NODE: node,
  CHROMIUM: browser = "/usr/bin/chromium",
  ONLY: only,
} = process.env;
const missing = [
  server === undefined && "CODE_SERVER (the folder of the npm package code-server)",
  node === undefined && "CODE_SERVER_NODE (the Node that it was installed with)",
  !existsSync(browser) && `a browser at ${browser} (CHROMIUM)`,
].filter(Boolean);
if (missing.length > 0) {
  console.error(`test:editor needs ${missing.join(", ")}; see CONTRIBUTING.md`);
  process.exit(2);
}
const parts = { server, node, browser, vsix: await packExtension() };
const results = [
  ...(only === "web" ? [] : await runDesktop(parts)),
  ...(only === "desktop" ? [] : await runWeb(parts)),
];
const failed = results.filter(({ problem }) => problem !== null);
for (const { name, problem } of results)
  console.log(problem === null ? `ok   ${name}` : `FAIL ${name}: ${problem}`);
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
