import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { newIgnoreReason } from "../../src/engine/add-ignores.ts";
import { fakeTerminal, folder } from "./program.ts";

const text = "FROM debian:12\nWORKDIR here\nRUN <<E\ncd /tmp\nE\n";
const args = ["check", "--select", "DL3000,suppression-without-reason,unused-suppression"];

test("writes comments into the files, and nothing the second time", async () => {
  const cwd = folder({ Dockerfile: text, "clean.Dockerfile": "FROM scratch\n" });
  const terminal = fakeTerminal({ workingDirectory: cwd });
  expect(await main([...args, "--add-ignores"], terminal)).toBe(0);
  expect(terminal.errors).toEqual(["stowage: Dockerfile: 1 finding hidden by new comments\n"]);
  const written = readFileSync(join(cwd, "Dockerfile"), "utf8");
  expect(written).toBe(
    `FROM debian:12\n# stowage ignore relative-workdir -- ${newIgnoreReason}\nWORKDIR here\nRUN <<E\ncd /tmp\nE\n`,
  );
  expect(readdirSync(cwd).sort()).toEqual(["Dockerfile", "clean.Dockerfile"]);
  const again = fakeTerminal({ workingDirectory: cwd });
  expect(await main([...args, "--add-ignores"], again)).toBe(0);
  expect(again.errors).toEqual([]);
  expect(readFileSync(join(cwd, "Dockerfile"), "utf8")).toBe(written);
});

test("leaves a file alone that the builder rejects", async () => {
  const broken = `${text}RUN <<F\nx\n`;
  const cwd = folder({ Dockerfile: broken });
  const terminal = fakeTerminal({ workingDirectory: cwd });
  expect(await main([...args, "--add-ignores"], terminal)).toBe(2);
  expect(terminal.errors.join("")).toContain("no comments are written, since the builder rejects the file");
  expect(readFileSync(join(cwd, "Dockerfile"), "utf8")).toBe(broken);
});

test("refuses standard input", async () => {
  const terminal = fakeTerminal();
  expect(await main(["check", "--add-ignores", "-"], terminal)).toBe(2);
  expect(terminal.errors.join("")).toContain("`--add-ignores` writes into files");
});
