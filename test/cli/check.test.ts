import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { ownSchema, sarifSchema } from "../report/schemas.ts";
import { type Ended, folder, type RunOptions, root, stowage } from "./program.ts";

/** Dockerfiles with one finding each of the rules in `few`, which need nothing but text. */
const texts = {
  clean: "FROM scratch\nCOPY a /\n",
  error: "FROM scratch\nCOYP a /\n",
  warning: "FROM scratch\n# stowage ignore no-such-rule -- because\nCOPY a /\n",
  info: "FROM scratch\n# stowage ignore syntax-error -- because\nCOPY a /\n",
  style: "FROM scratch\n# stowage ignore no-such-rule\nCOPY a /\n",
};
const few = "syntax-error,unknown-suppression,unused-suppression,suppression-without-reason";

function check(args: readonly string[], options: RunOptions = {}): Ended {
  return stowage(["check", "--select", few, ...args], options);
}

describe("exit code", () => {
  const codes: [severity: keyof typeof texts, args: string[], code: number][] = [
    ["clean", [], 0],
    ["error", [], 1],
    ["warning", [], 1],
    ["info", [], 0],
    ["error", ["--fail-on", "error"], 1],
    ["warning", ["--fail-on", "error"], 0],
    ["info", ["--fail-on", "info"], 1],
    ["style", ["--fail-on", "info", "--ignore", "unknown-suppression"], 0],
    ["style", ["--fail-on", "info", "--ignore", "unknown-suppression,aa93e17f,tally/max-lines"], 0],
    ["style", ["--fail-on", "style", "--ignore", "unknown-suppression"], 1],
    ["clean", ["--fail-on", "style"], 0],
    ["error", ["--fail-on", "none"], 0],
  ];
  test.each(codes)("%s with %j: %i", (severity, args, code) => {
    const cwd = folder({ Dockerfile: texts[severity] });
    expect(check(args, { cwd })).toMatchObject({ code, stderr: "" });
  });
});

describe("paths", () => {
  test("no path means the working directory, and no command means check", () => {
    const cwd = folder({ "a/Dockerfile": texts.error, "b.Dockerfile": texts.clean });
    const bare = stowage(["--select", few], { cwd });
    expect(bare.code).toBe(1);
    expect(bare.stdout).toContain("a/Dockerfile:2:1 error syntax-error");
    expect(bare.stdout).toContain("1 finding in 2 files: 1 error");
    expect(check([], { cwd })).toEqual(bare);
  });

  test("a named file is linted whatever it is called, ignored or not, and only once", () => {
    const cwd = folder({ ".git/HEAD": "", ".gitignore": "*\n", "build.txt": texts.error });
    const { code, stdout } = check(["build.txt", "./build.txt", join(cwd, "build.txt"), "."], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain("build.txt:2:1 error");
    expect(stdout).toContain("1 finding in 1 file");
  });

  test("a template or a part that a search finds is left out, and said to be", () => {
    const template = "FROM ${base.image}\n";
    const cwd = folder({
      Dockerfile: texts.clean,
      "t/Dockerfile": template,
      "u/Dockerfile": "FROM %%BASE%%\n",
      "Dockerfile.envs": "ENV A=1\n",
      "to-come/Dockerfile": "# to come\n",
    });
    const { code, stdout } = check([], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("left out as templates of Dockerfiles: t/Dockerfile and 1 more; name a file");
    expect(stdout).toContain("left out as parts without `FROM`: Dockerfile.envs and 1 more; name a file");
    expect(stdout).toContain("no findings in 1 file");
    expect(check(["t/Dockerfile", "Dockerfile.envs"], { cwd }).stdout).toContain("2 findings in 2 files");
    const { summary } = JSON.parse(check(["--format", "json"], { cwd }).stdout);
    expect(summary.leftOut).toEqual([
      { path: "Dockerfile.envs", reason: "part" },
      { path: "t/Dockerfile", reason: "template" },
      { path: "to-come/Dockerfile", reason: "part" },
      { path: "u/Dockerfile", reason: "template" },
    ]);
  });

  test("a Dockerfile without `FROM` is wrong, not left out", () => {
    const cwd = folder({ Dockerfile: "RUN make\n", "a.Dockerfile": "", "Dockerfile.b": "FORM a\nRUN b\n" });
    expect(check([], { cwd }).stdout).toContain("3 findings in 3 files");
  });

  test("paths outside the working directory are shown relative to it", () => {
    const cwd = folder({ "here/x": "", "there/Dockerfile": texts.error });
    expect(check(["../there"], { cwd: join(cwd, "here") }).stdout).toContain("../there/Dockerfile:2:1 error");
  });

  test("names with blanks, dashes and other letters", () => {
    const cwd = folder({
      "a b/Dockerfile": texts.error,
      "--odd": texts.error,
      "größe.Dockerfile": texts.error,
    });
    const { stdout } = check(["a b", "größe.Dockerfile", "--", "--odd"], { cwd });
    for (const path of ["a b/Dockerfile", "größe.Dockerfile", "--odd"])
      expect(stdout).toContain(`${path}:2:1 error`);
  });
});

describe("standard input", () => {
  test("has no name of its own and no files around it", () => {
    const { code, stdout } = check(["-"], { input: texts.error });
    expect(code).toBe(1);
    expect(stdout).toContain("<stdin>:2:1 error");
  });

  test("takes the name, and with it the build context, of --stdin-filename", () => {
    const cwd = folder({ "app/package.json": "{}" });
    const { files } = JSON.parse(
      check(["-", "--stdin-filename", "app/Dockerfile", "--format", "json"], { cwd, input: texts.error })
        .stdout,
    );
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({ path: "app/Dockerfile", context: { path: "app" } });
  });

  test("can stand beside files", () => {
    const cwd = folder({ Dockerfile: texts.error });
    expect(check(["-", "Dockerfile"], { cwd, input: texts.clean }).stdout).toContain("1 finding in 2 files");
  });
});

describe("bad input is one clear line, and the other files are linted", () => {
  const files = {
    "good/Dockerfile": texts.error,
    "latin.Dockerfile": Buffer.from("FROM scratch\n# caf\u00e9\n", "latin1"),
    "Dockerfile/notes.txt": "",
    "empty/": "",
  };
  const cases: [what: string, args: string[], stderr: string][] = [
    ["a missing file", ["gone"], "stowage: gone: there is no such file or folder\n"],
    [
      "a mistyped command",
      ["estimat"],
      "stowage: estimat: there is no such file or folder; did you mean `stowage estimate`?\n",
    ],
    [
      "text that is not UTF-8",
      ["latin.Dockerfile"],
      "stowage: latin.Dockerfile: the text is not UTF-8; convert it, for example with `iconv -t UTF-8`\n",
    ],
    ["a folder called Dockerfile", ["Dockerfile"], "stowage: Dockerfile: no Dockerfile in this folder"],
    ["an empty folder", ["empty"], "stowage: empty: no Dockerfile in this folder"],
    [
      "a missing context",
      ["--context", "gone"],
      "stowage: gone: there is no such build context; name a folder with --context\n",
    ],
    [
      "a context that is a file",
      ["--context", "latin.Dockerfile"],
      "stowage: latin.Dockerfile: the build context is a file",
    ],
    [
      "an unknown target",
      ["--target", "prod"],
      "stowage: good/Dockerfile: there is no stage `prod` to build; its stages are 0\n",
    ],
  ];
  test.each(cases)("%s", (_, args, stderr) => {
    const ended = check([...args, "good"], { cwd: folder(files) });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(stderr);
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(ended.stdout).toContain("good/Dockerfile:2:1 error syntax-error");
    expect(ended.stdout).toMatch(/^1 finding in 1 file: 1 error · 1 problem/m);
  });

  test("nothing is said of findings when there was nothing to look at", () => {
    expect(check(["gone"], { cwd: folder(files) }).stdout).toBe("");
  });

  test("a loop of links, a device and a file that is too large", () => {
    const cwd = folder({ "good/Dockerfile": texts.error, "large.txt": "#".repeat(10 * 1024 * 1024 + 1) });
    symlinkSync("loop", join(cwd, "loop"));
    const { code, stdout, stderr } = check(["loop", "/dev/null", "large.txt", "good"], { cwd });
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringContaining("loop: "),
      expect.stringMatching(/dev\/null: the file can't be read; .*`-` reads standard input/),
      expect.stringContaining("large.txt: the file is too large for a Dockerfile"),
    ]);
    expect(stdout).toContain("good/Dockerfile:2:1 error");
  });

  test("standard input that is not UTF-8", () => {
    const ended = check(["-"], { input: Uint8Array.of(0x46, 0xff) });
    expect(ended).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("<stdin>: the text is not UTF-8"),
    });
  });

  test("a Dockerfile outside the build context is a finding", () => {
    const cwd = folder({ "docker/Dockerfile": texts.clean, "app/a": "" });
    const { code, stdout, stderr } = stowage(["docker", "--context", "app", "--fail-on", "info"], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toContain("docker/Dockerfile:1:1 info dockerfile-outside-context");
  });

  test("an empty file is a finding", () => {
    const { code, stdout, stderr } = check(["-"], { input: "" });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toContain("<stdin>:1:1 error");
  });

  const odd: [what: string, text: string][] = [
    ["NUL bytes", "FROM scratch\0\nRUN a\0b\n"],
    ["a very long line", `FROM scratch\nRUN echo ${"x".repeat(70_000)}\n`],
    ["an unterminated heredoc", "FROM scratch\nRUN <<EOF\necho\n"],
    ["stages that name each other", "FROM b AS a\nFROM a AS b\nCOPY --from=a / /\n"],
    ["only a byte order mark", "\ufeff"],
    ["nothing but continuation", "\\\n".repeat(1000)],
  ];
  test.each(odd)("%s: no crash", (_, input) => {
    const { code, stderr } = stowage(["-", "--format", "json"], { input });
    expect(stderr).toBe("");
    expect([0, 1]).toContain(code);
  });
});

describe("usage problems end with 2 and say what to do", () => {
  const cases: [args: string[], stderr: string][] = [
    [["--formt=json"], "stowage: unknown option `--formt`; did you mean `--format`?\n"],
    [
      ["--select", "aa93e17f"],
      "stowage: no rule stands for `aa93e17f`; `stowage explain aa93e17f` says why\n",
    ],
    [["--format", "xml"], "stowage: option `--format` takes one of text, json, sarif, code-scanning,"],
    [["--select", "syntax-eror"], "stowage: there is no rule `syntax-eror`; did you mean `syntax-error`?\n"],
    [
      ["--ignore", "qqqqqqqqqqqq", "--select", "syntax-eror"],
      "stowage: there is no rule `syntax-eror`; did you mean `syntax-error`?\n" +
        "stowage: there is no rule `qqqqqqqqqqqq`; `stowage rules` lists all\n",
    ],
    [["--output", "Dockerfile"], "stowage: `--output` names Dockerfile, which the report would overwrite\n"],
    [["estimate", "--output", "./Dockerfile"], "stowage: `--output` names Dockerfile, which the report"],
    [
      ["--preset", "strickt"],
      "stowage: option `--preset` takes one of recommended, strict, hadolint, buildkit; not `strickt`; did you mean `strict`?\n",
    ],
    [["estimate", "a", "b"], "stowage: `estimate` takes one Dockerfile\n"],
    [
      ["estimate", "--format", "sarif"],
      "stowage: option `--format` takes one of text, json, html; not `sarif`\n",
    ],
    [["explain"], "stowage: `explain` takes one rule"],
    [["rules", "x"], "stowage: `rules` takes no names"],
  ];
  test.each(cases)("%j", (args, stderr) => {
    const ended = stowage(args, { cwd: folder({ Dockerfile: texts.clean }) });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(stderr);
    expect(ended.stderr).toContain("Run `stowage --help`");
  });
});

describe("rules are chosen", () => {
  const run = (...args: string[]) =>
    JSON.parse(
      stowage(["-", "--format", "json", ...args], { input: texts.style }).stdout,
    ).files[0].findings.map(({ rule }: { rule: string }) => rule);
  test("by id and alias in any case, in one list or several", () => {
    expect(run("--select", "unknown-suppression")).toEqual(["unknown-suppression"]);
    expect(run("--select", "unknown-suppression,suppression-without-reason").sort()).toEqual([
      "suppression-without-reason",
      "unknown-suppression",
    ]);
    expect(run("--select", "dl1000", "--select", "unknown-suppression")).toEqual(["unknown-suppression"]);
    expect(run("--select", few, "--ignore", "UNKNOWN-suppression")).toEqual(["suppression-without-reason"]);
  });
});

describe("--output", () => {
  test("several formats of one run", () => {
    const cwd = folder({ Dockerfile: texts.error });
    const args = [
      "--format=text",
      "--format",
      "json",
      "--output",
      "a.json",
      "--format=sarif",
      "--output=a.sarif",
    ];
    const { code, stdout } = check(args, { cwd });
    expect(code).toBe(1);
    expect(stdout).toEqual(check([], { cwd }).stdout);
    expect(readFileSync(join(cwd, "a.json"), "utf8")).toBe(check(["--format", "json"], { cwd }).stdout);
    expect(readFileSync(join(cwd, "a.sarif"), "utf8")).toBe(check(["--format", "sarif"], { cwd }).stdout);
  });

  test("writes the report to a file, replaces an old one, prints nothing and leaves no draft", () => {
    const cwd = folder({ Dockerfile: texts.error, "report.json": "old" });
    const plain = check(["--format", "json"], { cwd });
    expect(check(["--format", "json", "--output", "report.json"], { cwd })).toEqual({
      code: 1,
      stdout: "",
      stderr: "",
    });
    expect(readFileSync(join(cwd, "report.json"), "utf8")).toBe(plain.stdout);
    expect(readdirSync(cwd).sort()).toEqual(["Dockerfile", "report.json"]);
  });

  test("never takes the place of a Dockerfile, by whatever path it is named", () => {
    const cwd = folder({ "app/Dockerfile": texts.error });
    symlinkSync("app/Dockerfile", join(cwd, "link"));
    const ended = check(["app", "--output", "link"], { cwd });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("`--output` names app/Dockerfile, which the report would overwrite");
    expect(readFileSync(join(cwd, "link"), "utf8")).toBe(texts.error);
  });

  test("follows a link, and leaves devices what they are", () => {
    const cwd = folder({ Dockerfile: texts.error, "real.txt": "old" });
    symlinkSync("real.txt", join(cwd, "link.txt"));
    expect(check(["--output", "link.txt"], { cwd }).code).toBe(1);
    expect(readFileSync(join(cwd, "real.txt"), "utf8")).toContain("syntax-error");
    expect(check(["--output", "/dev/null"], { cwd })).toEqual({ code: 1, stdout: "", stderr: "" });
    expect(readdirSync(cwd).sort()).toEqual(["Dockerfile", "link.txt", "real.txt"]);
  });

  test.each(["gone/report.txt", "folder"])("that can't be written (%s) is one line and exit 2", (path) => {
    const cwd = folder({ Dockerfile: texts.error });
    mkdirSync(join(cwd, "folder"));
    const ended = check(["--output", path], { cwd });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(
      new RegExp(`^stowage: ${path}: the report can't be written \\(E[A-Z]+\\); .*\n$`),
    );
    expect(readdirSync(cwd).sort()).toEqual(["Dockerfile", "folder"]);
  });
});

describe("formats", () => {
  test("json follows its published schema on real files, problems included", () => {
    const validate = ownSchema("check");
    const { stdout } = stowage(["check", "examples", "gone", "--format", "json"]);
    const report = JSON.parse(stdout);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.files).toHaveLength(6);
    expect(report.files.every(({ estimate }: { estimate: unknown }) => estimate !== null)).toBe(true);
    expect(report.summary.problems).toEqual([{ path: "gone", message: "there is no such file or folder" }]);
  });

  test("sarif follows the schema of the standard on real files", () => {
    const validate = sarifSchema();
    const broken = join(folder({ Dockerfile: texts.error }), "Dockerfile");
    const args = ["check", "examples", broken, "gone", "--format", "sarif", "--preset", "strict"];
    const { stdout } = stowage(args);
    const log: Log = JSON.parse(stdout);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const [run] = log.runs;
    expect(run?.results?.length).toBeGreaterThan(0);
    for (const rule of run?.tool.driver.rules ?? []) expect(rule.help?.markdown, rule.id).toContain("## Why");
    for (const result of run?.results ?? [])
      expect(run?.tool.driver.rules?.[result.ruleIndex!]?.id).toBe(result.ruleId);
    expect(run?.invocations?.[0]?.executionSuccessful).toBe(false);
  });

  test("columns count UTF-16 units, and not a byte order mark", () => {
    const marked = JSON.parse(check(["-", "--format", "json"], { input: "\ufeffFORM scratch\n" }).stdout);
    expect(marked.files[0].findings[0].range.start).toEqual({ line: 1, column: 1 });
    const { files } = JSON.parse(
      check(["-", "--format", "json"], { input: "FROM scratch\nENV a=😀 x\n" }).stdout,
    );
    expect(files[0].findings[0].range.end).toEqual({ line: 2, column: 11 });
  });

  test("quiet keeps the findings and drops the rest", () => {
    const cwd = folder({ Dockerfile: texts.error });
    const { stdout } = check(["--quiet"], { cwd });
    expect(stdout).toMatch(/^Dockerfile:2:1 error syntax-error/);
    expect(stdout).not.toContain("1 finding");
    expect(stowage(["--quiet", "--select", few, "-"], { input: texts.clean }).stdout).toBe("");
  });
});

test("a reader that goes away is no error", async () => {
  const { spawnSync } = await import("node:child_process");
  const program = join(root, "dist/stowage.cjs");
  const many = Array.from({ length: 5000 }, () => "COYP a /").join("\n");
  const cwd = folder({ Dockerfile: `FROM scratch\n${many}\n` });
  const command = `"${process.execPath}" "${program}" --select syntax-error | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { cwd, encoding: "utf8" });
  expect(stdout.trimEnd().split("\n")).toHaveLength(2);
  expect(stdout).toMatch(/\n1\n$/);
  expect(stderr).toBe("");
});
