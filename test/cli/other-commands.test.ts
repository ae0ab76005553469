import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { commands, options } from "../../src/cli/options.ts";
import { elementsOf } from "../report/html-elements.ts";
import { ownSchema } from "../report/schemas.ts";
import { folder, root, stowage } from "./program.ts";

const dockerfile = "FROM debian:12 AS base\nRUN make\nFROM base AS final\nCOPY . .\n";

describe("estimate", () => {
  test("prints an object that follows the published schema", () => {
    const cwd = folder({ "app/Dockerfile": dockerfile });
    const { code, stdout, stderr } = stowage(["estimate", "app", "--format", "json"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const validate = ownSchema("estimate");
    const estimate = JSON.parse(stdout);
    expect(validate(estimate), JSON.stringify(validate.errors)).toBe(true);
    expect(estimate.target).toBe("final");
    expect(JSON.parse(stowage(["estimate", "app/Dockerfile", "--format", "json"], { cwd }).stdout)).toEqual(
      estimate,
    );
    expect(JSON.parse(stowage(["estimate", "--format", "json"], { cwd: join(cwd, "app") }).stdout)).toEqual(
      estimate,
    );
  });

  test("prints a table", () => {
    const { code, stdout } = stowage(["estimate", "examples/node-bad"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stage +line +step +reused +cost +low–high +expected$/m);
    expect(stdout).toMatch(/ RUN npm install +\S+ % +\d+ s .*█/);
    expect(stdout).toMatch(/^expected build time +\d/m);
  });

  test("writes one page", () => {
    const cwd = folder({ Dockerfile: dockerfile });
    const { code, stdout, stderr } = stowage(["estimate", "--format", "html", "--output", "page.html"], {
      cwd,
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
    const page = readFileSync(join(cwd, "page.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>\n/);
    // Templates went through the bundle as they are.
    expect(page).toMatch(/^[\x20-\x7e\n\u2013\u2026]*$/);
    const lines = elementsOf(page).flatMap(({ attributes }) => attributes.id?.match(/^line-\d$/) ?? []);
    expect(lines).toEqual(["line-1", "line-2", "line-4"]);
  });

  test("prices the target that is named", () => {
    const { stdout } = stowage(["estimate", "-", "--target", "base", "--format", "json"], {
      input: dockerfile,
    });
    expect(JSON.parse(stdout)).toMatchObject({ target: "base" });
  });

  test("takes a Containerfile where there is no Dockerfile", () => {
    const cwd = folder({ Containerfile: dockerfile });
    expect(stowage(["estimate"], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Containerfile/),
    });
  });

  test.each<[what: string, args: string[], stderr: string]>([
    ["a missing file", ["gone"], "gone: there is no such file or folder"],
    [
      "a folder without Dockerfile",
      ["empty"],
      "empty: this folder has no file Dockerfile or Containerfile; name the file to price",
    ],
    [
      "a missing context",
      ["app", "--context", "gone"],
      "gone: there is no such build context; name a folder with --context",
    ],
    [
      "an unknown target",
      ["app", "--target", "x"],
      "app/Dockerfile: there is no stage `x` to build; its stages are base, final",
    ],
    [
      "no stage at all",
      ["none.txt"],
      "none.txt: there is nothing to build, so nothing to price; a Dockerfile needs a FROM",
    ],
  ])("%s is one clear line and exit 2", (_, args, stderr) => {
    const cwd = folder({ "app/Dockerfile": dockerfile, "empty/": "", "none.txt": "# nothing\n" });
    expect(stowage(["estimate", ...args], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: `stowage: ${stderr}\n`,
    });
  });

  test("says that a broken file can't be built, and prices the rest", () => {
    const { code, stdout, stderr } = stowage(["estimate", "-"], { input: `${dockerfile}COYP a b\n` });
    expect(code).toBe(0);
    expect(stdout).toContain("expected build time");
    expect(stderr).toBe(
      "stowage: <stdin>: the builder rejects this file (1 syntax error); `stowage check` shows where\n",
    );
  });
});

describe("explain", () => {
  const page = readFileSync(join(root, "rules/syntax-error.md"), "utf8");
  const withoutMarkers = page
    .replaceAll("<!-- generated: header -->\n\n", "")
    .replaceAll("<!-- /generated -->\n\n", "");

  test.each(["syntax-error", "SYNTAX-ERROR", "DL1000", "dl1000"])("prints the page of %s", (name) => {
    expect(stowage(["explain", name])).toEqual({ code: 0, stdout: withoutMarkers, stderr: "" });
  });

  test.each([
    ["a code in any letter case", "dl3008", ["unpinned-packages"]],
    [
      "a code under which a tool reports several things",
      "ds-0031",
      ["copied-secret", "credential-left-in-layer", "secret-in-variable"],
    ],
    ["the id of KICS as it stands in its reports", "FD54F200-402c-4333-a5a4-36ef6709af2f", ["root-user"]],
    ["an older id of Trivy", "AVD-DS-0002", ["root-user"]],
    ["what tally calls a rule of hadolint", "hadolint/DL3006", ["moving-base-tag"]],
    ["what tally calls a check of BuildKit", "buildkit/StageNameCasing", ["stage-name-casing"]],
    [
      "the path of semgrep",
      "dockerfile.audit.dockerfile-source-not-pinned.dockerfile-source-not-pinned",
      ["unpinned-base-digest"],
    ],
  ])("finds rules by %s", (_, name, ids) => {
    const { code, stdout, stderr } = stowage(["explain", name]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect([...stdout.matchAll(/^# (\S+)$/gm)].map(([, id]) => id)).toEqual(ids);
  });

  test("says why there is no rule for a code, without calling that an error", () => {
    const { code, stdout, stderr } = stowage(["explain", "AA93E17F"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^# aa93e17f\n\nA file is copied with `--chown`\.\n\nKICS reports this, /);
    expect(stdout).toMatch(/\n## Why\n\nThat is right: .*\.\n$/);
  });

  test("helps with names that don't exist", () => {
    expect(stowage(["explain", "sintax-error"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there is no rule `sintax-error`; did you mean `syntax-error`?"),
    });
    expect(stowage(["explain", "?"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("`stowage rules` lists all"),
    });
  });
});

describe("rules", () => {
  test("lists all as a table and as JSON", () => {
    const listed = JSON.parse(stowage(["rules", "--format", "json"]).stdout);
    const { code, stdout } = stowage(["rules"]);
    expect(code).toBe(0);
    const [head, ...lines] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^rule +severity +category +preset +fix +summary +also known as$/);
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual(
      rules.map(({ id, severity, category, preset, fixable, summary, aliases = [] }) =>
        [id, severity, category, preset, fixable ? "yes" : "", summary, aliases.join(", ")].filter(
          (cell) => cell !== "",
        ),
      ),
    );
    expect(listed).toEqual(
      rules.map(({ id, summary, category, severity, preset, fixable, since, aliases = [] }) => {
        return { id, summary, category, severity, preset, fixable, since, aliases };
      }),
    );
  });

  test("lists all as a table in Markdown, with links to the pages of this version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { code, stdout } = stowage(["rules", "--format", "markdown"]);
    expect(code).toBe(0);
    const [head, line, ...rows] = stdout.trimEnd().split("\n");
    expect(head).toBe("| Rule | What it finds | Severity | Category | Preset | Fix | Also known as |");
    expect(line).toBe("|---|---|---|---|---|---|---|");
    const expected = rules.map(
      ({ id, summary, severity, category, preset, fixable, aliases = [] }) =>
        `| [${id}](https://unpkg.com/stowage@${version}/rules/${id}.md) | ${summary} | ${severity} | ${category} | ${preset} | ${
          fixable ? "yes" : ""
        } | ${aliases.map((alias) => `\`${alias}\``).join(", ")} |`,
    );
    expect(rows).toEqual(expected);
  });

  test("has no other format", () => {
    expect(stowage(["rules", "--format", "sarif"])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("option `--format` takes one of text, json, markdown; not `sarif`"),
    });
  });
});

describe("help and version", () => {
  test("the help names every command and option", () => {
    const { code, stdout, stderr } = stowage(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { name, summary } of [...commands, ...options]) {
      expect(stdout).toContain(name);
      expect(stdout.replace(/\s+/g, " ")).toContain(summary);
    }
  });

  test("the help of a command has only its options", () => {
    const { stdout } = stowage(["explain", "--help"]);
    expect(stdout).toContain("stowage explain <rule> [options]");
    expect(stdout).not.toContain("--select");
    expect(stowage(["check", "-h"]).stdout).toContain("--select");
  });

  test("the version is that of the package", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(stowage(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});
