import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInShard } from "../../src/cli/shards.ts";
import { formatNames } from "../../src/report/formats.ts";
import { folder, type RunOptions, stowage } from "./program.ts";

const dockerfiles: Readonly<Record<string, string | Uint8Array>> = {
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [
      `app${at}/Dockerfile`,
      `\ufeffFROM node\r\n${at % 4 === 0 ? "# stowage ignore all -- a reason\r\n" : ""}WORKDIR /a${at}\r\nCOPY . .\r\nRUN npm install -g x${at} && cd b\r\n${at % 3 === 0 ? "COYP a b\r\n" : ""}`,
    ]),
  ),
  "app1/package.json": "{}",
  "template/Dockerfile.tmpl": "FROM {{ .Image }}\n",
  "parts/Dockerfile.part": "RUN a\n",
  "latin/Dockerfile": Uint8Array.from([0x46, 0xff]),
  "latin1/Dockerfile": Uint8Array.from([0x46, 0xff]),
};

/** Lints in parts, and puts these together in another order. */
function inParts(
  cwd: string,
  parts: number,
  args: readonly string[],
  options: RunOptions = {},
): readonly string[] {
  const names = Array.from({ length: parts }, (_, at) => `part${at + 1}.json`);
  for (const [at, name] of names.entries()) {
    const shard = ["--shard", `${at + 1}/${parts}`, "--format", "json", "--output", name];
    stowage(["check", ".", "missing", ...args, ...shard], { cwd, ...options });
  }
  return names.toReversed();
}

describe("parts of a run", () => {
  it.each([1, 3, 7])("of %i, put together, are the run byte for byte", (parts) => {
    const cwd = folder(dockerfiles);
    const names = inParts(cwd, parts, []);
    for (const format of formatNames) {
      const whole = stowage(["check", ".", "missing", "--format", format], { cwd });
      expect(whole.code).toBe(2);
      expect(stowage(["merge", ...names, "--format", format], { cwd })).toEqual(whole);
    }
  });

  it("may be larger than any Dockerfile", () => {
    const cwd = folder({ "a/Dockerfile": "FROM node\n" });
    const [name] = inParts(cwd, 1, []);
    const text = readFileSync(join(cwd, name!), "utf8");
    writeFileSync(join(cwd, name!), `${" ".repeat(11 * 1024 * 1024)}${text}`);
    const ended = stowage(["merge", name!], { cwd });
    expect(ended).toEqual(stowage(["check", ".", "missing"], { cwd }));
  });

  it("go to several formats, and keep the exit code", () => {
    const cwd = folder({
      "a/Dockerfile": "FROM scratch\nCOPY a /\n",
      "b/Dockerfile": "FROM scratch\nCOYP a /\n",
    });
    for (const [failOn, code] of [
      ["error", 1],
      ["none", 0],
    ] as const) {
      for (const at of [1, 2])
        stowage(["--fail-on", failOn, "--shard", `${at}/2`, "--format=json", `--output=${at}.json`], { cwd });
      const ended = stowage(
        ["merge", "1.json", "2.json", "1.json", "--format=text", "--format=sarif", "--output=all.sarif"],
        { cwd },
      );
      expect(ended).toMatchObject({ code, stderr: "" });
      expect(ended).toEqual(stowage(["--fail-on", failOn], { cwd }));
      expect(readFileSync(join(cwd, "all.sarif"), "utf8")).toBe(stowage(["--format=sarif"], { cwd }).stdout);
    }
  });

  it("of several searches are one run, and what is in both counts once", () => {
    const cwd = folder({
      "a/Dockerfile": "FROM a\n",
      "b/Dockerfile": "FROM b\n",
      "c/Dockerfile": "FROM c\n",
    });
    stowage(["a", "b", "--shard=1/1", "--format=json", "--output=one"], { cwd });
    stowage(["b", "c", "--shard=1/1", "--format=json", "--output=two"], { cwd });
    expect(stowage(["merge", "one", "two", "--format=json"], { cwd })).toEqual(
      stowage(["--format=json"], { cwd }),
    );
  });

  it("are told by their paths: each file is in one of them", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (path, of) => {
        const found = Array.from({ length: of }, (_, at) => isInShard(path, { index: at + 1, of }));
        expect(found.filter((isIn) => isIn)).toHaveLength(1);
      }),
    );
  });
});

describe("what can't be put together", () => {
  const cwd = folder.bind(null, {
    "a/Dockerfile": "FROM a\n",
    "b/Dockerfile": "FROM b\n",
    "x/y/Dockerfile": "FROM c\n",
  });
  const part = (at: string, where: string, name: string, args: readonly string[] = []): void => {
    stowage([...args, "--shard", at, "--format=json", `--output=${name}`], { cwd: where });
  };

  it.each<[string, (where: string) => readonly string[], string]>([
    ["nothing", () => [], "`merge` takes results of `stowage check --shard I/N --format json --output FILE`"],
    ["no file", () => ["none"], "none: there is no such file"],
    [
      "another file",
      () => ["a/Dockerfile"],
      "a/Dockerfile: this is no result of `stowage check --shard I/N --format json`",
    ],
    [
      "a part alone",
      (where) => {
        part("2/3", where, "two");
        return ["two"];
      },
      "the result of `--shard 1/3` is missing; put all parts of a search together",
    ],
    [
      "two files of one path",
      (where) => {
        part("1/1", join(where, "a"), "one");
        part("1/1", join(where, "b"), "one");
        return ["a/one", "b/one"];
      },
      "two results have another Dockerfile; run `check` in a folder above all of them, so that paths differ",
    ],
  ])("%s", (_, given, problem) => {
    const where = cwd();
    const names = given(where);
    const { code, stdout, stderr } = stowage(["merge", ...names], { cwd: where });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(problem);
  });

  it("what was edited, cut off, or made by another version", () => {
    const where = cwd();
    part("1/1", where, "one");
    const text = readFileSync(join(where, "one"), "utf8");
    for (const [edited, problem] of [
      [text.replace("FROM a", "FROM b"), "this result was edited or cut off"],
      [text.slice(0, -20), "this is no result of"],
      [
        text.replace(/"version":"[^"]*"/, '"version":"0.0.1"'),
        "this is of stowage 0.0.1; results are put together by the version that made them",
      ],
    ] as const) {
      const other = folder({ one: edited });
      expect(stowage(["merge", "one"], { cwd: other })).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringContaining(problem),
      });
    }
  });

  it("a part that there is not", () => {
    expect(stowage(["--shard", "4/3"]).stderr).toContain("`--shard 4/3`: there is no part 4 of 3");
    expect(stowage(["--shard", "0/3"]).stderr).toContain(
      "option `--shard` takes a part and a number of parts: 2/3",
    );
  });
});
