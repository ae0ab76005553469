import { spawn } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { createText, Refused, replaceText } from "../../src/cli/write-whole.ts";
import { ownSchema } from "../report/schemas.ts";
import { fakeTerminal, folder, root, stowage } from "./program.ts";

const broken = "from debian:12 as Base\n\n# kept\nRUN apt-get update && apt-get install git\n";
const safe = "FROM debian:12 AS base\n\n# kept\nRUN apt-get update && apt-get install -y git\n";

async function run(cwd: string, args: readonly string[], input = "") {
  const terminal = fakeTerminal({
    workingDirectory: cwd,
    readInput: () => Promise.resolve(new TextEncoder().encode(input)),
  });
  const code = await main(args, terminal);
  return { code, output: terminal.output.join(""), errors: terminal.errors.join("") };
}

const read = (cwd: string, name = "Dockerfile"): string => readFileSync(join(cwd, name), "utf8");

describe("--fix", () => {
  it("writes what is safe, says what is left, and does nothing the second time", async () => {
    const cwd = folder({ Dockerfile: broken });
    const first = await run(cwd, ["--fix"]);
    expect(read(cwd)).toBe(safe);
    expect(first.errors).toMatch(/Dockerfile: \d+ fixes applied; \d+ more with `--fix=unsafe`/);
    expect(first.output).toContain("apt-lists-kept");
    expect(first.output).toMatch(/ · \d fixed · /);
    await run(cwd, ["--fix"]);
    expect(read(cwd)).toBe(safe);
    expect(readdirSync(cwd)).toEqual(["Dockerfile"]);
  });

  it("=unsafe writes more", async () => {
    const cwd = folder({ Dockerfile: broken });
    await run(cwd, ["--fix=unsafe", "Dockerfile"]);
    expect(read(cwd)).toContain("rm -rf /var/lib/apt/lists/*");
  });

  it("takes the word after it for a path", async () => {
    const cwd = folder({ "a.Dockerfile": broken });
    await run(cwd, ["--fix", "a.Dockerfile"]);
    expect(read(cwd, "a.Dockerfile")).toBe(safe);
  });

  it.each([
    [["--fix-rule", "from-as-casing"], "from debian:12 AS Base", "FROM debian:12"],
    [["--fix-rule", "DL3014"], "install -y git", "FROM debian:12"],
  ])("%j fixes only that", async (args, wanted, unwanted) => {
    const cwd = folder({ Dockerfile: broken.replace(" as ", " aS ") });
    await run(cwd, ["--preset", "strict", "--fix", ...args]);
    if (args[1] === "DL3014") expect(read(cwd)).toContain(wanted);
    expect(read(cwd)).not.toContain(unwanted);
  });

  it.each([
    ["a byte order mark", `\uFEFF${broken}`, `\uFEFF${safe}`],
    ["line ends of Windows", broken.replaceAll("\n", "\r\n"), safe.replaceAll("\n", "\r\n")],
    ["no line end at the end", broken.trimEnd(), safe.trimEnd()],
    ["the escape character", `# escape=\`\n${broken}`, `# escape=\`\n${safe}`],
  ])("keeps %s", async (_, before, after) => {
    const cwd = folder({ Dockerfile: before });
    await run(cwd, ["--fix"]);
    expect(read(cwd)).toBe(after);
  });

  it("prints the fixed text for standard input, and what is left on standard error", async () => {
    const { output, errors } = await run(folder(), ["--fix", "-"], broken);
    expect(output).toBe(safe);
    expect(errors).toContain("apt-lists-kept");
  });

  it("prints it also where the text has the name of a file, which stays as it is", async () => {
    const cwd = folder({ Dockerfile: "FROM old\n" });
    const { output } = await run(cwd, ["--fix", "-", "--stdin-filename", "Dockerfile"], broken);
    expect([output, read(cwd)]).toEqual([safe, "FROM old\n"]);
  });

  it("prints a text that needs no fix as it is", async () => {
    expect((await run(folder(), ["--fix", "-"], "FROM scratch\n")).output).toBe("FROM scratch\n");
  });

  it("makes new files, and none where something is already", async () => {
    const files = {
      Dockerfile: "FROM node:22\nWORKDIR /a\nCOPY . .\n",
      "a.js": "",
      "node_modules/b/index.js": "",
      ".git/HEAD": "x",
    };
    const cwd = folder(files);
    const args = ["--fix=unsafe", "--fix-rule", "context-without-ignore-file"];
    const shown = await run(cwd, [...args, "--diff"]);
    expect(shown.output).toContain("--- /dev/null\n+++ b/.dockerignore\n");
    await run(cwd, args);
    expect(read(cwd, ".dockerignore")).toContain(".git");
  });

  it("reports a file that was not replaced as it is", async () => {
    const outside = folder({ Dockerfile: broken });
    const cwd = folder();
    symlinkSync(join(outside, "Dockerfile"), join(cwd, "Dockerfile"));
    expect((await run(cwd, ["--fix", "Dockerfile"])).output).toContain("missing-assume-yes");
  });

  it.each([[new Uint8Array([0x46, 0xff, 0x0a])]])("leaves a file alone that is not UTF-8", async (bytes) => {
    const cwd = folder({ Dockerfile: bytes });
    expect((await run(cwd, ["--fix"])).code).toBe(2);
    expect(new Uint8Array(readFileSync(join(cwd, "Dockerfile")))).toEqual(bytes);
  });

  it("keeps the mode", async () => {
    const cwd = folder({ Dockerfile: broken });
    chmodSync(join(cwd, "Dockerfile"), 0o640);
    await run(cwd, ["--fix"]);
    expect(statSync(join(cwd, "Dockerfile")).mode & 0o777).toBe(0o640);
  });
});

describe("--diff", () => {
  it("prints a unified diff and writes nothing", async () => {
    const cwd = folder({ Dockerfile: broken, "clean.Dockerfile": "FROM scratch\nCOPY a /\n", a: "" });
    const { code, output } = await run(cwd, ["--diff"]);
    expect(code).toBe(1);
    expect(output.split("\n").slice(0, 2)).toEqual(["--- a/Dockerfile", "+++ b/Dockerfile"]);
    expect(output).toContain("+FROM debian:12 AS base\n");
    expect(output).not.toContain("clean.Dockerfile");
    expect(read(cwd)).toBe(broken);
  });

  it("is in JSON with the fixes, beside what would be left", async () => {
    const cwd = folder({ Dockerfile: broken });
    const { code, output } = await run(cwd, ["--diff", "--format", "json"]);
    const { files, summary } = JSON.parse(output);
    const validate = ownSchema("check");
    expect(validate(JSON.parse(output)), JSON.stringify(validate.errors)).toBe(true);
    expect(code).toBe(1);
    expect(files[0].fixed.diff).toBe((await run(cwd, ["--diff"])).output);
    expect(files[0].fixed.fixes.length).toBe(summary.fixes);
    expect(files[0].fixed.fixes).toContainEqual({ rule: "missing-assume-yes", title: expect.any(String) });
    expect(read(cwd)).toBe(broken);
    const fixed = JSON.parse((await run(cwd, ["--fix", "--format", "json"])).output);
    expect(fixed.files[0].fixed).toEqual(files[0].fixed);
    expect(fixed.files[0].findings).toEqual(files[0].findings);
  });

  it("is empty where nothing is to be fixed", async () => {
    expect(await run(folder({ Dockerfile: safe }), ["--diff"])).toEqual({ code: 0, output: "", errors: "" });
  });
});

it.each([
  [["--fix", "--add-ignores"], "can't go together"],
  [["--diff", "--format", "sarif"], "prints a unified diff, or has it in JSON"],
  [["--diff", "--format=json", "--output=a", "--format=text"], "prints a unified diff"],
  [["--fix", "--format", "json", "-"], "prints the fixed text"],
  [["--fix-rule", "DL3014"], "goes with `--fix`"],
  [["--fix", "--fix-rule", "nonsense"], "there is no rule `nonsense`"],
  [["--fix=everything"], "everything"],
])("%j is refused", async (args, said) => {
  const { code, errors } = await run(folder({ Dockerfile: broken }), args);
  expect([code, errors.includes(said)]).toEqual([2, true]);
});

describe("a file is not replaced", () => {
  it("through a link that leads out of the project", async () => {
    const outside = folder({ Dockerfile: broken });
    const cwd = folder();
    symlinkSync(join(outside, "Dockerfile"), join(cwd, "Dockerfile"));
    const { code, errors } = await run(cwd, ["--fix", "Dockerfile"]);
    expect([code, errors.includes("a link that leads out")]).toEqual([2, true]);
    expect(read(outside)).toBe(broken);
  });

  it("when it has changed since it was read", () => {
    const cwd = folder({ Dockerfile: "new\n" });
    const path = join(cwd, "Dockerfile");
    expect(() => replaceText(path, { before: "old\n", after: "x\n" }, cwd)).toThrow(Refused);
    expect(read(cwd)).toBe("new\n");
    expect(readdirSync(cwd)).toEqual(["Dockerfile"]);
  });

  it("and the others are, when it can't be written", async () => {
    // The name of its draft is too long for a file system.
    const long = `${"a".repeat(230)}.Dockerfile`;
    const cwd = folder({ [long]: broken, "b/Dockerfile": broken });
    const { code, errors } = await run(cwd, ["--fix"]);
    expect(errors).toContain("nothing is fixed here: the file can't be written (ENAMETOOLONG)");
    expect([code, read(cwd, long), read(cwd, "b/Dockerfile")]).toEqual([2, broken, safe]);
  });

  it("and the others are, when its folder can't be written", async (context) => {
    if (process.getuid?.() === 0) return context.skip();
    const cwd = folder({ "a/Dockerfile": broken, "b/Dockerfile": broken });
    chmodSync(join(cwd, "a"), 0o555);
    const { code } = await run(cwd, ["--fix"]);
    chmodSync(join(cwd, "a"), 0o755);
    expect([code, read(cwd, "a/Dockerfile"), read(cwd, "b/Dockerfile")]).toEqual([2, broken, safe]);
  });

  it.each([
    ["the repository", [".git/HEAD", ".git/objects/", ".git/refs/"], "sub", ["Dockerfile"]],
    ["the searched folder", [], "sub/deeper", [".."]],
    ["the working directory", [], ".", ["sub/Dockerfile"]],
  ])("through a link inside of %s, the file is and the link stays", async (_, more, where, operands) => {
    const made = Object.fromEntries(more.map((name) => [name, "ref: refs/heads/main\n"]));
    const top = folder({ ...made, "sub/deeper/real": broken, "images/": "" });
    const target = more.length > 0 ? "../images/real" : "deeper/real";
    if (more.length > 0) writeFileSync(join(top, "images/real"), broken);
    symlinkSync(target, join(top, "sub/Dockerfile"));
    await run(join(top, where), ["--fix", ...operands]);
    const link = join(top, "sub/Dockerfile");
    expect([readFileSync(link, "utf8"), lstatSync(link).isSymbolicLink()]).toEqual([safe, true]);
  });
});

describe("drafts", () => {
  const names = [
    "Dockerfile",
    ".Dockerfile.0a1b2c3d.stowage-draft",
    ".Dockerfile.4e5f6071.stowage-draft",
    ".Dockerfile.mine",
  ];

  it("that a killed run has left do not stop the next one, and go when they are old", async () => {
    const cwd = folder(Object.fromEntries(names.map((name) => [name, broken])));
    const longAgo = new Date("2020-01-01");
    utimesSync(join(cwd, names[1]!), longAgo, longAgo);
    utimesSync(join(cwd, names[3]!), longAgo, longAgo);
    await run(cwd, ["--fix", "Dockerfile"]);
    expect(read(cwd)).toBe(safe);
    expect(readdirSync(cwd).sort()).toEqual([names[2], names[3], names[0]].sort());
  });

  it("become new files only where nothing is", () => {
    const cwd = folder();
    const path = join(cwd, "new");
    createText(path, "one", cwd);
    expect(() => createText(path, "two", cwd)).toThrow(/EEXIST/);
    expect([read(cwd, "new"), readdirSync(cwd)]).toEqual(["one", ["new"]]);
  });
});

it("killed in the middle of many writes leaves the old text or the new one of each file", async () => {
  const count = 100;
  const old = `FROM debian:12\n${"RUN echo a\n".repeat(400)}${"run echo b\n".repeat(100)}`;
  const done = old.replaceAll("run ", "RUN ");
  const files = Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}/Dockerfile`, old]));
  const args = [
    "--fix",
    "--select",
    "instruction-casing",
    "--history",
    "0",
    "--shellcheck",
    "off",
    "--quiet",
  ];
  const seed = Date.now() % 2 ** 31;
  const random = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { numRuns: 6, seed });
  const changed: number[] = [];
  for (const moment of random) {
    const cwd = folder(files);
    const child = spawn(process.execPath, [join(root, "dist/stowage.cjs"), ...args], {
      cwd,
      stdio: "ignore",
    });
    const ended = new Promise((settle) => child.on("close", settle));
    // From the first write on all that it does is reading, fixing and writing.
    const isBegun = () => read(cwd, "a0/Dockerfile") !== old;
    while (!isBegun() && child.exitCode === null) await new Promise((settle) => setTimeout(settle, 1));
    await new Promise((settle) => setTimeout(settle, 300 * moment ** 2));
    // And then in the middle of a write: its draft is there.
    const watcher = watch(cwd, { recursive: true }, (_, name) => {
      if (name?.endsWith(".stowage-draft")) child.kill("SIGKILL");
    });
    const last = setTimeout(() => child.kill("SIGKILL"), 500);
    await ended;
    clearTimeout(last);
    watcher.close();
    const texts = Object.keys(files).map((name) => read(cwd, name));
    for (const text of texts) if (text !== old) expect(text, `seed ${seed}`).toBe(done);
    changed.push(texts.filter((text) => text !== old).length);
  }
  expect(changed.every((number) => number > 0)).toBe(true);
}, 120_000);

it("killed at any moment leaves the old text or the new one", async () => {
  const body = Array.from({ length: 3000 }, (_, at) => `run echo ${at} ${"x".repeat(60)}\n`).join("");
  const old = `FROM debian:12\n${body}`;
  const seen = new Set<string>();
  const cwd = folder({ Dockerfile: old });
  const args = [
    "dist/stowage.cjs",
    "--fix",
    "--fix-rule",
    "ConsistentInstructionCasing",
    "--history",
    "0",
    "--shellcheck",
    "off",
    "--quiet",
  ];
  // How long it takes, so that the moments lie all over it.
  const started = performance.now();
  stowage(args.slice(1), { cwd });
  const whole = performance.now() - started;
  const done = read(cwd);
  expect(done).not.toBe(old);
  for (let at = 0; at < 8; at += 1) {
    writeFileSync(join(cwd, "Dockerfile"), old);
    const child = spawn(process.execPath, [join(root, args[0]!), ...args.slice(1)], { cwd, stdio: "ignore" });
    const ended = new Promise((settle) => child.on("close", settle));
    setTimeout(() => child.kill("SIGKILL"), whole * (0.7 + 0.04 * at));
    await ended;
    seen.add(read(cwd));
  }
  for (const text of seen) expect([old, done]).toContain(text);
}, 120_000);
