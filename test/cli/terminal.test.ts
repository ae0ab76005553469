import { afterEach, describe, expect, test, vi } from "vitest";
import { wantsColor } from "../../src/cli/color.ts";
import { main } from "../../src/cli/main.ts";
import { fileProgress } from "../../src/cli/progress.ts";
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
    const progress = fileProgress(2000, terminal);
    progress.advance(1);
    clock.mockReturnValue(999);
    progress.advance(2);
    expect(terminal.errors).toEqual([]);
    clock.mockReturnValue(1001);
    progress.advance(3);
    clock.mockReturnValue(1050);
    progress.advance(4);
    clock.mockReturnValue(1200);
    progress.advance(5);
    progress.clear();
    expect(terminal.errors).toEqual([
      "\r\u001b[Kstowage: 3 of 2000 files",
      "\r\u001b[Kstowage: 5 of 2000 files",
      "\r\u001b[K",
    ]);
  });

  test("shows nothing where standard error is no terminal, nor to someone who waits less", () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const piped = fakeTerminal();
    const progress = fileProgress(2, piped);
    clock.mockReturnValue(5000);
    progress.advance(1);
    progress.clear();
    expect(piped.errors).toEqual([]);
    const fast = fakeTerminal({ isInteractive: () => true });
    fileProgress(2, fast).clear();
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
