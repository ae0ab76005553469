import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { walkContext } from "../../src/analysis/context-listing.ts";
import { hostPath, nodeHost } from "../../src/host/node-host.ts";

const host = nodeHost();
let root = "";

beforeAll(() => {
  const made = mkdtempSync(join(realpathSync(tmpdir()), "host-"));
  root = hostPath(made);
  mkdirSync(join(made, "context/sub"), { recursive: true });
  writeFileSync(join(made, "context/text"), "\ufeffé\r\n");
  writeFileSync(join(made, "context/run.sh"), "#!");
  chmodSync(join(made, "context/run.sh"), 0o755);
  writeFileSync(join(made, "context/latin1"), Uint8Array.of(0x61, 0xe9));
  writeFileSync(join(made, "context/sub/deep"), "12345");
  writeFileSync(join(made, "big"), "");
  truncateSync(join(made, "big"), 11 * 1024 * 1024);
  writeFileSync(join(made, "outside"), "out");
  symlinkSync("../outside", join(made, "context/out"));
  symlinkSync(".", join(made, "context/sub/loop"));
  symlinkSync("nowhere", join(made, "context/broken"));
  symlinkSync("self", join(made, "context/self"));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test.each([
  ["context/text", { text: "\ufeffé\r\n" }],
  ["context/out", { text: "out" }],
  ["context/sub/loop/loop/deep", { text: "12345" }],
  ["context/latin1", { problem: "not-utf8" }],
  ["context", { problem: "directory" }],
  ["context/nope", { problem: "missing" }],
  ["context/text/below", { problem: "missing" }],
  ["context/broken", { problem: "missing" }],
  ["context/self", { problem: "missing" }],
  ["context/with\0nul", { problem: "missing" }],
  [`context/${"n".repeat(5000)}`, { problem: "missing" }],
  ["big", { problem: "too-large" }],
])("reading %.40s", (path, result) => {
  expect(host.readText(`${root}/${path}`)).toEqual(result);
});

test("what may not be read says so", () => {
  writeFileSync(join(root, "secret"), "x", { mode: 0 });
  const mayReadAll = process.getuid?.() === 0;
  expect(host.readText(`${root}/secret`)).toEqual(mayReadAll ? { text: "x" } : { problem: "unreadable" });
});

test("a pipe is not waited for", () => {
  execFileSync("mkfifo", [join(root, "pipe")]);
  expect(host.readText(`${root}/pipe`)).toEqual({ problem: "unreadable" });
  expect(host.stat(`${root}/pipe`)?.kind).toBe("other");
});

test("entries have kind, size and mode; links are not followed", () => {
  const entries = host.list(`${root}/context`)?.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(entries).toEqual([
    { name: "broken", kind: "symlink", size: 0, executable: false },
    { name: "latin1", kind: "file", size: 2, executable: false },
    { name: "out", kind: "symlink", size: 0, executable: false },
    { name: "run.sh", kind: "file", size: 2, executable: process.platform !== "win32" },
    { name: "self", kind: "symlink", size: 0, executable: false },
    { name: "sub", kind: "directory", size: 0, executable: false },
    { name: "text", kind: "file", size: 7, executable: false },
  ]);
  expect(host.list(`${root}/context/text`)).toBeNull();
  expect(host.list(`${root}/nope`)).toBeNull();
  expect(host.stat(`${root}/context/out`)?.kind).toBe("symlink");
  expect(host.stat(`${root}/context/sub`)).toMatchObject({ name: "sub", kind: "directory" });
  expect(host.stat(`${root}/nope`)).toBeNull();
});

test("real paths follow links, also out of a directory", () => {
  expect(host.realPath(`${root}/context/sub/loop/loop`)).toBe(`${root}/context/sub`);
  expect(host.realPath(`${root}/context/out`)).toBe(`${root}/outside`);
  expect(host.realPath(`${root}/context/broken`)).toBeNull();
  expect(host.realPath(`${root}/context/self`)).toBeNull();
});

test("a walk lists links, does not follow them, and ends", () => {
  const { files, bytes, truncated } = walkContext(host, `${root}/context`, null);
  expect(files.map((file) => `${file.path} ${file.kind}`)).toEqual([
    "broken symlink",
    "latin1 file",
    "out symlink",
    "run.sh file",
    "self symlink",
    "sub/deep file",
    "sub/loop symlink",
    "text file",
  ]);
  expect([bytes, truncated]).toEqual([16, false]);
});
