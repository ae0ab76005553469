import { describe, expect, test } from "vitest";
import { type Commands, commands } from "../../src/analysis/commands.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { type BuildFile, buildFile } from "../../src/model/build-file.ts";
import type { Instruction } from "../../src/syntax/nodes.ts";

function read(text: string, platform: string | null = null): { file: BuildFile; found: Commands } {
  const file = buildFile("Dockerfile", text, { platform });
  return { file, found: analyze(file, null, { path: null, context: null }).use(commands) };
}

/** The commands of the last instruction, each as the document has it; `!` and the language where nothing was read. */
function lastCommands(text: string, platform: string | null = null): string[] {
  const { file, found } = read(text, platform);
  const script = found.of(file.syntax.instructions.at(-1)!);
  if (script.unread !== null) return [`!${script.unread}`];
  return script.commands.map(({ range }) => text.slice(range.start, range.end));
}

describe("the commands of an instruction", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "a line",
      "FROM a\nRUN apt-get update && apt-get install -y x",
      ["apt-get update", "apt-get install -y x"],
    ],
    ["continued lines", "FROM a\nRUN a \\\n  # note\n  b && \\\n  c", ["a \\\n  # note\n  b", "c"]],
    ["JSON form", 'FROM a\nRUN ["npm", "ci"]', ['"npm", "ci"']],
    ["a shell in JSON form", 'FROM a\nCMD ["sh", "-c", "a && b"]', ['"sh", "-c", "a && b"', "a", "b"]],
    ["CMD", "FROM a\nCMD node server.js", ["node server.js"]],
    ["ENTRYPOINT", 'FROM a\nENTRYPOINT ["node"]', ['"node"']],
    ["HEALTHCHECK", "FROM a\nHEALTHCHECK --interval=5s CMD curl -f x || exit 1", ["curl -f x", "exit 1"]],
    ["no health check", "FROM a\nHEALTHCHECK NONE", []],
    ["a heredoc is the script", "FROM a\nRUN <<EOF\na\nb c\nEOF", ["a", "b c"]],
    ["with tabs before it", "FROM a\nRUN <<-EOF\n\ta\n\tEOF", ["a"]],
    ["a heredoc for a shell", "FROM a\nRUN bash <<EOF\na\nEOF", ["bash <<EOF", "a"]],
    ["a heredoc for another program", "FROM a\nRUN cat <<EOF > x\na\nEOF", ["cat <<EOF > x"]],
    ["a shell's first line", "FROM a\nRUN <<EOF\n#!/bin/bash -e\na\nEOF", ["a"]],
    [
      "another language's first line",
      "FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nimport x\nEOF",
      ["!unknown"],
    ],
    ["other instructions", "FROM a\nCOPY a b", []],
    ["mounts are no part of it", "FROM a\nRUN --mount=type=cache,target=/x a", ["a"]],
    ["Bash", 'FROM a\nSHELL ["/bin/bash", "-c"]\nRUN a', ["a"]],
    ["PowerShell", 'FROM a\nSHELL ["powershell", "-Command"]\nRUN a; b', ["!powershell"]],
    ["of a base stage", 'FROM a AS b\nSHELL ["pwsh", "-c"]\nFROM b\nCMD a', ["!powershell"]],
    ["back again", 'FROM a\nSHELL ["pwsh", "-c"]\nSHELL ["/bin/sh", "-c"]\nRUN a', ["a"]],
    ["JSON form needs no shell", 'FROM a\nSHELL ["pwsh", "-c"]\nRUN ["a"]', ['"a"']],
    ["a first line needs none either", 'FROM a\nSHELL ["pwsh", "-c"]\nRUN <<EOF\n#!/bin/sh\na\nEOF', ["a"]],
    ["cmd", 'FROM a\nSHELL ["cmd", "/S", "/C"]\nRUN a', ["!cmd"]],
    ["Windows images", "FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nFROM b\nRUN a", ["!cmd"]],
    ["another program", 'FROM a\nSHELL ["python", "-c"]\nRUN import x', ["!unknown"]],
    ["a fragment without FROM", "RUN a", ["a"]],
    ["a global ARG", "ARG A=1", []],
  ])("%s", (_, text, expected) => {
    expect(lastCommands(text)).toEqual(expected);
  });

  test("on Windows", () => {
    expect(lastCommands("FROM a\nRUN a", "windows/amd64")).toEqual(["!cmd"]);
    expect(lastCommands("FROM a\nRUN a", "linux/amd64")).toEqual(["a"]);
  });

  test("of a trigger, in the state that it finds in the next image", () => {
    const text =
      'FROM a\nONBUILD RUN a\nSHELL ["pwsh", "-c"]\nONBUILD SHELL ["/bin/sh", "-c"]\nONBUILD RUN b';
    const { file, found } = read(text);
    const triggers = file.syntax.instructions.flatMap((instruction): Instruction[] =>
      instruction.kind === "ONBUILD" && instruction.trigger !== null ? [instruction.trigger] : [],
    );
    expect(triggers.map((trigger) => found.of(trigger).commands.map(({ name }) => name))).toEqual([
      [],
      [],
      ["b"],
    ]);
    expect(triggers.map((trigger) => found.of(trigger).unread)).toEqual(["powershell", null, null]);
    expect([...found.inRuns()]).toEqual([]);
  });
});

test("an instruction is read once", () => {
  const { file, found } = read("FROM a\nRUN a");
  const run = file.syntax.instructions[1]!;
  expect(found.of(run)).toBe(found.of(run));
});

test("all commands of all RUNs", () => {
  const { found } = read('FROM a\nRUN a && b\nCMD x\nFROM c\nRUN ["d"]');
  const all = [...found.inRuns()].map(
    ({ step, command }) => `${step.stage.index}.${step.index} ${command.name}`,
  );
  expect(all).toEqual(["0.0 a", "0.0 b", "1.0 d"]);
});
