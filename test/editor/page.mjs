import { join } from "node:path";

export const images = join(import.meta.dirname, "../../vscode-extension/images");

/** Settings for quiet pictures. */
export const settings = {
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.colorTheme": "Default Light Modern",
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "editor.fontSize": 14,
  "files.autoSave": "off",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "stowage.inlayHints": true,
};

/** Runs checks on a page one after the other; one that fails does not keep the others from running. */
export async function check(results, page, name, act) {
  try {
    await act();
    results.push({ name, problem: null });
  } catch (error) {
    results.push({
      name,
      problem: String(error?.message ?? error)
        .split("\n")
        .slice(0, 3)
        .join(" "),
    });
    await page.screenshot({
      path: join(process.env.SHOTS ?? "/tmp", `failed-${name.replace(/\W+/g, "-")}.png`),
    });
  }
}

export function expect(value, what) {
  if (!value) throw new Error(what);
}

export async function openFile(page, name) {
  await page.locator(`.explorer-viewlet .monaco-list-row[aria-label^="${name}"]`).first().dblclick();
  await page.locator(".monaco-editor .view-lines").first().waitFor();
}

export async function runCommand(page, title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
}

/** The text of the editor, line by line, as the page shows it. */
export async function editorText(page, at = 0) {
  const lines = await page
    .locator(".monaco-editor")
    .nth(at)
    .locator(".view-lines .view-line")
    .evaluateAll((found) =>
      found
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text.replaceAll("\u00a0", " ")),
    );
  return lines.join("\n");
}
