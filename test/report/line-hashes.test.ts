import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineHashes } from "../../src/report/line-hashes.ts";

describe("hashes of lines", () => {
  /** Made by a transcription of the algorithm of github/codeql-action with a rolling window and big integers. */
  it.each<[string, readonly string[]]>([
    ["", ["c129715d7a2bc9a3:1"]],
    ["a", ["53b5d4aabe50d64:1"]],
    ["a\n", ["243cbaa4685aab12:1", "c129715d7a2bc9a3:1"]],
    [
      "FROM a\nRUN x\nRUN x\n",
      ["80c44b2e5e16a774:1", "7e30888a674ac8d:1", "642bd1e5138257ee:1", "c129715d7a2bc9a3:1"],
    ],
    [
      "\ufeffFROM a\r\nRUN x\r\n\r\n",
      ["50253dbdfa075ff2:1", "3b5ad79f0667a07c:1", "3c5bef55b72b93c9:1", "c129715d7a2bc9a3:1"],
    ],
    ["a\rb\r \nc", ["4850bf53658d4e53:1", "b0367d257df6d03c:1", "1c206f60a702cfe8:1", "188ff2f224477a1e:1"]],
    [
      "\t x \n\n  \nx",
      ["193d931320419d3d:1", "aa6568db034358f3:1", "a88801a1799b48b5:1", "638816509450efbf:1"],
    ],
    [
      "FROM \ud83d\ude00\u00e9\nRUN x\nFROM \ud83d\ude00\u00e9\nRUN x\nFROM \ud83d\ude00\u00e9\nRUN x\n",
      [
        "64e612ee0bc95748:1",
        "b6aab5e181a2bb40:1",
        "8123e76ede18c0dd:1",
        "d3d6e9547b3e0135:1",
        "e54ff7296feed7b6:1",
        "642bd1e5138257ee:1",
        "c129715d7a2bc9a3:1",
      ],
    ],
  ])("of %j are those of GitHub", (text, hashes) => {
    expect(lineHashes(text)).toEqual(hashes);
  });

  it("are all different, one for each line", () => {
    const line = fc.constantFrom("RUN x", "", "  ", "RUN \u{1f600}", "\tCOPY a b", "x".repeat(150));
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom("\n", "\r\n", "\r"), (lines, end) => {
        const hashes = lineHashes(lines.map((text) => text + end).join(""));
        expect(hashes).toHaveLength(lines.length + 1);
        expect(new Set(hashes).size).toBe(hashes.length);
        for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{1,16}:[1-9]\d*$/);
      }),
    );
  });

  it("stay when the line moves, and what comes behind it moves along", () => {
    const text = "FROM a\nRUN x\n";
    expect(lineHashes(`${"# more\n".repeat(10)}${text}`).slice(10)).toEqual(lineHashes(text));
  });
});
