import { expect, test } from "vitest";
import { dialectOf, isReadable, isReadableShell, shebangDialect } from "../../src/shell/dialect.ts";

test.each([
  [["/bin/sh", "-c"], "posix"],
  [["/bin/ash", "-eo", "pipefail", "-c"], "posix"],
  [["dash", "-c"], "posix"],
  [["/bin/bash", "-o", "pipefail", "-c"], "bash"],
  [["/usr/bin/env", "bash", "-c"], "bash"],
  [["BASH.EXE", "-c"], "bash"],
  [["zsh", "-c"], "bash"],
  [["conda", "run", "-n", "app", "/bin/bash", "-c"], "bash"],
  [["powershell", "-Command"], "powershell"],
  [["C:\\Program Files\\PowerShell\\7\\pwsh.exe", "-Command"], "powershell"],
  [["C:\\Windows\\System32\\cmd.exe", "/S", "/C"], "cmd"],
  [["CMD", "/C"], "cmd"],
  [["/usr/bin/fish", "-c"], "unknown"],
  [["python3", "-c"], "unknown"],
  [[], "unknown"],
])("%j is %s", (words, expected) => {
  expect(dialectOf(words)).toBe(expected);
});

test.each([
  ["#!/bin/sh\nx", "posix"],
  ["#!/usr/bin/env bash\nx", "bash"],
  ["#! /bin/bash -e", "bash"],
  ["#!/usr/bin/env python3\nx", "unknown"],
  ["#!", "unknown"],
  [" #!/bin/sh", null],
  ["echo", null],
])("the first line of %j names %j", (script, expected) => {
  expect(shebangDialect(script)).toBe(expected);
});

test("only POSIX shells and Bash can be read", () => {
  expect((["posix", "bash", "powershell", "cmd", "unknown"] as const).filter(isReadable)).toEqual([
    "posix",
    "bash",
  ]);
  expect(["sh", "bash", "dash", "pwsh", "python", ""].filter(isReadableShell)).toEqual([
    "sh",
    "bash",
    "dash",
  ]);
});
