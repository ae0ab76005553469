import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { folderHistory as folderHistoryOf } from "../../src/history/path-states.ts";
import { historyOf } from "./hand-history.ts";

const all = (): boolean => true;
const folderHistory = (history: ReturnType<typeof historyOf>, folder: string) =>
  folderHistoryOf(
    history.commits.map(({ changes }) => changes),
    folder,
  );

describe("the states of paths", () => {
  it("are equal when the content is, a revert included", () => {
    const files = folderHistory(
      historyOf([
        { a: "1", "b/c": "1" },
        { a: "2" },
        { a: "1" },
        { "b/c": "2" },
        { "b/c": null },
        { "b/c": "2" },
      ]),
      ".",
    );
    expect([...files.statesOf(all)]).toEqual([0, 1, 0, 2, 3, 2]);
    expect([...files.statesOf((path) => path === "a")]).toEqual([0, 1, 0, 0, 0, 0]);
    expect([...files.presenceOf((path) => path.startsWith("b/"))]).toEqual([1, 1, 1, 1, 0, 1]);
  });

  it("tell a file from another with the same content, and its mode", () => {
    const files = folderHistory(historyOf([{ a: "1" }, { a: null, b: "1" }, { b: "1 executable" }]), ".");
    expect([...files.statesOf(all)]).toEqual([0, 1, 2]);
  });

  it("are about a folder, with paths from there", () => {
    const files = folderHistory(
      historyOf([{ "api/a": "1", "apis/a": "1" }, { "apis/a": "2" }, { "api/b": "1" }]),
      "api",
    );
    expect([...files.statesOf(all)]).toEqual([0, 0, 1]);
  });

  it("agree with a comparison of whole trees", () => {
    const change = fc.dictionary(
      fc.constantFrom("a", "b", "d/a", "d/e/f", "__proto__"),
      fc.constantFrom("1", "2", "3", null),
      { maxKeys: 3 },
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), fc.boolean(), (changes, onlyD) => {
        const selects = (path: string): boolean => !onlyD || path.startsWith("d/");
        const tree = new Map<string, string>();
        const trees = changes.map((made) => {
          for (const [path, content] of Object.entries(made)) {
            if (!selects(path)) continue;
            if (content === null) tree.delete(path);
            else tree.set(path, content);
          }
          return JSON.stringify([...tree].sort());
        });
        const states = folderHistory(historyOf(changes), ".").statesOf(selects);
        for (const [one, text] of trees.entries())
          for (const [other, earlier] of trees.entries())
            expect(states[one] === states[other]).toBe(text === earlier);
      }),
    );
  });
});
