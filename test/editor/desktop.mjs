import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { checkEditor } from "./editor-checks.mjs";
import { settings } from "./page.mjs";
import { makeWorkspace } from "./workspace.mjs";

const port = 18_321;

/** The extension with its server as a process: code-server has the extension host of desktops. */
export async function runDesktop({ server, node, browser, vsix }) {
  const home = mkdtempSync(join(tmpdir(), "stowage-code-"));
  const user = join(home, "data/User");
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, "settings.json"), JSON.stringify(settings));
  const entry = join(server, "out/node/entry.js");
  const folders = ["--extensions-dir", join(home, "extensions"), "--user-data-dir", join(home, "data")];
  execFileSync(node, [entry, ...folders, "--install-extension", vsix], { stdio: "ignore" });
  const args = [
    "--auth",
    "none",
    "--bind-addr",
    `127.0.0.1:${port}`,
    "--disable-telemetry",
    "--disable-update-check",
  ];
  const child = spawn(node, [entry, ...args, "--disable-workspace-trust", ...folders, makeWorkspace()], {
    stdio: "ignore",
  });
  const app = await chromium.launch({ executablePath: browser, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await app.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(15_000);
    await openWhenThere(page, `http://127.0.0.1:${port}/`);
    return await checkEditor(page, { name: "desktop", hasHistory: true, isPictured: true });
  } finally {
    await app.close();
    child.kill();
  }
}

async function openWhenThere(page, address) {
  for (let tries = 0; ; tries++) {
    try {
      await page.goto(address);
      return;
    } catch (error) {
      if (tries === 60) throw error;
      await page.waitForTimeout(500);
    }
  }
}
