import { describe, expect, it } from "vitest";
import type {
  Dockerfile,
  Instruction,
  InstructionKind,
  InstructionOf,
  Word,
} from "../../src/syntax/nodes.ts";
import { parse } from "../../src/syntax/parse.ts";

/** One case for each defect that src/syntax/UPSTREAM.md lists; the numbers are the same. */
interface Defect {
  readonly number: number;
  /** After a line `FROM a`, unless it begins with `#`. */
  readonly text: string;
  readonly look: (file: Dockerfile, text: string) => unknown;
  readonly right: unknown;
}

const kinds = ({ instructions }: Dockerfile): string[] => instructions.map(({ kind }) => kind);
const texts = (words: readonly (Word | null)[]): (string | undefined)[] => words.map((word) => word?.text);
const codes = ({ problems }: Dockerfile): string[] => problems.map(({ code }) => code);

function find<Kind extends InstructionKind>(file: Dockerfile, kind: Kind): InstructionOf<Kind> {
  return file.instructions.find((one): one is InstructionOf<Kind> & Instruction => one.kind === kind)!;
}

const heredocs = (file: Dockerfile): [string, string][] =>
  file.instructions.flatMap((one) =>
    one.heredocs.map(({ name, body }): [string, string] => [name, body.text]),
  );
const strings = (file: Dockerfile, kind: "CMD" | "RUN"): string[] | string => {
  const { command } = find(file, kind);
  return command.form === "exec" ? command.strings.map(({ value }) => value) : command.script.text;
};
const pairs = (file: Dockerfile, kind: "ENV" | "ARG"): (string | undefined)[][] =>
  find(file, kind).pairs.map(({ key, value }) => [key.text, value?.text]);
const lines = ({ instructions, text }: Dockerfile): string[] =>
  instructions.map(({ range }) => text.slice(range.start, range.end));

const defects: readonly Defect[] = [
  {
    number: 1,
    text: "RUN <<EOF\necho 1\nEOF\n",
    look: (file) => [find(file, "RUN").rest.text, heredocs(file)],
    right: ["<<EOF", [["EOF", "echo 1\n"]]],
  },
  { number: 2, text: 'RUN echo "a <<EOF b"\nRUN x\n', look: kinds, right: ["FROM", "RUN", "RUN"] },
  {
    number: 3,
    text: 'RUN [ "sh","-c","cat <<EOF >x" ]\nRUN x\n',
    look: kinds,
    right: ["FROM", "RUN", "RUN"],
  },
  {
    number: 4,
    text: "RUN cat 3<<EOF\nFROM evil\nEOF\n",
    look: (file) => [kinds(file), heredocs(file), find(file, "RUN").heredocs[0]?.descriptor],
    right: [["FROM", "RUN"], [["EOF", "FROM evil\n"]], 3],
  },
  { number: 5, text: "RUN << EOF\necho\nEOF\n", look: heredocs, right: [["EOF", "echo\n"]] },
  {
    number: 6,
    text: "COPY <<-A <<B /d/\n\ta\n\tA\nb\n\tB\nB\n",
    look: (file) => [kinds(file), heredocs(file)],
    right: [
      ["FROM", "COPY"],
      [
        ["A", "a\n"],
        ["B", "b\n\tB\n"],
      ],
    ],
  },
  {
    number: 7,
    text: 'RUN <<E"O"F\necho\nEOF\nRUN x\n',
    look: (file) => [kinds(file), heredocs(file), find(file, "RUN").heredocs[0]?.expand],
    right: [["FROM", "RUN", "RUN"], [["EOF", "echo\n"]], false],
  },
  { number: 8, text: 'RUN <<"EO F"\n..\nEO F\n', look: heredocs, right: [["EO F", "..\n"]] },
  {
    number: 9,
    text: "RUN <<EOF\necho a \\\nEOF",
    look: (file, text) => [heredocs(file), find(file, "RUN").heredocs[0]?.terminator, text.length],
    right: [[["EOF", "echo a \\\n"]], { start: 26, end: 29 }, 29],
  },
  { number: 10, text: "RUN echo \\\\\nRUN x\n", look: lines, right: ["FROM a", "RUN echo \\\\", "RUN x"] },
  {
    number: 11,
    text: "\\\nRUN x\n",
    look: (file) => [kinds(file), lines(file)],
    right: [
      ["FROM", "RUN"],
      ["FROM a", "RUN x"],
    ],
  },
  {
    number: 12,
    text: "# foo=bar\n# escape=`\nFROM a\n",
    look: ({ escape: unit, directives, comments }) => [unit, directives, comments.length],
    right: ["\\", [], 2],
  },
  {
    number: 13,
    text: "# see http://x/?a=b\nFROM a\n",
    look: ({ directives, comments }) => [directives, comments.map(({ text }) => text)],
    right: [[], [" see http://x/?a=b"]],
  },
  {
    number: 14,
    text: "# check=skip=A,B; error = true\nFROM a\n",
    look: ({ directives }) => directives.map(({ name, value }) => [name, value]),
    right: [["check", "skip=A,B; error = true"]],
  },
  {
    number: 15,
    text: "# escape=a\n# syntax=x\n# syntax=y\nFROM a\nRUN <<EOF\n",
    look: codes,
    right: ["invalid-escape-directive", "repeated-directive", "unterminated-heredoc"],
  },
  {
    number: 16,
    text: 'COPY ["a b","c"]\n',
    look: (file) => texts([...find(file, "COPY").sources, find(file, "COPY").destination]),
    right: ["a b", "c"],
  },
  { number: 17, text: 'CMD ["a\\u0041\\n"]\n', look: (file) => strings(file, "CMD"), right: ["aA\n"] },
  { number: 18, text: 'CMD ["a",]\n', look: (file) => strings(file, "CMD"), right: '["a",]' },
  { number: 18, text: 'CMD ["a",1]\n', look: codes, right: ["not-a-string"] },
  { number: 18, text: 'CMD ["a"] b\n', look: (file) => strings(file, "CMD"), right: '["a"] b' },
  {
    number: 19,
    text: 'RUN --mount="type=bind,source=a b" echo\n',
    look: (file) => [find(file, "RUN").flags.map(({ name, value }) => [name, value]), strings(file, "RUN")],
    right: [[["mount", "type=bind,source=a b"]], "echo"],
  },
  {
    number: 20,
    text: "ENV x=${a-d} y=${a##p}\n",
    look: (file) => pairs(file, "ENV"),
    right: [
      ["x", "${a-d}"],
      ["y", "${a##p}"],
    ],
  },
  {
    number: 21,
    text: "ENV x=${a:-${b:-c}}\n",
    look: (file) => [pairs(file, "ENV"), codes(file)],
    right: [[["x", "${a:-${b:-c}}"]], []],
  },
  {
    number: 22,
    text: 'ENV x="${a:-b c}"\n',
    look: (file) => pairs(file, "ENV"),
    right: [["x", '"${a:-b c}"']],
  },
  {
    number: 23,
    text: "ENV x=$@ y=$((1\n",
    look: (file) => [pairs(file, "ENV"), codes(file)],
    right: [
      [
        ["x", "$@"],
        ["y", "$((1"],
      ],
      [],
    ],
  },
  {
    number: 24,
    text: "COPY <<'E' /x\n$c ${\nE\n",
    look: (file) => [find(file, "COPY").heredocs[0]?.expand, codes(file)],
    right: [false, []],
  },
  {
    number: 25,
    text: 'ARG a b=1 c="x y"\n',
    look: (file) => pairs(file, "ARG"),
    right: [
      ["a", undefined],
      ["b", "1"],
      ["c", '"x y"'],
    ],
  },
  {
    number: 26,
    text: "# c\nFROM reg:5000/ns/img:tag@sha256:00 AS b\n",
    look: (file) => texts([find(file, "FROM").image, find(file, "FROM").as, find(file, "FROM").name]),
    right: ["reg:5000/ns/img:tag@sha256:00", "AS", "b"],
  },
  { number: 27, text: 'ENV c="d e"\n', look: (file) => pairs(file, "ENV"), right: [["c", '"d e"']] },
  {
    number: 28,
    text: "RUN -- echo\n",
    look: (file) => [find(file, "RUN").flags, strings(file, "RUN")],
    right: [[], "echo"],
  },
  {
    number: 29,
    text: 'HEALTHCHECK CMD ["curl"]\n',
    look: (file) => find(file, "HEALTHCHECK").command?.form,
    right: "exec",
  },
  {
    number: 29,
    text: 'ONBUILD HEALTHCHECK CMD ["curl"]\n',
    look: (file) => {
      const { trigger } = find(file, "ONBUILD");
      return trigger?.kind === "HEALTHCHECK" ? trigger.command?.form : trigger?.kind;
    },
    right: "exec",
  },
  {
    number: 30,
    text: "COPY\va\fb\rc /d\n",
    look: (file) => [texts(find(file, "COPY").sources), find(file, "COPY").destination?.text],
    right: [["a", "b", "c"], "/d"],
  },
  {
    number: 31,
    text: "RUN a \\",
    look: (file, text) => [lines(file).at(-1), find(file, "RUN").range.end, text.length],
    right: ["RUN a \\", 14, 14],
  },
];

describe("what dockerfile-ast reads wrongly is read right", () => {
  for (const { number, text, look, right } of defects) {
    it(`${number}: ${JSON.stringify(text)}`, () => {
      const whole = text.startsWith("#") ? text : `FROM a\n${text}`;
      expect(look(parse(whole), whole)).toEqual(right);
    });
  }

  it("covers all of the list", () => {
    expect([...new Set(defects.map(({ number }) => number))]).toEqual(
      Array.from({ length: 31 }, (_, index) => index + 1),
    );
  });
});
