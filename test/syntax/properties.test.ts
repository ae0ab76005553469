import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines } from "../../src/syntax/lines.ts";
import type { Dockerfile, Instruction, Word } from "../../src/syntax/nodes.ts";
import { parse } from "../../src/syntax/parse.ts";
import { type MappedText, sourceOffset } from "../../src/text/mapped-text.ts";
import type { Range } from "../../src/text/range.ts";

/** Texts that are nearly Dockerfiles: what matters to the parser, in any order. */
const fragment = fc.constantFrom(
  ..."FROM a AS b|RUN|COPY|ADD|ENV|LABEL|ARG|CMD|HEALTHCHECK CMD|ONBUILD|EXPOSE 80|SHELL|VOLUME|USER|foo|# c|# escape=`".split(
    "|",
  ),
  ...'<<EOF|<<-EOF|3<<"E F"|EOF|E F|--mount=type=cache,target=/x|--link|--from="a b"|--|"|\'|${a:-|}|$b|["a", "\\u0041\\n"]|a=b'.split(
    "|",
  ),
  ..." |  |\t|\n|\n|\n|\r\n|\\\n|\\ \r\n|`\n|\\|\\\\\n|\n# c\n|\n\n|\v|\f|\u00a0|\ufeff|\u2028|é|😀|\0|\ud800".split(
    "|",
  ),
);
const dockerfile = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(""));
const anyText = fc.oneof(dockerfile, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const runs = { numRuns: 600 };

function within(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
}

/** Every unit of a mapped text is the unit of the document that it points at. */
function isMapped(mapped: MappedText, text: string): boolean {
  for (let at = 0; at < mapped.text.length; at++) {
    if (mapped.text.charAt(at) !== text.charAt(sourceOffset(mapped, at))) return false;
  }
  return true;
}

function wordsOf(instruction: Instruction): (Word | null)[] {
  switch (instruction.kind) {
    case "FROM":
      return [instruction.image, instruction.as, instruction.name];
    case "COPY":
    case "ADD":
      return [...instruction.sources, instruction.destination];
    case "ENV":
    case "LABEL":
    case "ARG":
      return instruction.pairs.flatMap(({ key, value }) => [key, value]);
    case "EXPOSE":
      return [...instruction.ports];
    case "VOLUME":
      return [...instruction.paths];
    case "USER":
      return [instruction.user];
    case "WORKDIR":
      return [instruction.path];
    case "STOPSIGNAL":
      return [instruction.signal];
    default:
      return [];
  }
}

function check(file: Dockerfile, holds: (instruction: Instruction) => boolean): boolean {
  return file.instructions.every(
    (one) => holds(one) && (one.kind !== "ONBUILD" || one.trigger === null || holds(one.trigger)),
  );
}

describe("parse, for any text", () => {
  it("answers, with problems in document order and inside the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { problems } = parse(text);
        const starts = problems.map(({ range }) => range.start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        expect(problems.every(({ range }) => within(range, { start: 0, end: text.length }))).toBe(true);
        expect(problems.every(({ code, message }) => /^[a-z-]+$/.test(code) && !message.endsWith("."))).toBe(
          true,
        );
      }),
      runs,
    );
  });

  it("gives instructions and comments that follow one another", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { instructions, comments, directives } = parse(text);
        let at = 0;
        for (const { range } of instructions) {
          expect(range.start).toBeGreaterThanOrEqual(at);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
          at = range.end;
        }
        for (const list of [comments, directives]) {
          const starts = list.map(({ range }) => range.start);
          expect(starts).toEqual([...starts].sort((a, b) => a - b));
        }
        for (const { range } of [...comments, ...directives]) expect(text.charAt(range.start)).toBe("#");
      }),
      runs,
    );
  });

  it("leaves nothing but comments, directives, blanks and lone continuations between instructions", () => {
    fc.assert(
      fc.property(dockerfile, (text) => {
        const { instructions, comments, directives, problems } = parse(text);
        // A directive that is given again counts for nothing, and is reported.
        const again = problems.filter(({ code }) => code === "repeated-directive");
        const parts = [...instructions, ...comments, ...directives, ...again].map(({ range }) => range);
        const covered = new Uint8Array(text.length);
        for (const { start, end } of parts) covered.fill(1, start, end);
        const left =
          [...text].length === text.length ? [...text].filter((_, at) => covered[at] === 0).join("") : "";
        expect(left).toMatch(/^[\s\u0085\ufeff\\`]*$/);
      }),
      runs,
    );
  });

  it("keeps every part of an instruction inside of it", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parse(text);
        const isInside = (one: Instruction): boolean =>
          [
            one.keyword,
            ...one.flags,
            ...wordsOf(one),
            ...one.heredocs.map(({ marker }) => marker),
            ...one.problems,
          ].every((part) => part === null || within(part.range, one.range)) &&
          one.heredocs.every(({ bodyRange }) => bodyRange.start >= one.range.start) &&
          one.emptyContinuations.every(
            (range) => range.start >= one.range.start || one.keyword.range.start >= range.start,
          );
        expect(check(file, isInside)).toBe(true);
      }),
      runs,
    );
  });

  it("maps joined text back to the document, unit by unit", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readLines(text).statements.every(({ line }) => isMapped(line, text))).toBe(true);
        const isExact = (one: Instruction): boolean =>
          isMapped(one.rest, text) &&
          one.heredocs.every(({ body }) => isMapped(body, text)) &&
          one.flags.every(
            ({ mapped, value }) => mapped === null || (mapped.text === value && isMapped(mapped, text)),
          );
        expect(check(parse(text), isExact)).toBe(true);
      }),
      runs,
    );
  });

  it("reads the same from CRLF as from LF", () => {
    const shape = ({ instructions, problems }: Dockerfile): unknown => [
      instructions.map((one) => [
        one.kind,
        one.keyword.text,
        one.rest.text,
        wordsOf(one).map((word) => word?.text),
      ]),
      problems.map(({ code }) => code),
    ];
    fc.assert(
      fc.property(
        dockerfile.filter((text) => !text.includes("\r")),
        (text) => {
          expect(shape(parse(text.replaceAll("\n", "\r\n")))).toEqual(shape(parse(text)));
        },
      ),
      runs,
    );
  });

  it("reads what comes after a mistake as if it had not been made", () => {
    const mistakes = [
      "FOO x",
      "COPY a",
      "ENV a",
      "HEALTHCHECK x",
      "RUN --foo x",
      'CMD ["a", 1]',
      "RUN echo $((1 << 2))",
      "RUN <<EOF\nx\nEOF ",
    ];
    for (const mistake of mistakes) {
      const { instructions, problems } = parse(`FROM a\n${mistake}\nCOPY b c\nRUN d\n`);
      expect(instructions.slice(-2).map((one) => one.rest.text)).toEqual(["b c", "d"]);
      expect(problems).toHaveLength(1);
    }
  });
});
