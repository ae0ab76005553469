import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { expect, test } from "vitest";
import { folder, root } from "./program.ts";

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** The package as npm would publish it, without building it again. */
function packed(): Packed {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
  });
  return JSON.parse(output)[0];
}

/** The published files alone, with no packages around them. */
function installed(): string {
  const target = folder();
  for (const { path } of packed().files) cpSync(join(root, path), join(target, path));
  return target;
}

test("holds the program, the library with its types, all rule pages and the schemas, and no sources", () => {
  const paths = packed().files.map(({ path }) => path);
  const pages = readdirSync(join(root, "rules")).filter((name) => name.endsWith(".md"));
  expect(paths).toEqual(
    expect.arrayContaining([
      "dist/stowage.cjs",
      "dist/program.cjs",
      "dist/program.cache",
      "dist/index.js",
      "dist/types/src/index.d.ts",
      "dist/THIRD-PARTY-LICENSES.txt",
      "schema/check.json",
      "schema/estimate.json",
      "schema/stowage.json",
      "schema/timings.json",
      "LICENSE",
      ...pages.map((name) => `rules/${name}`),
    ]),
  );
  const stray = paths.filter(
    (path) => /^(src|test|examples|node_modules)\//.test(path) || /(?<!\.d)\.ts$/.test(path),
  );
  expect(stray).toEqual([]);
});

test("is no larger than the docs say, without the GitHub action", () => {
  const { size, unpackedSize, files } = packed();
  const [, packedMegabytes, unpackedMegabytes] = /holds ([\d.]+) MB, ([\d.]+) MB unpacked/.exec(
    readFileSync(join(root, "README.md"), "utf8"),
  )!;
  expect(size / 1e6).toBeLessThan(Number(packedMegabytes));
  expect(unpackedSize / 1e6).toBeLessThan(Number(unpackedMegabytes));
  expect(files.map(({ path }) => path).filter((path) => path.includes("action"))).toEqual([]);
});

test("installs into an empty project, without a network, and runs there by npx", () => {
  const cwd = folder({ "package.json": '{"private":true}', Dockerfile: "FROM debian:12\nRUN cd /a\n" });
  const run = (program: string, ...args: string[]) =>
    spawnSync(program, args, {
      cwd,
      encoding: "utf8",
      env: { ...process.env, npm_config_offline: "true", npm_config_audit: "false" },
    });
  const packing = run("npm", "pack", root, "--ignore-scripts", "--json");
  const [{ filename }] = JSON.parse(packing.stdout);
  expect(run("npm", "install", `./${filename}`).status).toBe(0);
  expect(readdirSync(join(cwd, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["stowage"]);
  const checked = run("npx", "--no-install", "stowage", "--history", "0", "--shellcheck", "off");
  expect(checked.stdout).toContain("Dockerfile:2:5 warning effect-lost-with-step");
  expect(checked.status).toBe(1);
});

test("entries, types and files are what package.json says they are", async () => {
  const { messages } = await publint({ pkgDir: root, strict: true, pack: "npm" });
  expect(messages).toEqual([]);
});

test("runs from any folder, through a link, without other packages", () => {
  const target = installed();
  const program = join(target, "dist/stowage.cjs");
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { cwd: "/", encoding: "utf8" });
  expect(run("explain", "syntax-error").stdout).toContain("## Why");
  expect(run("--help").stdout).toContain("--format");
  expect(run("check", "-", "--color", "always", "--format", "sarif").status).toBe(1);
});

test("runs without its code cache, and with one that another version made", () => {
  const target = installed();
  const program = join(target, "dist/stowage.cjs");
  const cache = join(target, "dist/program.cache");
  const version = () => spawnSync(process.execPath, [program, "--version"], { encoding: "utf8" });
  const expected = version().stdout;
  expect(expected).toMatch(/^\d+\.\d+\.\d+\n$/);
  writeFileSync(cache, readFileSync(cache).fill(7, 0, 16));
  expect(version()).toMatchObject({ status: 0, stdout: expected, stderr: "" });
  rmSync(cache);
  expect(version()).toMatchObject({ status: 0, stdout: expected, stderr: "" });
});

test("the library can be imported, and its types stand on their own", async () => {
  const target = installed();
  writeFileSync(
    join(target, "use.ts"),
    [
      'import { estimate, lint, positionAt, type Finding } from "stowage";',
      'const text: string = "FROM scratch\\nCOYP a b\\n";',
      'const { findings, lines } = lint({ path: "Dockerfile", text });',
      "const first: Finding | undefined = findings[0];",
      "const line: number = positionAt(lines, first?.at.start ?? 0).line;",
      'const mean: number | undefined = estimate({ path: "Dockerfile", text })?.expectedSeconds.mean;',
      "export const answer = { rule: first?.rule, line, mean };",
      "",
    ].join("\n"),
  );
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const args = [
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--lib",
    "es2023",
    "--types",
    "",
    "use.ts",
  ];
  const compiled = spawnSync(process.execPath, [compiler, ...args], { cwd: target, encoding: "utf8" });
  expect(compiled.stdout).toBe("");
  const { answer } = await import(join(target, "use.js"));
  expect(answer).toMatchObject({ rule: "syntax-error", line: 2, mean: expect.any(Number) });
});

test("its own Dockerfile has no findings", () => {
  const args = [
    join(root, "dist/stowage.cjs"),
    "check",
    "Dockerfile",
    "--history",
    "0",
    "--fail-on",
    "style",
  ];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect([status, stdout.startsWith("no findings in 1 file")]).toEqual([0, true]);
});
