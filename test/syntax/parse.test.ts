import { describe, expect, it } from "vitest";
import type { Instruction, InstructionKind, InstructionOf } from "../../src/syntax/nodes.ts";
import { parse } from "../../src/syntax/parse.ts";
import { sourceOffset } from "../../src/text/mapped-text.ts";
import type { Range } from "../../src/text/range.ts";

function read<Kind extends InstructionKind>(text: string, kind: Kind): InstructionOf<Kind> {
  return parse(text).instructions.find((one): one is InstructionOf<Kind> & Instruction => one.kind === kind)!;
}

function cut(text: string, range: Range | null | undefined): string | null {
  return range ? text.slice(range.start, range.end) : null;
}

describe("parse", () => {
  it("reads every kind of instruction", () => {
    const text = [
      "ARG a",
      "FROM b",
      "ADD c d",
      "COPY e f",
      "ENV g=h",
      "LABEL i=j",
      "EXPOSE 1",
      "USER k",
      "WORKDIR /l",
      "VOLUME /m",
      "STOPSIGNAL 9",
      "MAINTAINER n",
      'SHELL ["o"]',
      "RUN p",
      "CMD q",
      "ENTRYPOINT r",
      "HEALTHCHECK NONE",
      "ONBUILD RUN s",
      "NOPE t",
    ].join("\n");
    const { instructions, problems } = parse(text);
    expect(instructions.map(({ kind }) => kind)).toEqual(
      "ARG FROM ADD COPY ENV LABEL EXPOSE USER WORKDIR VOLUME STOPSIGNAL MAINTAINER SHELL RUN CMD ENTRYPOINT HEALTHCHECK ONBUILD UNKNOWN".split(
        " ",
      ),
    );
    expect(instructions.map(({ index }) => index)).toEqual(instructions.map((_, index) => index));
    expect(instructions.map(({ range }) => cut(text, range)).join("\n")).toBe(text);
    expect(problems.map(({ code }) => code)).toEqual(["unknown-instruction"]);
  });

  it("keeps keywords as written", () => {
    expect(parse("from a\nRun b\n").instructions.map(({ kind, keyword }) => [kind, keyword.text])).toEqual([
      ["FROM", "from"],
      ["RUN", "Run"],
    ]);
  });

  it("reads a byte order mark and CRLF", () => {
    const text = "\ufeffFROM a\r\nRUN b \\\r\n  c\r\n";
    const run = read(text, "RUN");
    expect(run.rest.text).toBe("b   c");
    expect(cut(text, run.range)).toBe("RUN b \\\r\n  c");
    expect(read(text, "FROM").range.start).toBe(1);
  });

  it("places words that a continuation goes through", () => {
    const text = "FR\\\nOM al\\\n# note\n\npine \\\n AS x\n";
    const from = read(text, "FROM");
    expect([from.keyword.text, from.image?.text, from.name?.text]).toEqual(["FROM", "alpine", "x"]);
    expect(cut(text, from.keyword.range)).toBe("FR\\\nOM");
    expect(cut(text, from.image?.range)).toBe("al\\\n# note\n\npine");
    expect(cut(text, from.name?.range)).toBe("x");
    expect(from.emptyContinuations.map((range) => range.start)).toEqual([18]);
  });

  it("ends an instruction with its last line, not with comments or blank lines after a dangling continuation", () => {
    const text = "FROM a\nRUN b \\\n# c\n\n";
    expect(cut(text, read(text, "RUN").range)).toBe("RUN b \\");
  });

  it("places flags, and their values without quotes and escapes", () => {
    const text = 'FROM a\nCOPY --from="b c" --chown=a\\ b --link --parents=false d e\n';
    const { flags, sources } = read(text, "COPY");
    expect(flags.map(({ name, value }) => [name, value])).toEqual([
      ["from", "b c"],
      ["chown", "a b"],
      ["link", null],
      ["parents", "false"],
    ]);
    expect(flags.map(({ range }) => cut(text, range))).toEqual([
      '--from="b c"',
      "--chown=a\\ b",
      "--link",
      "--parents=false",
    ]);
    expect(cut(text, flags[0]?.valueRange)).toBe('b c"');
    expect(sources.map(({ text: word }) => word)).toEqual(["d"]);
  });

  it("maps a JSON string back to its escapes", () => {
    const text = 'FROM a\nCMD ["x\\u0041y\\n", "\\ud83d\\ude00"]\n';
    const { command } = read(text, "CMD");
    if (command.form !== "exec") throw new Error("shell form");
    const [first, second] = command.strings;
    expect(first?.value).toBe("xAy\n");
    const { mapped } = first!;
    expect([0, 1, 2, 3].map((at) => text.charAt(sourceOffset(mapped, at)))).toEqual(["x", "\\", "y", "\\"]);
    expect(cut(text, first?.range)).toBe('"x\\u0041y\\n"');
    expect(second?.value).toBe("😀");
    expect(cut(text, command.range)).toBe('["x\\u0041y\\n", "\\ud83d\\ude00"]');
  });

  it("tells legacy pairs from others, and leaves quotes in the words", () => {
    expect(read("FROM a\nENV key  a b=c\n", "ENV")).toMatchObject({
      legacy: true,
      pairs: [{ key: { text: "key" }, value: { text: "a b=c" } }],
    });
    const text = "FROM a\nLABEL \"a b\"='c d' e==f\n";
    const label = read(text, "LABEL");
    expect(label.pairs.map(({ key, value }) => [key.text, value?.text])).toEqual([
      ['"a b"', "'c d'"],
      ["e", "=f"],
    ]);
    expect(label.pairs.map(({ range }) => cut(text, range))).toEqual(["\"a b\"='c d'", "e==f"]);
  });

  it("takes heredoc markers out of the sources of COPY", () => {
    const text = "FROM a\nCOPY <<A b <<-'B' /d/\n1\nA\n\t2\n\tB\nRUN c\n";
    const copy = read(text, "COPY");
    expect(copy.sources.map((word) => word.text)).toEqual(["b"]);
    expect(copy.destination?.text).toBe("/d/");
    expect(copy.heredocs.map(({ name, body, expand, chomp }) => [name, body.text, expand, chomp])).toEqual([
      ["A", "1\n", true, false],
      ["B", "2\n", false, true],
    ]);
    expect(copy.heredocs.map(({ bodyRange }) => cut(text, bodyRange))).toEqual(["1\n", "\t2\n"]);
    expect(copy.heredocs.map(({ terminator }) => cut(text, terminator))).toEqual(["A", "B"]);
    expect(cut(text, copy.range)).toBe("COPY <<A b <<-'B' /d/\n1\nA\n\t2\n\tB");
  });

  it("keeps the script of a RUN with heredocs apart from their bodies", () => {
    const { command, heredocs } = read("FROM a\nRUN cat <<EOF > /x && \\\n  y\nbody\nEOF\n", "RUN");
    expect(command).toMatchObject({ form: "shell", script: { text: "cat <<EOF > /x &&   y" } });
    expect(heredocs.map(({ body }) => body.text)).toEqual(["body\n"]);
  });

  it("reads the trigger of ONBUILD with its own ranges", () => {
    const text = "FROM a\nONBUILD COPY --link b \\\n c\n";
    const { trigger, range } = read(text, "ONBUILD");
    expect(trigger).toMatchObject({
      kind: "COPY",
      sources: [{ text: "b" }],
      destination: { text: "c" },
      index: 1,
    });
    expect(cut(text, trigger?.range)).toBe("COPY --link b \\\n c");
    expect(range.end).toBe(trigger?.range.end);
  });

  it("leaves mistakes that only the child image's build rejects to the trigger", () => {
    const file = parse("FROM a\nONBUILD COPY b\nONBUILD ENV c\n");
    expect(file.problems.map(({ code }) => code)).toEqual(["missing-value"]);
    const triggers = file.instructions.flatMap((one) =>
      one.kind === "ONBUILD" && one.trigger ? [one.trigger] : [],
    );
    expect(triggers.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ["missing-destination"],
      ["missing-value"],
    ]);
  });

  it("collects comments, also inside instructions, but not in heredocs", () => {
    const text = "# one\nFROM a\nRUN b \\\n  # two\n c # no\nRUN <<EOF\n# no\nEOF\n#three";
    expect(parse(text).comments.map(({ text: own, range }) => [own, cut(text, range)])).toEqual([
      [" one", "# one"],
      [" two", "# two"],
      ["three", "#three"],
    ]);
  });

  it("places directives and their values", () => {
    const text = "# syntax = docker/dockerfile:1 \n#ESCAPE=`\n# check=skip=all\nFROM a\n";
    const { directives, escape: unit } = parse(text);
    expect(unit).toBe("`");
    expect(directives.map(({ name, value, valueRange }) => [name, value, cut(text, valueRange)])).toEqual([
      ["syntax", "docker/dockerfile:1", "docker/dockerfile:1"],
      ["escape", "`", "`"],
      ["check", "skip=all", "skip=all"],
    ]);
  });
});

describe("problems of parse", () => {
  const at: readonly (readonly [text: string, place: string, message: RegExp])[] = [
    ["FROM ubuntu:20.04   # [Layer 1]\n", "# [Layer 1]", /comment must stand on a line of its own/],
    ["FROM a AS 1b\n", "1b", /stage name/],
    ["FROM a b\n", "b", /`AS`/],
    ["FROM a\nCOPY --form=b c d\n", "--form=b", /no flag `--form`/],
    ["FROM a\nENV b=c d\n", "d", /no `=`/],
    ['FROM a\nCMD ["b", 1]\n', "1", /other than strings/],
    ["FROM a\nRUN <<EOF\nx\n", "<<EOF", /no line `EOF`/],
    ['FROM a\nENV b="c \\\n d\n', '"c \\\n d', /never closed/],
    ["FROM a\nEXPOSE 80 http\n", "http", /invalid port/],
    ["FROM a\nHEALTHCHECK curl b\n", "curl", /`CMD` or `NONE`/],
    ["FROM a\nCOPY b # c\nFROOM d\n", "FROOM", /no instruction/],
    ["RUN a\nFROM b\n", "RUN", /before the first `FROM`/],
  ];
  for (const [text, place, message] of at) {
    it(`${JSON.stringify(text)} is wrong at ${JSON.stringify(place)}`, () => {
      const [problem, ...others] = parse(text).problems;
      expect(others).toEqual([]);
      expect(cut(text, problem?.range)).toBe(place);
      expect(problem?.message).toMatch(message);
      expect(problem?.help).toMatch(/^[a-z]/);
    });
  }

  const helps: readonly (readonly [text: string, help: string])[] = [
    ["FROM a\nFORM b\n", "write `FROM`"],
    ["FROM a\nEXPOES 80\n", "write `EXPOSE`"],
    ['FROM a\nENTRYPOINT["b"]\n', "put a blank after `ENTRYPOINT`"],
    ["FROM a\nCOPY --chwon=b c d\n", "write `--chown`"],
    ["FROM a\nRUN <<EOF\nb\nEOF \n", "write `EOF` on a line without blanks around it"],
    ["FROM a\nENV b\n", "write `ENV b=value`"],
  ];
  for (const [text, help] of helps) {
    it(`${JSON.stringify(text)}: ${help}`, () => {
      expect(parse(text).problems.map((problem) => problem.help)).toEqual([help]);
    });
  }

  it("finds the end of a heredoc whose terminator has blanks around it", () => {
    const text = "FROM a\nRUN <<EOF\necho\n  EOF\nCOPY b c\n";
    const { instructions } = parse(text);
    expect(instructions.map(({ kind }) => kind)).toEqual(["FROM", "RUN", "COPY"]);
    expect(instructions[1]?.heredocs[0]).toMatchObject({ body: { text: "echo\n" }, terminator: null });
  });

  it("ends a heredoc without terminator where the next instruction begins", () => {
    const text = "FROM a\nRUN python <<EOF\nfrom x import y\nRUN b\nCMD c\n";
    const { instructions } = parse(text);
    expect(instructions.map(({ kind }) => kind)).toEqual(["FROM", "RUN", "RUN", "CMD"]);
    expect(instructions[1]?.heredocs[0]?.body.text).toBe("from x import y\n");
  });

  it("has one name for each kind of mistake", () => {
    const text = "FROM a\nCOPY b\nENV c\nLABEL d\nRUN --foo e\nRUN --foo f\n";
    expect(parse(text).problems.map(({ code }) => code)).toEqual([
      "missing-destination",
      "missing-value",
      "missing-value",
      "unknown-flag",
      "unknown-flag",
    ]);
  });
});
