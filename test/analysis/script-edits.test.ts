import { describe, expect, test } from "vitest";
import { commands } from "../../src/analysis/commands.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { readPackageCommand } from "../../src/analysis/install-commands/package-command.ts";
import {
  appendCommand,
  insertAfterAction,
  insertBefore,
  removeCommand,
} from "../../src/analysis/script-edits.ts";
import { buildFile } from "../../src/model/build-file.ts";
import { applyEdits, type TextEdit } from "../../src/text/edit.ts";

function first(text: string) {
  const file = buildFile("Dockerfile", `FROM a\n${text}`);
  const step = file.stages[0]!.steps[0]!;
  const script = analyze(file, null, { path: null, context: null }).use(commands).of(step.instruction);
  const apply = (edit: TextEdit | null): string | null =>
    edit && applyEdits(file.text, [edit]).slice("FROM a\n".length);
  return { file, step, script, apply };
}

describe("appendCommand", () => {
  test.each([
    ["RUN a", "RUN a && x"],
    ["RUN a; b\nUSER c", "RUN a; b && x\nUSER c"],
    ["RUN a && \\\n    b", "RUN a && \\\n    b && \\\n    x"],
    ["RUN a \\\n && b", "RUN a \\\n && b \\\n && x"],
    ["RUN a; \\\n\tb c", "RUN a; \\\n\tb c; \\\n\tx"],
    ["RUN a \\\n    one \\\n    two", "RUN a \\\n    one \\\n    two \\\n    && x"],
    ["RUN a \\\n  && b \\\n      one", "RUN a \\\n  && b \\\n      one \\\n  && x"],
    ["RUN a && \\\n# why\n  b", "RUN a && \\\n# why\n  b && \\\n  x"],
    ["RUN a && \\\r\n  b\r\n", "RUN a && \\\r\n  b && \\\r\n  x\r\n"],
    ["RUN if a; then b; fi", "RUN if a; then b; fi && x"],
    ["RUN (a; b)", "RUN (a; b) && x"],
    ["RUN <<E\na\n  b\nE\n", "RUN <<E\na\n  b\n  x\nE\n"],
    ["RUN <<-E\n\ta\n\tE\n", "RUN <<-E\n\ta\n\tx\n\tE\n"],
  ])("%j", (text, expected) => {
    const { file, step, script, apply } = first(text);
    expect(apply(appendCommand(file, step, { script, command: "x" }))).toBe(expected);
  });

  test.each([
    'RUN ["a"]',
    "RUN a &",
    "RUN a # why",
    "RUN a | while read b; do c; done > d",
    "RUN a <<E\nb\nE\n",
    "RUN <<E\na \\\nE\n",
    "RUN a '",
    "USER a",
  ])("not %j", (text) => {
    const { file, step, script } = first(text);
    expect(appendCommand(file, step, { script, command: "x" })).toBeNull();
  });
});

describe("removeCommand and insertBefore, of `x`", () => {
  test.each([
    ["RUN x", "", "RUN y && x"],
    ["RUN x\nUSER b\n", "USER b\n", "RUN y && x\nUSER b\n"],
    ["RUN x && b", "RUN b", "RUN y && x && b"],
    ["RUN x \\\n  && b", "RUN b", "RUN y && x \\\n  && b"],
    ["RUN a && \\\n  x", "RUN a", "RUN a && \\\n  y && x"],
    ["RUN a && x && b", "RUN a && b", "RUN a && y && x && b"],
    ["RUN a; x; b", null, "RUN a; y && x; b"],
    ["RUN <<E\na\nx\nE\n", null, "RUN <<E\na\ny && x\nE\n"],
    ["RUN if a; then x; fi", null, null],
    ["RUN a || x", null, null],
    ["RUN a | x", null, null],
    ['RUN ["x"]', null, null],
    ["RUN a && # why\\\n x", null, null],
  ])("%j", (text, removed, inserted) => {
    const { file, step, script, apply } = first(text);
    const command = script.commands.find(({ name }) => name === "x");
    if (command === undefined) expect([removed, inserted]).toEqual([null, null]);
    else {
      expect(apply(removeCommand(file, step, { script, command }))).toBe(removed);
      expect(apply(insertBefore(script, step, { command, text: "y" }))).toBe(inserted);
    }
  });
});

describe("insertAfterAction", () => {
  test.each([
    ["RUN apt-get -q install -y a", "RUN apt-get -q install --o -y a"],
    ["RUN python3 -m pip install a", "RUN python3 -m pip install --o a"],
    ["RUN apk add add", "RUN apk add --o add"],
    ['RUN ["apk", "add", "a"]', null],
  ])("%s", (text, expected) => {
    const { script, apply } = first(text);
    expect(apply(insertAfterAction(readPackageCommand(script.commands[0]!)!, "--o"))).toBe(expected);
  });
});
