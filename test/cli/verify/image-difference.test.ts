import { packTar, type TarEntry } from "modern-tar";
import { expect, it } from "vitest";
import { imageDifferences } from "../../../src/cli/verify/image-difference.ts";
import { imageFiles } from "../../../src/cli/verify/image-files.ts";

const base: readonly TarEntry[] = [
  { header: { name: "app/", type: "directory", size: 0, mode: 0o755 } },
  { header: { name: "app/a", type: "file", size: 1, mode: 0o644 }, body: "a" },
  { header: { name: "app/b", type: "link", size: 0, linkname: "app/a" } },
  { header: { name: "app/c", type: "symlink", size: 0, linkname: "a" } },
];

async function image(entries: readonly TarEntry[], config: Readonly<Record<string, unknown>> = {}) {
  const bytes = await packTar(entries);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return { files: await imageFiles(stream), config };
}

const file = (name: string, body: string, more: object = {}): TarEntry => ({
  header: { name, type: "file", size: body.length, mode: 0o644, ...more },
  body,
});

it.each<[string, readonly TarEntry[], readonly string[]]>([
  ["nothing", base, []],
  ["another time", base.map((entry) => ({ ...entry, header: { ...entry.header, mtime: new Date(0) } })), []],
  ["content", [base[0]!, file("app/a", "b"), base[3]!, file("app/b", "a")], ["/app/a: other content"]],
  ["a link to a file instead of a copy", [base[0]!, base[1]!, file("app/b", "a"), base[3]!], []],
  [
    "mode",
    [base[0]!, file("app/a", "a", { mode: 0o755 }), file("app/b", "a"), base[3]!],
    ["/app/a: mode 644 → 755"],
  ],
  [
    "owner",
    [base[0]!, file("app/a", "a", { uid: 5 }), file("app/b", "a"), base[3]!],
    ["/app/a: owner 0:0 → 5:0"],
  ],
  [
    "a target",
    [...base.slice(0, 3), { header: { name: "app/c", type: "symlink", size: 0, linkname: "b" } }],
    ["/app/c: link to a → b"],
  ],
  ["a file more", [...base, file("app/d", "")], ["/app/d is new"]],
  ["a file less", base.slice(0, 3), ["/app/c is gone"]],
  ["a log", [...base, file("var/log/apt/history.log", "x")], []],
  ["the place of a cache", [...base, { header: { name: "root/.npm/", type: "directory", size: 0 } }], []],
])("%s", async (_, entries, expected) => {
  expect(imageDifferences(await image(base), await image(entries))).toEqual(expected);
});

it.each<[object, object, number]>([
  [{ Env: ["A=1", "B=2"] }, { Env: ["B=2", "A=1"] }, 0],
  [{ Env: ["A=1", "A=2"] }, { Env: ["A=2"] }, 0],
  [{ Env: ["A=1"] }, { Env: ["A=2"] }, 1],
  [{ Labels: null }, { Labels: {} }, 0],
  [{ Labels: { a: "1", b: "2" } }, { Labels: { b: "2", a: "1" } }, 0],
  [{ User: "" }, { User: "app" }, 1],
  [{ Cmd: ["a", "b"] }, { Cmd: ["b", "a"] }, 1],
  [{ WorkingDir: "/a" }, { WorkingDir: "/b" }, 1],
])("configuration %j and %j: %i differences", async (one, other, differences) => {
  const files = new Map();
  expect(imageDifferences({ files, config: { ...one } }, { files, config: { ...other } })).toHaveLength(
    differences,
  );
});
