import { afterEach, describe, expect, test, vi } from "vitest";
import { wantsColor } from "../../src/cli/color.ts";
import { main } from "../../src/cli/main.ts";
import { countingHost, startProgress } from "../../src/cli/progress.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { fakeTerminal, folder, stowage } from "./program.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("colours", () => {
  const cases: [
    choice: string,
    environment: Record<string, string>,
    isTerminal: boolean,
    expected: boolean,
  ][] = [
    ["auto", {}, true, true],
    ["auto", {}, false, false],
    ["auto", { NO_COLOR: "1" }, true, false],
    ["auto", { NO_COLOR: "" }, true, true],
    ["auto", { FORCE_COLOR: "1" }, false, true],
    ["auto", { FORCE_COLOR: "" }, false, true],
    ["auto", { FORCE_COLOR: "0" }, true, false],
    ["auto", { FORCE_COLOR: "false" }, true, false],
    ["auto", { FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    ["auto", { TERM: "dumb" }, true, false],
    ["always", { NO_COLOR: "1" }, false, true],
    ["never", { FORCE_COLOR: "1" }, true, false],
  ];
  test.each(cases)("--color %s with %j, terminal %s: %s", (choice, environment, isTerminal, expected) => {
    const terminal = fakeTerminal({ environment, isInteractive: () => isTerminal });
    expect(wantsColor(choice, false, terminal)).toBe(expected);
  });

  test("a file gets them only when they are asked for", () => {
    const terminal = fakeTerminal({ environment: { FORCE_COLOR: "1" }, isInteractive: () => true });
    expect(wantsColor("auto", true, terminal)).toBe(false);
    expect(wantsColor("always", true, terminal)).toBe(true);
  });

  test("reach the output of the built program", () => {
    const cwd = folder({ Dockerfile: "FROM scratch\nCOYP a /\n" });
    const escapeCharacter = String.fromCharCode(27);
    expect(stowage([], { cwd }).stdout).not.toContain(escapeCharacter);
    expect(stowage(["--color", "always"], { cwd }).stdout).toContain(`${escapeCharacter}[31m`);
    expect(stowage([], { cwd, env: { FORCE_COLOR: "1" } }).stdout).toContain(escapeCharacter);
    expect(stowage(["--color", "always", "--format", "json"], { cwd }).stdout).not.toContain(escapeCharacter);
  });
});

describe("progress", () => {
  test("shows after a second on a terminal, is rewritten, and goes away", () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const terminal = fakeTerminal({ isInteractive: (stream) => stream === "error" });
    const progress = startProgress(terminal, false);
    const host = countingHost(memoryHost({ "/a/b": "" }), progress);
    progress.begin("file 1 of 9");
    clock.mockReturnValue(999);
    progress.begin("file 2 of 9");
    expect(terminal.errors).toEqual([]);
    clock.mockReturnValue(1001);
    progress.begin("file 3 of 9");
    clock.mockReturnValue(1050);
    host.list("/");
    clock.mockReturnValue(1200);
    expect(host.list("/a")).toHaveLength(1);
    clock.mockReturnValue(1300);
    progress.begin("file 4 of 9");
    progress.clear();
    expect(terminal.errors).toEqual([
      "\r\u001b[Kstowage: file 3 of 9",
      "\r\u001b[Kstowage: file 3 of 9, 2 folders read",
      "\r\u001b[Kstowage: file 4 of 9",
      "\r\u001b[K",
    ]);
  });

  test("shows nothing where standard error is no terminal, on request, nor to someone who waits less", () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const piped = fakeTerminal();
    const quiet = fakeTerminal({ isInteractive: () => true });
    for (const progress of [startProgress(piped, false), startProgress(quiet, true)]) {
      clock.mockReturnValue(clock() + 5000);
      progress.begin("file 1 of 2");
      progress.clear();
    }
    expect([...piped.errors, ...quiet.errors]).toEqual([]);
    const fast = fakeTerminal({ isInteractive: () => true });
    startProgress(fast, false).clear();
    expect(fast.errors).toEqual([]);
  });
});

test("a defect ends with one message and exit code 2", async () => {
  const terminal = fakeTerminal({
    print: () => {
      throw new Error("boom");
    },
  });
  expect(await main(["--version"], terminal)).toBe(2);
  expect(terminal.errors.join("")).toMatch(
    /^stowage: this is a defect of stowage, please report it: Error: boom/,
  );
});

test("standard output that takes nothing is one line and exit 2", async () => {
  const terminal = fakeTerminal({
    print: () => {
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    },
  });
  for (const argv of [
    ["--version"],
    ["--help"],
    ["explain", "syntax-error"],
    ["rules"],
    ["check", "examples"],
  ])
    expect(await main(argv, terminal), argv.join(" ")).toBe(2);
  const line =
    "stowage: standard output can't be written (ENOSPC); look for space on the device that it leads to\n";
  expect(terminal.errors).toEqual(Array.from({ length: 5 }, () => line));
});

test("lines fill the terminal and no more", async () => {
  const cwd = folder({ Dockerfile: `FROM scratch\nCOYP ${"a ".repeat(100)}\n` });
  const terminal = fakeTerminal({ workingDirectory: cwd, columns: () => 50 });
  expect(await main(["--select", "syntax-error"], terminal)).toBe(1);
  const source = terminal.output
    .join("")
    .split("\n")
    .find((line) => line.startsWith("2 │"));
  expect(source).toHaveLength(50);
});
