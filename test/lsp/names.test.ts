import { describe, expect, it } from "vitest";
import { nameAt, placesOfName, renaming } from "../../src/lsp/names.ts";
import { buildFile } from "../../src/model/build-file.ts";
import { applyEdits } from "../../src/text/edit.ts";

/** The text without its mark `|`, and what stands there. */
function marked(text: string) {
  const file = buildFile("Dockerfile", text.replace("|", ""));
  return { file, name: nameAt(file, text.indexOf("|")) };
}

describe("renaming", () => {
  it.each<[name: string, text: string, to: string, renamed: string]>([
    [
      "a stage, from its declaration",
      "FROM a AS b|ase\nFROM base\nCOPY --from=base /x /\n",
      "one",
      "FROM a AS one\nFROM one\nCOPY --from=one /x /\n",
    ],
    [
      "a stage, from a use, whatever its case",
      "FROM a AS base\nFROM s\nCOPY --from=BA|SE /x /\n",
      "one",
      "FROM a AS one\nFROM s\nCOPY --from=one /x /\n",
    ],
    [
      "a stage in a mount; numbers stay",
      "FROM a AS base\nFROM s\nRUN --mount=from=ba|se,target=/x true\nCOPY --from=0 /x /\n",
      "one",
      "FROM a AS one\nFROM s\nRUN --mount=from=one,target=/x true\nCOPY --from=0 /x /\n",
    ],
    [
      "an argument of all stages",
      "ARG V|=1\nFROM a:$V\nARG V\nRUN echo ${V:-2} $VV \\$V\n",
      "W",
      "ARG W=1\nFROM a:$W\nARG W\nRUN echo ${W:-2} $VV \\$V\n",
    ],
    [
      "an argument, from a shell",
      "FROM a\nARG V\nRUN <<EOF\necho $|V\nEOF\n",
      "W",
      "FROM a\nARG W\nRUN <<EOF\necho $W\nEOF\n",
    ],
  ])("%s", (_, text, to, renamed) => {
    const { file, name } = marked(text);
    const edits = renaming(file, name!, to);
    expect(typeof edits === "string" ? edits : applyEdits(file.text, edits)).toBe(renamed);
  });

  it.each<[name: string, text: string, to: string, reason: RegExp]>([
    ["another stage has the name", "FROM a AS o|ne\nFROM b AS two\n", "TWO", /another stage is called/],
    ["it is no name of a stage", "FROM a AS o|ne\n", "a b", /begins with a letter/],
    [
      "a variable may mean the stage",
      "ARG S=one\nFROM a AS o|ne\nFROM $S\n",
      "two",
      /decides what this name means/,
    ],
    ["programs read it", "FROM a\nARG V|\nENV V=$V\n", "W", /an `ENV` sets `V` too/],
    ["it is no name of a variable", "FROM a\nARG V|\n", "1", /letters, digits/],
  ])("is refused where %s", (_, text, to, reason) => {
    const { file, name } = marked(text);
    expect(renaming(file, name!, to)).toMatch(reason);
  });

  it.each(["FR|OM a\n", "FROM a|b\n", "FROM a\nRUN ec|ho\n", "FROM a\nENV V=1\nRUN echo $|V\n"])(
    "has no name in %j",
    (text) => {
      expect(marked(text).name).toBeNull();
    },
  );
});

it("places of a name are its declaration and its uses", () => {
  const { file, name } = marked("FROM a AS b|\nFROM b\nCOPY --from=b /x /\n");
  expect(placesOfName(file, name!).map(({ start, end }) => file.text.slice(start - 1, end))).toEqual([
    " b",
    " b",
    "=b",
  ]);
});
