import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildFile } from "../../src/model/build-file.ts";
import { parse } from "../../src/syntax/parse.ts";
import { trailingComments } from "../../src/syntax/trailing-comment.ts";

function commentsIn(text: string): readonly string[] {
  return trailingComments(parse(text)).flatMap(({ ranges }) =>
    ranges.map(({ start, end }) => text.slice(start, end)),
  );
}

describe("is a trailing comment", () => {
  it.each([
    ["COPY . .  # note", "# note"],
    ["COPY . . #", "#"],
    ["COPY . . #note", "#note"],
    ["COPY . . ## note ##  ", "## note ##"],
    ["COPY . .\t# 모든 파일", "# 모든 파일"],
    ["COPY --chown=1:1 a b # it's mine", "# it's mine"],
    ['COPY ["a", "b"] # note', "# note"],
    ["ADD a.tar / # note", "# note"],
    ["ARG A=1 # note", "# note"],
    ["ENV A=1 # note", "# note"],
    ["ENV A b # note", "# note"],
    ["ENV A=it\\'s # a 'note", "# a 'note"],
    ["EXPOSE 80 # web", "# web"],
    ["FROM debian:12 # [Layer 1]", "# [Layer 1]"],
    ["FROM debian:12 AS base # first", "# first"],
    ["LABEL a=b # note", "# note"],
    ["USER app # note", "# note"],
    ["VOLUME /data # note", "# note"],
    ["WORKDIR /srv # note", "# note"],
    ['CMD ["a", "b"] # note', "# note"],
    ['ENTRYPOINT ["a#b"]  #note ["x"]', '#note ["x"]'],
    ['RUN ["a"] # note', "# note"],
    ['SHELL ["/bin/bash", "-c"] # note', "# note"],
    ['HEALTHCHECK --interval=5s CMD ["a"] # note', "# note"],
    ["ONBUILD COPY . . # note", "# note"],
    ["STOPSIGNAL SIGTERM # note", "# note"],
  ])("%s", (text, comment) => {
    expect(commentsIn(`${text}\n`)).toEqual([comment]);
  });

  it("ends with its line, in an instruction of several", () => {
    expect(commentsIn("ENV A=1 # one \\\n  # real\n  B=2 # two\r\n")).toEqual(["# one", "# two"]);
    expect(commentsIn('CMD ["a", # one \\\n  "b"] # two\n')).toEqual(["# one", "# two"]);
    expect(commentsIn("COPY a # one \\\n  /b/\n")).toEqual(["# one"]);
  });
});

describe("is none", () => {
  it.each([
    "# COPY . .",
    "COPY # b",
    "COPY a # b",
    "COPY #a b",
    "COPY a b#c",
    "COPY a #b /c/",
    "COPY a b #old/c",
    'COPY ["a # b", "c"]',
    'COPY "a # b" c',
    "COPY <<E /a # note\nE",
    "RUN echo a # note",
    "CMD npm start # note",
    "CMD [ -f a ] # note",
    "HEALTHCHECK CMD curl localhost # note",
    "ENV A # note",
    "ENV A #fff",
    "ENV A b #1",
    "ENV PS1 \\w #",
    "ENV A='b # c'",
    'LABEL a="b # c"',
    "LABEL a The #1",
    "LABEL a issue # 5",
    "WORKDIR /src/c#",
    "WORKDIR #",
    "MAINTAINER me # at home",
    "WHAT is this # note",
    "ONBUILD RUN a # note",
  ])("%s", (text) => {
    expect(commentsIn(`${text}\n`)).toEqual([]);
  });
});

describe("the instruction as meant", () => {
  const text = `FROM debian:12 # base
ARG A=1 # one
WORKDIR /srv # here
COPY . .  # all files
USER app # no root
CMD ["npm", "start"] # serve
`;
  const file = buildFile("Dockerfile", text);
  const [stage] = file.stages;

  it("is what stages hold, in its place", () => {
    const [arg, , copy, , cmd] = stage!.steps.map(({ instruction }) => instruction);
    expect(arg).toMatchObject({ pairs: [{ key: { text: "A" }, value: { text: "1" } }] });
    expect(copy).toMatchObject({ sources: [{ text: "." }], destination: { text: "." } });
    expect(cmd).toMatchObject({ command: { form: "exec" } });
    expect(stage!.end).toMatchObject({ workdir: { path: "/srv" }, user: { value: "app" } });
    expect(stage!.end.scope.lookup("one")).toBeNull();
    const ranges = stage!.steps.map(({ instruction: { range } }) => text.slice(range.start, range.end));
    expect(ranges).toContain("COPY . .  # all files");
  });

  it("is not what the syntax tree holds", () => {
    expect(file.syntax.instructions[3]).toMatchObject({ destination: { text: "files" } });
  });

  it("is where problems of the comment are gone", () => {
    const codes = file.trailingComments.map(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual([["from-arguments"], [], [], [], [], []]);
  });

  it("keeps problems that are not the comment's", () => {
    const [comment] = trailingComments(parse("COPY https://example.com/a b # note\n"));
    expect(comment!.problems).toEqual([]);
    expect(comment!.meant.problems).toHaveLength(1);
  });
});

describe("any text", () => {
  const word = fc.constantFrom(
    "COPY",
    "ENV",
    "CMD",
    " # ",
    "#",
    "a",
    "=",
    '"',
    "'",
    "\\\n",
    "\n",
    "[",
    "]",
    " ",
    "<<E",
    "ONBUILD ",
  );
  const texts = fc.array(word, { maxLength: 40 }).map((words) => words.join(""));

  it("gives comments that begin with `#`, in order, within their instruction", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { instruction, meant, ranges } of trailingComments(parse(text))) {
          expect(meant.kind).toBe(instruction.kind);
          for (const { start, end } of ranges) {
            expect(text.charAt(start)).toBe("#");
            expect(text.slice(start, end)).not.toContain("\n");
            expect(start).toBeGreaterThanOrEqual(Math.max(last, instruction.range.start));
            expect(end).toBeLessThanOrEqual(instruction.range.end);
            last = end;
          }
        }
      }),
    );
  });
});
