import { join } from "node:path";
import { check, editorText, expect, images, openFile, runCommand } from "./page.mjs";

/** What a person sees of the extension in an open workbench. */
export async function checkEditor(page, { name, hasHistory, isPictured }) {
  const results = [];
  const run = (what, act) => check(results, page, `${name}: ${what}`, act);
  const picture = async (file) => {
    if (isPictured) await page.screenshot({ path: join(images, `${file}.png`) });
  };
  await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3000);
  await run("opens a Dockerfile", () => openFile(page, "Dockerfile"));
  const squiggles = page.locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-info");

  await run("underlines the very words", async () => {
    await squiggles.first().waitFor({ timeout: 30_000 });
    const word = await boxOfText(page, "RUN npm ci", "npm ci");
    const boxes = await squiggles.evaluateAll((found) =>
      found.map((one) => one.getBoundingClientRect().toJSON()),
    );
    const hit = boxes.some(
      (box) =>
        Math.abs(box.left - word.left) < 3 &&
        Math.abs(box.right - word.right) < 6 &&
        box.top < word.bottom &&
        box.bottom > word.top,
    );
    expect(
      hit,
      `no squiggle below \`npm ci\` at ${JSON.stringify(word)}; there are ${JSON.stringify(boxes)}`,
    );
  });
  await run("says above FROM what the build takes", async () => {
    const lens = page.locator(".codelens-decoration", { hasText: "expected build" }).first();
    await lens.waitFor({ timeout: 30_000 });
    const text = await lens.textContent();
    expect(
      /expected build .+ \(.+\) · from nothing .+ \(.+\) · dearest: line \d+/.test(
        text.replaceAll("\u00a0", " "),
      ),
      text,
    );
    expect(text.includes("history") === hasHistory, `history in the basis: ${text}`);
  });
  await run("says behind each step how often it is reused", async () => {
    await page.waitForFunction(
      () =>
        /hits \d+ % · [\d.]+ s/.test(
          document.querySelector(".view-lines").textContent.replaceAll("\u00a0", " "),
        ),
      null,
      { timeout: 30_000 },
    );
  });
  await run("shows the expected build in the status bar", async () => {
    await page.locator(".statusbar-item", { hasText: "per build" }).waitFor();
  });
  await run("lists the findings under Problems", async () => {
    await runCommand(page, "Problems: Focus on Problems View");
    const row = page.locator(".markers-panel .monaco-list-row", { hasText: "stowage" }).first();
    await row.waitFor({ timeout: 20_000 });
    const all = await page.locator(".markers-panel").textContent();
    expect(all.includes("npm ci"), all.slice(0, 500));
    await picture("findings");
  });
  await run("applies a quick fix to the text", async () => {
    await page.locator(".monaco-editor .view-line", { hasText: "ENV" }).first().click();
    await page.keyboard.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row", { hasText: "equals sign" }).first();
    await fix.click();
    await page.waitForFunction(
      () =>
        document.querySelector(".view-lines").textContent.replaceAll("\u00a0", " ").includes("ENV PORT=3000"),
      null,
      { timeout: 10_000 },
    );
  });
  await run("shows a faster file beside the own one", async () => {
    await page.locator(".monaco-editor .view-line", { hasText: "WORKDIR" }).first().click();
    await runCommand(page, "stowage: Optimize This Dockerfile");
    await page.locator(".monaco-diff-editor").waitFor({ timeout: 60_000 });
    await page
      .locator(".notification-list-item", { hasText: "of the expected build" })
      .waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1000);
    const text = await page.locator(".monaco-diff-editor .modified").first().textContent();
    expect(text.replaceAll("\u00a0", " ").includes("COPY package.json package-lock.json"), text);
    await picture("optimize");
    await page.locator(".notification-list-item .monaco-button", { hasText: "Apply" }).click();
    await page.waitForTimeout(1500);
    const lines = (await editorText(page)).split("\n");
    const at = lines.findIndex((line) => /^RUN .*npm ci/.test(line));
    expect(at !== -1 && lines.slice(at).some((line) => line.startsWith("COPY . .")), lines.join("\n"));
  });
  await run("shows the bill", async () => {
    await page.locator(".monaco-editor .view-line", { hasText: "WORKDIR" }).first().click();
    // Room for the page: the panel goes.
    await page.keyboard.press("Control+J");
    await runCommand(page, "stowage: Show the Build Bill");
    const inner = page.frameLocator("iframe.webview").frameLocator("iframe");
    await inner.locator("body", { hasText: "npm ci" }).waitFor({ timeout: 30_000 });
    const text = await inner.locator("body").textContent();
    expect(/expected/i.test(text), text.slice(0, 300));
    await page.waitForTimeout(1000);
    await picture("bill");
  });
  return results;
}

/** Where a part of a line stands on the page. */
async function boxOfText(page, line, part) {
  return page.evaluate(
    ([line, part]) => {
      const spaces = (text) => text.replaceAll("\u00a0", " ");
      const element = [...document.querySelectorAll(".view-line")].find((one) =>
        spaces(one.textContent).startsWith(line),
      );
      const start = spaces(element.textContent).indexOf(part);
      const range = document.createRange();
      let at = 0;
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const { length } = node.data;
        if (start >= at && start < at + length) range.setStart(node, start - at);
        if (start + part.length > at && start + part.length <= at + length)
          range.setEnd(node, start + part.length - at);
        at += length;
      }
      return range.getBoundingClientRect().toJSON();
    },
    [line, part],
  );
}
