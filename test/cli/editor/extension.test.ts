import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings, usualSettings } from "../../../src/lsp/protocol.ts";
import { root } from "../program.ts";

const folder = join(root, "vscode-extension");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  version: string;
  main: string;
  browser: string;
  icon: string;
  contributes: {
    commands: { command: string }[];
    configuration: { properties: Record<string, { default: unknown; enum?: unknown[] }> };
    walkthroughs: { steps: { media: { image: string } }[] }[];
  };
};
const properties = Object.entries(manifest.contributes.configuration.properties)
  .map(([name, property]) => ({ name: name.replace("stowage.", ""), ...property }))
  .filter(({ name }) => name !== "trace.server");

describe("the extension", () => {
  it("has the version of the program, whose pages it links to", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(manifest.version).toBe(version);
  });

  it("offers the settings that the server reads, with the same defaults, and describes each", () => {
    const defaults = Object.fromEntries(properties.map((one) => [one.name, one.default]));
    expect(defaults).toEqual(usualSettings);
    for (const { name } of properties) expect(read("README.md")).toContain(`\`stowage.${name}\``);
  });

  it.each(properties.flatMap(({ name, enum: values = [] }) => values.map((value) => [name, value] as const)))(
    "the server takes %s: %j",
    (name, value) => {
      expect(readSettings({ [name]: value })).toEqual({ ...usualSettings, [name]: value });
    },
  );

  it("registers each command that it offers", () => {
    const registered = [...read("src/client.ts").matchAll(/registerCommand\(\s*"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(registered.sort()).toEqual(manifest.contributes.commands.map(({ command }) => command).sort());
  });

  it("is built for desktops and browsers, with the pages of all rules and its pictures", () => {
    execFileSync(process.execPath, [join(folder, "build.mjs")]);
    const pictures = manifest.contributes.walkthroughs.flatMap(({ steps }) =>
      steps.map(({ media }) => media.image),
    );
    for (const file of [
      manifest.main,
      manifest.browser,
      "dist/server.js",
      "dist/web-server.js",
      manifest.icon,
      ...pictures,
    ])
      expect([file, existsSync(join(folder, file))]).toEqual([file, true]);
    const rules = readdirSync(join(root, "rules")).filter(
      (name) => name.endsWith(".ts") && name !== "index.ts",
    );
    expect(readdirSync(join(folder, "rules")).sort()).toEqual(
      rules.map((name) => name.replace(".ts", ".md")).sort(),
    );
    // The pages are part of the server that has no files.
    expect(read("dist/web-server.js")).toContain("# copy-before-install");
  });
});
