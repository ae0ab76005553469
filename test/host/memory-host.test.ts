import { expect, test } from "vitest";
import { memoryHost } from "../../src/host/memory-host.ts";

const host = memoryHost({
  "/app/a.js": "é",
  "app/run.sh": { text: "x", executable: true, size: 9 },
  "/app/empty/": "",
  "/app/bad": { problem: "not-utf8", size: 3 },
  "/app/link": { symlinkTo: "a.js" },
  "/app/up": { symlinkTo: "../lib" },
  "/app/abs": { symlinkTo: "/lib/deep" },
  "/app/broken": { symlinkTo: "nowhere" },
  "/loop": { symlinkTo: "/pool" },
  "/pool": { symlinkTo: "/loop" },
  "/lib/deep/b.js": "b",
});

test.each([
  ["/app/a.js", { text: "é" }],
  ["/app/./x/../a.js", { problem: "missing" }],
  ["/app/empty/../a.js", { text: "é" }],
  ["/app/link", { text: "é" }],
  ["/app/up/deep/b.js", { text: "b" }],
  ["/app/abs/b.js", { text: "b" }],
  ["/app/bad", { problem: "not-utf8" }],
  ["/app", { problem: "directory" }],
  ["/app/a.js/x", { problem: "missing" }],
  ["/app/broken", { problem: "missing" }],
  ["/loop", { problem: "missing" }],
])("reading %s", (path, result) => {
  expect(host.readText(path)).toEqual(result);
});

test("a listing has links as they are, and sizes in bytes", () => {
  expect(host.list("/app")).toEqual([
    { name: "a.js", kind: "file", size: 2, executable: false },
    { name: "run.sh", kind: "file", size: 9, executable: true },
    { name: "empty", kind: "directory", size: 0, executable: false },
    { name: "bad", kind: "file", size: 3, executable: false },
    { name: "link", kind: "symlink", size: 0, executable: false },
    { name: "up", kind: "symlink", size: 0, executable: false },
    { name: "abs", kind: "symlink", size: 0, executable: false },
    { name: "broken", kind: "symlink", size: 0, executable: false },
  ]);
  expect(host.list("/app/up")?.map((entry) => entry.name)).toEqual(["deep"]);
  expect(host.list("/app/empty")).toEqual([]);
  expect(host.list("/app/a.js")).toBeNull();
  expect(host.list("/nope")).toBeNull();
});

test("stat does not follow the last link, real paths follow all", () => {
  expect(host.stat("/app/up")?.kind).toBe("symlink");
  expect(host.stat("/app/up/deep")?.kind).toBe("directory");
  expect(host.stat("/")).toMatchObject({ name: "/", kind: "directory" });
  expect(host.stat("/nope")).toBeNull();
  expect(host.realPath("/app/abs/b.js")).toBe("/lib/deep/b.js");
  expect(host.realPath("/app/up/..")).toBe("/");
  expect(host.realPath("/loop")).toBeNull();
});
