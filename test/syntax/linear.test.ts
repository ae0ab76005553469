import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.ts";

/**
 * Counts the units of text that are looked at while `run` runs: calls that read one unit, and the distance that searches go. The
 * parser has no counter of its own, and time would not be repeatable.
 */
function work(run: () => void): number {
  const proto = String.prototype;
  const { charAt, charCodeAt, codePointAt, indexOf, slice, startsWith, substring } = proto;
  let units = 0;
  const count = <Args extends unknown[], Result>(
    original: (this: string, ...args: Args) => Result,
    cost: (text: string, args: Args, result: Result) => number,
  ) =>
    function (this: string, ...args: Args): Result {
      const result = original.apply(this, args);
      units += 1 + cost(this, args, result);
      return result;
    };
  proto.charAt = count(charAt, () => 0);
  proto.charCodeAt = count(charCodeAt, () => 0);
  proto.codePointAt = count(codePointAt, () => 0);
  proto.indexOf = count(indexOf, (text, [, from = 0], found) => (found === -1 ? text.length : found) - from);
  proto.slice = count(slice, (_text, _args, found) => found.length);
  proto.substring = count(substring, (_text, _args, found) => found.length);
  proto.startsWith = count(startsWith, (_text, [wanted]) => wanted.length);
  try {
    run();
  } finally {
    Object.assign(proto, { charAt, charCodeAt, codePointAt, indexOf, slice, startsWith, substring });
  }
  return units;
}

const numbered = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

/** Files that have cost some parser quadratic time; `size` is about the number of lines. */
const shapes: Readonly<Record<string, (size: number) => string>> = {
  "one stage": (size) => `FROM a\n${"COPY a b /c\n".repeat(size)}`,
  "many stages and comments": (size) => "# c\nFROM a AS b\nRUN x\n# d\n".repeat(size / 4),
  "one RUN of many lines": (size) => `FROM a\nRUN x \\\n${" && y \\\n # c\n\n".repeat(size / 3)} z\n`,
  "one heredoc": (size) => `FROM a\nRUN <<EOF\n${"echo\n".repeat(size)}EOF\n`,
  "one heredoc with tabs": (size) => `FROM a\nRUN <<-EOF\n${"\techo\n".repeat(size)}\tEOF\n`,
  "many heredocs": (size) => `FROM a\n${"RUN <<EOF\necho\nEOF\n".repeat(size / 3)}`,
  "heredocs without end": (size) => `FROM a\n${numbered(size, (index) => `RUN <<E${index}\n`)}`,
  "many markers in one line": (size) => `FROM a\nRUN ${numbered(size / 10, (index) => `<<E${index} `)}\n`,
  "long lines": (size) => `FROM a\n${`RUN ${"a ".repeat(2000)}\n`.repeat(size / 100)}`,
  "many pairs": (size) => `FROM a\nENV ${'a="b" '.repeat(size)}\n`,
  "pairs on many lines": (size) => `FROM a\nENV ${"a=b \\\n".repeat(size)} c=d\n`,
  "a long JSON array": (size) => `FROM a\nCMD [${'"a\\n", \\\n'.repeat(size)}"b"]\n`,
  "nested variables": (size) => `FROM a\nENV a=${"${a:-".repeat(size)}${"}".repeat(size)}\n`,
  "nested brackets": (size) => `FROM a\nCMD ${"[".repeat(size)}\n`,
  "ONBUILD upon ONBUILD": (size) => `FROM a\n${"ONBUILD ".repeat(size)}\n`,
  "many flags": (size) => `FROM a\nRUN ${"--mount=type=cache,target=/x ".repeat(size / 10)}x\n`,
  "many fields of a mount": (size) => `FROM a\nRUN --mount=${"ro,".repeat(size)}rw x\n`,
  "blanks and escapes": (size) => `FROM a\nRUN ${" ".repeat(size)}${"\\".repeat(size)}\n`,
  "lone continuations": (size) => `FROM a\n${"\\\n".repeat(size)}`,
  "unknown instructions": (size) => "foo bar\n".repeat(size),
};

describe("the work of parsing grows with the text", () => {
  for (const [name, make] of Object.entries(shapes)) {
    it(name, () => {
      const [small, large] = [make(1200), make(4800)];
      const growth = work(() => parse(large)) / work(() => parse(small));
      const length = large.length / small.length;
      expect(growth).toBeLessThan(length * 1.25);
    });
  }

  it("counts quadratic work as such", () => {
    const scan = (text: string): void => {
      for (let at = 0; at < text.length; at++) text.indexOf("b", at);
    };
    expect(work(() => scan("a".repeat(400))) / work(() => scan("a".repeat(100)))).toBeGreaterThan(12);
  });

  it("reads 100,000 lines", () => {
    for (const name of [
      "one stage",
      "many stages and comments",
      "one RUN of many lines",
      "heredocs without end",
    ]) {
      const { instructions } = parse(shapes[name]!(100_000));
      expect(instructions.length).toBeGreaterThan(1);
    }
  }, 30_000);

  it("judges long values without going back over them", () => {
    const long = 100_000;
    const values = [
      "1",
      "0",
      ".1",
      "u+",
      "u=,",
      "a(",
      "a/",
      ":",
      "1.",
      "1-",
      "+",
      " ",
      "\\",
      "=",
      "[",
      "a=",
      "x@",
      "sha256:",
    ];
    const flags = [
      "HEALTHCHECK --interval=",
      "HEALTHCHECK --retries=",
      "COPY --chmod=",
      "ADD --checksum=",
      "FROM --platform=",
      "RUN --mount=type=tmpfs,size=",
    ];
    const words = ["EXPOSE ", "STOPSIGNAL ", "FROM a AS ", "COPY ", "# check=", "# escape=", "CMD ["];
    for (const value of values) {
      for (const start of [...flags, ...words]) {
        const { problems } = parse(`${start}${value.repeat(long / value.length)}! x\n`);
        expect(problems.every(({ message }) => message.length < 400)).toBe(true);
      }
    }
  });

  it("reads half a million mistakes without running out of stack", () => {
    const many = `${"# syntax=x\n".repeat(150_000)}FROM a\nRUN --mount=${"x,".repeat(150_000)} y\n`;
    expect(parse(many).problems.length).toBeGreaterThan(299_000);
  });
});
