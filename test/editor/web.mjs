import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { checkEditor } from "./editor-checks.mjs";
import { settings } from "./page.mjs";
import { files } from "./workspace.mjs";

const port = 18_322;
const types = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".html": "text/html",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/**
 * The extension where there is no extension host but the worker of the browser. The files of VS Code are those of code-server, which has no part in
 * it: all that runs outside of the browser is this server of files.
 */
export async function runWeb({ server, node, browser, vsix }) {
  const home = mkdtempSync(join(tmpdir(), "stowage-web-"));
  const entry = join(server, "out/node/entry.js");
  const folders = ["--extensions-dir", join(home, "extensions"), "--user-data-dir", join(home, "data")];
  execFileSync(node, [entry, ...folders, "--install-extension", vsix], { stdio: "ignore" });
  const own = readdirSync(join(home, "extensions")).find((name) => name.startsWith("stowage.stowage-"));
  const code = join(server, "lib/vscode");
  const places = {
    static: code,
    stowage: join(home, "extensions", own),
    memory: join(import.meta.dirname, "memory-files"),
  };
  const web = createServer((request, response) => answer(request, response, places)).listen(
    port,
    "127.0.0.1",
  );
  const app = await chromium.launch({ executablePath: browser, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await app.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(15_000);
    if (process.env.VERBOSE) {
      page.on("console", (message) => console.log(message.text()));
      page.on("pageerror", (error) => console.log(error.stack));
      page.on("response", (response) => response.ok() || console.log(response.status(), response.url()));
    }
    await page.goto(`http://127.0.0.1:${port}/`);
    return await checkEditor(page, { name: "web", hasHistory: false, isPictured: false });
  } finally {
    await app.close();
    web.closeAllConnections();
    web.close();
  }
}

function answer(request, response, places) {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const send = (type, text) => {
    response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" });
    response.end(text);
  };
  if (pathname === "/") return send("text/html", workbench());
  if (pathname === "/memory/files.json") return send("application/json", JSON.stringify(files));
  const [, place, ...rest] = normalize(decodeURIComponent(pathname)).split("/");
  const file = places[place] === undefined ? null : join(places[place], ...rest);
  if (file === null || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    response.writeHead(404);
    response.end();
    return;
  }
  if (file.endsWith("/browser/workbench/workbench.js"))
    return send(types[".js"], withoutServer(readFileSync(file, "utf8")));
  response.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "access-control-allow-origin": "*",
  });
  createReadStream(file).pipe(response);
}

/** Takes out what code-server adds to VS Code: that extensions run at the server, and that settings are kept there. */
function withoutServer(workbench) {
  const changes = [
    [",remoteAuthority:location.host}", "}"],
    [/(this\.userDataPath\)\.with\(\{scheme:\w+\.)vscodeRemote/, "$1vscodeUserData"],
  ];
  return changes.reduce((text, [from, to]) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`this code-server has no ${from} in its workbench; 4.139.1 has`);
    return changed;
  }, workbench);
}

/** The page that starts VS Code without a server of its own. */
function workbench() {
  const at = (path) => ({ scheme: "http", authority: `127.0.0.1:${port}`, path });
  const configuration = {
    // What code-server asks for.
    isEnabledFileDownloads: false,
    isEnabledFileUploads: false,
    isEnabledCoderGettingStarted: false,
    disableProxyPort: true,
    userDataPath: "/user",
    folderUri: { scheme: "memfs", authority: "", path: "/shop" },
    additionalBuiltinExtensions: ["/stowage", "/memory"].map(at),
    configurationDefaults: settings,
    productConfiguration: {
      enableTelemetry: false,
      webviewContentExternalBaseUrlTemplate: `http://127.0.0.1:${port}/static/out/vs/workbench/contrib/webview/browser/pre/`,
    },
  };
  const setting = JSON.stringify(configuration).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const base = "/static/out";
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta id="vscode-workbench-web-configuration" data-settings="${setting}">
<meta id="vscode-workbench-web-base-url" data-settings="/static">
<link rel="stylesheet" href="${base}/vs/code/browser/workbench/workbench.css">
</head>
<body aria-label=""></body>
<script>globalThis._VSCODE_FILE_ROOT = new URL("/static", location).toString() + "/out/";</script>
<script type="module" src="${base}/nls.messages.js"></script>
<script type="module" src="${base}/vs/code/browser/workbench/workbench.js"></script>
</html>`;
}
