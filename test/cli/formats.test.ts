import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatNames } from "../../src/report/formats.ts";
import { folder, stowage } from "./program.ts";

const others = formatNames.filter((format) => format !== "text");

describe("the exit code is the same in every format", () => {
  test.each<[code: number, args: readonly string[]]>([
    [0, ["--fail-on", "none"]],
    [1, ["--fail-on", "warning"]],
    [2, ["gone"]],
  ])("%i", (code, args) => {
    const cwd = folder({ Dockerfile: "FROM node\nCOPY . .\n" });
    for (const format of formatNames)
      expect([format, stowage([...args, "--format", format], { cwd }).code]).toEqual([format, code]);
  });
});

test("all formats go out of one run", () => {
  const cwd = folder({ Dockerfile: "FROM node\nCOPY . .\n" });
  const out = folder();
  const args = others.flatMap((format) => ["--format", format, "--output", join(out, format)]);
  const ended = stowage(["--format", "text", ...args], { cwd });
  expect(ended).toEqual(stowage([], { cwd }));
  for (const format of others)
    expect(readFileSync(join(out, format), "utf8")).toBe(stowage(["--format", format], { cwd }).stdout);
});

test("SARIF says in GitHub Actions that code scanning shows what comments hide", () => {
  const cwd = folder({ Dockerfile: "# stowage ignore moving-base-tag -- it is what we test\nFROM node\n" });
  const stderrOf = (format: string, environment: string) =>
    stowage(["--format", format], { cwd, env: { GITHUB_ACTIONS: environment } }).stderr;
  expect(stderrOf("sarif", "true")).toBe(
    "stowage: GitHub code scanning would show the findings that comments hide as open alerts; `--format code-scanning` leaves them out\n",
  );
  expect(stderrOf("sarif", "")).toBe("");
  expect(stderrOf("code-scanning", "true")).toBe("");
});
