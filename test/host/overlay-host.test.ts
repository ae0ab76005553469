import { expect, it } from "vitest";
import { memoryHost } from "../../src/host/memory-host.ts";
import { overlayHost } from "../../src/host/overlay-host.ts";

const base = memoryHost({ "/app/a.txt": "old", "/app/src/b.txt": "b" });
const overlay = overlayHost(
  base,
  new Map([
    ["/app/a.txt", "newer"],
    ["/app/.dockerignore", "é\n"],
    ["/app/docker/deep/c.txt", "c"],
  ]),
);

function names(directory: string): readonly string[] | undefined {
  return overlay
    .list(directory)
    ?.map(({ name, kind }) => `${name} ${kind}`)
    .sort();
}

it("shows new and replaced files", () => {
  expect(overlay.readText("/app/a.txt")).toEqual({ text: "newer" });
  expect(overlay.readText("/app/.dockerignore")).toEqual({ text: "é\n" });
  expect(overlay.stat("/app/.dockerignore")).toMatchObject({ name: ".dockerignore", kind: "file", size: 3 });
  expect(overlay.realPath("/app/.dockerignore")).toBe("/app/.dockerignore");
});

it("shows new folders, also between old ones", () => {
  expect(names("/app")).toEqual([".dockerignore file", "a.txt file", "docker directory", "src directory"]);
  expect(names("/app/docker")).toEqual(["deep directory"]);
  expect(overlay.stat("/app/docker/deep")).toMatchObject({ name: "deep", kind: "directory" });
  expect(names("/")).toEqual(["app directory"]);
});

it("leaves everything else as it is", () => {
  expect(overlay.readText("/app/src/b.txt")).toEqual({ text: "b" });
  expect(names("/app/src")).toEqual(["b.txt file"]);
  expect(overlay.list("/nowhere")).toBeNull();
  expect(overlay.stat("/nowhere")).toBeNull();
  expect(overlay.realPath("/nowhere")).toBeNull();
  expect(base.readText("/app/.dockerignore")).toEqual({ problem: "missing" });
});
