import { describe, expect, test } from "vitest";
import { type Base, type BuildFile, type BuildOptions, buildFile } from "../../src/model/build-file.ts";

const read = (text: string, options?: BuildOptions): BuildFile => buildFile("Dockerfile", text, options);

/** `name=image`, `name<stage`, `name=scratch`, `name?text(variables)`. */
function bases(file: BuildFile): string[] {
  return file.stages.map(({ name, base }) => name + shown(base));
}

function shown(base: Base): string {
  switch (base.kind) {
    case "stage":
      return `<${base.stage.index}`;
    case "image":
      return `=${base.image.text}`;
    case "scratch":
      return "=scratch";
    case "unknown":
      return `?${base.text}(${base.variables.join()})`;
  }
}

describe("what stages start from", () => {
  test.each<[string, string, readonly string[]]>([
    ["images", "FROM a\nFROM ghcr.io/b/c:1 AS d", ["null=a", "d=ghcr.io/b/c:1"]],
    ["nothing", "FROM scratch", ["null=scratch"]],
    ["an earlier stage", "FROM a AS b\nFROM b", ["b=a", "null<0"]],
    ["names are lower-cased where they are given", "FROM a AS Build\nFROM build", ["build=a", "null<0"]],
    ["but taken as written where they are used", "FROM a AS foo\nFROM FOO", ["foo=a", "null?FOO()"]],
    ["a later stage is an image", "FROM b AS a\nFROM x AS b", ["a=b", "b=x"]],
    ["so is the stage itself", "FROM a AS a", ["a=a"]],
    ["cycles are images, too", "FROM b AS a\nFROM a AS b", ["a=b", "b<0"]],
    ["the last of the same name before it", "FROM x AS a\nFROM y AS a\nFROM a", ["a=x", "a=y", "null<1"]],
    ["a name before an index", "FROM x\nFROM 0", ["null=x", "null=0"]],
    ["a stage called scratch", "FROM x AS scratch\nFROM scratch", ["scratch=x", "null<0"]],
    ["a variable", "ARG V=20\nFROM node:$V", ["null=node:20"]],
    ["a variable that names a stage", "ARG S=a\nFROM x AS a\nFROM ${S}", ["a=x", "null<0"]],
    ["a default in place", "FROM node:${V:-20}", ["null=node:20"]],
    ["an ARG without value", "ARG V\nFROM node:$V", ["null?node:${V}(V)"]],
    ["a default for it", "ARG V\nFROM node:${V:-20}", ["null=node:20"]],
    ["a variable nobody declares", "FROM $X", ["null?${X}(X)"]],
    ["the platform", "FROM app-$TARGETARCH", ["null?app-${TARGETARCH}(TARGETARCH)"]],
    [
      "a stage named after the platform",
      "FROM x AS a-amd64\nFROM y AS a-arm64\nFROM a-$TARGETARCH",
      ["a-amd64=x", "a-arm64=y", "null<0"],
    ],
    ["or after the builder's", "ARG A=${BUILDARCH}\nFROM x AS a-amd64\nFROM a-$A", ["a-amd64=x", "null<0"]],
    ["an ARG inside a stage", "FROM a\nARG V=1\nFROM b:$V", ["null=a", "null?b:${V}(V)"]],
    ["no valid name", "FROM Node:20", ["null?Node:20()"]],
    ["a name that is too empty", "ARG V=\nFROM node:$V", ["null?node:()"]],
    ["no name at all", "FROM", ["null?()"]],
    ["quotes", 'FROM "node:20"', ["null=node:20"]],
  ])("%s", (_, text, expected) => {
    expect(bases(read(text))).toEqual(expected);
  });

  test("build arguments come before defaults", () => {
    const text = "ARG V=20\nARG W=$V-slim\nFROM node:$W";
    expect(bases(read(text, { buildArgs: { V: "22" } }))).toEqual(["null=node:22-slim"]);
    expect(bases(read(text, { buildArgs: { X: "22" } }))).toEqual(["null=node:20-slim"]);
    expect(bases(read("FROM node:$V", { buildArgs: { V: "22" } }))).toEqual(["null?node:${V}(V)"]);
  });

  test("the wanted platform chooses among stages", () => {
    const text = "FROM x AS a-amd64\nFROM y AS a-arm64\nFROM a-$TARGETARCH";
    expect(bases(read(text, { platform: "linux/arm64" })).at(-1)).toBe("null<1");
    expect(bases(read(text, { platform: "linux/s390x" })).at(-1)).toBe("null=a-s390x");
  });

  test("the wanted platform has a value in FROM", () => {
    const file = read(
      "FROM --platform=$BUILDPLATFORM go AS a\nFROM --platform=linux/$TARGETARCH b-$TARGETOS$TARGETVARIANT",
      {
        platform: "linux/arm/v7",
      },
    );
    expect(bases(file)).toEqual(["a=go", "null=b-linuxv7"]);
    expect(file.stages.map(({ platform }) => platform)).toEqual(["${BUILDPLATFORM}", "linux/arm"]);
  });
});

describe("stages", () => {
  test("hold what follows FROM, up to the next one", () => {
    const text = "ARG A\nFROM a\nRUN x\n# note\nUSER u\nFROM b AS c\n";
    const file = read(text);
    expect(file.preamble.map(({ kind }) => kind)).toEqual(["ARG"]);
    expect(
      file.stages.map(({ steps }) => steps.map(({ instruction, index }) => [instruction.kind, index])),
    ).toEqual([
      [
        ["RUN", 0],
        ["USER", 1],
      ],
      [],
    ]);
    expect(file.stages.map(({ range }) => text.slice(range.start, range.end))).toEqual([
      "FROM a\nRUN x\n# note\nUSER u",
      "FROM b AS c",
    ]);
    expect(file.stages[1]!.end).toBe(file.stages[1]!.start);
  });

  test.each<[string, string | undefined, number | null, string | null]>([
    ["the last one", undefined, 2, null],
    ["by name", "build", 0, null],
    ["in any case", "BUILD", 0, null],
    ["by index", "1", 1, null],
    ["a name that is not there", "nope", 2, "nope"],
    ["an index that is not there", "3", 2, "3"],
  ])("the target: %s", (_, target, index, unknown) => {
    const file = read("FROM a AS build\nFROM b\nFROM c AS last", target === undefined ? {} : { target });
    expect(file.target?.index).toBe(index);
    expect(file.unknownTarget).toBe(unknown);
  });

  test("files without instructions or with nothing but ARG have no target", () => {
    for (const text of ["", "# note", "ARG A=1"]) {
      const file = read(text);
      expect(file.stages).toEqual([]);
      expect(file.target).toBeNull();
    }
    expect(read("ARG A=1").globalScope.lookup("A")?.value).toBe("1");
  });

  test("instructions without FROM make an implicit stage", () => {
    const file = read("ARG A=1\nUSER app\nRUN x\nFROM a\nRUN y");
    expect(file.preamble.length).toBe(1);
    expect(file.stages.map(({ implicit, steps, base }) => [implicit, steps.length, base.kind])).toEqual([
      [true, 2, "unknown"],
      [false, 1, "image"],
    ]);
    expect(file.stages[0]!.end.user.value).toBe("app");
    expect(file.target).toBe(file.stages[1]);
  });
});

describe("the state", () => {
  const end = (text: string, options?: BuildOptions) => read(text, options).target!.end;

  test("before anything is set", () => {
    expect(end("FROM a")).toMatchObject({
      shell: ["/bin/sh", "-c"],
      shellIsSet: false,
      user: { value: null, setBy: null, known: true },
      workdir: { path: null, isSet: false },
    });
    expect(end("FROM scratch").workdir).toEqual({ path: "/", isSet: false });
    expect(end("FROM a", { platform: "windows/amd64" }).shell).toEqual(["cmd", "/S", "/C"]);
    expect(end("FROM --platform=linux/amd64 a", { platform: "windows/amd64" }).shell).toEqual([
      "/bin/sh",
      "-c",
    ]);
  });

  test.each<[string, string, string | null]>([
    ["absolute", "FROM a\nWORKDIR /srv", "/srv"],
    ["cleaned", "FROM a\nWORKDIR /srv//x/../y/", "/srv/y"],
    ["relative to the one before", "FROM a\nWORKDIR /srv\nWORKDIR app", "/srv/app"],
    ["up and out", "FROM a\nWORKDIR /srv\nWORKDIR ../../..", "/"],
    ["relative to an image's", "FROM a\nWORKDIR app", null],
    ["and again", "FROM a\nWORKDIR app\nWORKDIR x", null],
    ["absolute after all", "FROM a\nWORKDIR app\nWORKDIR /x", "/x"],
    ["relative to nothing", "FROM scratch\nWORKDIR app", "/app"],
    ["with a variable", "FROM a\nARG D=/srv\nWORKDIR $D/app", "/srv/app"],
    ["with an unknown one", "FROM a\nWORKDIR /srv\nWORKDIR $D", null],
    ["empty keeps it", 'FROM a\nWORKDIR /srv\nWORKDIR ""', "/srv"],
    ["quoted, with a space", 'FROM a\nWORKDIR "/my app"', "/my app"],
    ["of a base stage", "FROM a AS b\nWORKDIR /srv\nFROM b\nWORKDIR app", "/srv/app"],
    ["not of another stage", "FROM a\nWORKDIR /srv\nFROM b", null],
    ["with a drive", "# escape=`\nFROM a\nWORKDIR C:\\app\\bin", "/app/bin"],
    ["with a drive and slashes", "FROM a\nWORKDIR C:/app", "/app"],
    ["the drive alone", "FROM a\nWORKDIR C:", "/"],
    ["back slashes without a drive", "# escape=`\nFROM a\nWORKDIR \\app\nWORKDIR bin", "/app/bin"],
    ["a drive whose back slash was an escape", "FROM a\nWORKDIR C:\\app", null],
    ["too long for any system", `FROM a\nWORKDIR /${"x".repeat(4096)}`, null],
  ])("WORKDIR: %s", (_, text, path) => {
    expect(end(text).workdir.path).toBe(path);
    expect(end(text).workdir.isSet).toBe(text.lastIndexOf("WORKDIR") > text.lastIndexOf("FROM b"));
  });

  test.each<[string, string, string | null, boolean]>([
    ["a name", "FROM a\nUSER app", "app", true],
    ["with a group", "FROM a\nUSER 1000:1000", "1000:1000", true],
    ["the last one", "FROM a\nUSER root\nUSER app", "app", true],
    ["a variable", "FROM a\nARG U=app\nUSER $U", "app", true],
    ["an unknown one", "FROM a\nARG U\nUSER $U", "${U}", false],
    ["a default", "FROM a\nARG U\nUSER ${U:-app}", "app", true],
    ["of a base stage", "FROM a AS b\nUSER app\nFROM b", "app", true],
    ["quoted", 'FROM a\nUSER "app"', "app", true],
  ])("USER: %s", (_, text, value, known) => {
    const { user } = end(text);
    expect(user).toMatchObject({ value, known });
    expect(user.setBy?.kind).toBe("USER");
  });

  test("SHELL holds for base stages as well", () => {
    const text = 'FROM a AS b\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM b';
    expect(end(text)).toMatchObject({ shell: ["/bin/bash", "-o", "pipefail", "-c"], shellIsSet: true });
    expect(end("FROM a\nSHELL bash").shellIsSet).toBe(false);
  });

  test("each step has the state that it starts with", () => {
    const { steps } = read("FROM a\nWORKDIR /a\nRUN 1\nWORKDIR b\nRUN 2\nUSER u").target!;
    expect(steps.map(({ state }) => state.workdir.path)).toEqual([null, "/a", "/a", "/a/b", "/a/b"]);
    expect(steps.every(({ state }) => state.user.value === null)).toBe(true);
  });

  test("is one object while nothing changes", () => {
    const { steps, end: last } = read("FROM a\nRUN 1\nCOPY . .\nLABEL a=b\nWORKDIR /a\nWORKDIR /a\nRUN 2")
      .target!;
    expect(new Set([...steps.map(({ state }) => state), last]).size).toBe(2);
  });

  test("of a trigger is not that of the stage", () => {
    expect(end("FROM a\nONBUILD USER app\nONBUILD ENV A=1").user.value).toBeNull();
    expect(end("FROM a\nONBUILD ENV A=1").scope.lookup("A")).toBeNull();
  });

  test("of a trigger is what the image ends with and the triggers before it set", () => {
    const [first, second, third, last] = read(
      "FROM a\nONBUILD RUN 1\nONBUILD ENV A=$B\nONBUILD RUN 2\nENV B=b\nUSER app\nRUN 3\nONBUILD",
    ).target!.steps.flatMap(({ instruction, triggerState }) =>
      instruction.kind === "ONBUILD" ? [triggerState] : [],
    );
    expect(first?.user.value).toBe("app");
    expect(first?.scope.lookup("A")).toBeNull();
    expect(second?.scope.lookup("B")?.value).toBe("b");
    expect(third?.scope.lookup("A")?.value).toBe("b");
    expect(last).toBeNull();
    expect(read("FROM a\nRUN 1").target!.steps[0]!.triggerState).toBeNull();
  });
});

describe("size", () => {
  test("stages built on each other by the thousand", () => {
    const count = 25_000;
    let text = "FROM a AS s0\nARG FIRST=1\nWORKDIR /w\n";
    for (let i = 1; i < count; i++)
      text += `FROM s${i - 1} AS s${i}\nENV V${i}=$V${i - 1}x$FIRST U=$MISSING${i}\n`;
    const file = read(text);
    expect(file.stages.length).toBe(count);
    expect(file.target!.end.workdir.path).toBe("/w");
    expect(file.target!.end.scope.lookup("FIRST")?.value).toBe("1");
  });

  test("variables by the hundred thousand", () => {
    const count = 100_000;
    const file = read(
      `FROM a\nENV V0=v\n${Array.from({ length: count }, (_, i) => `ENV V${i + 1}=$V${i}\n`).join("")}FROM b`,
    );
    const { steps, end } = file.stages[0]!;
    expect(end.scope.lookup(`V${count}`)?.value).toBe("v");
    expect(steps[10]!.state.scope.lookup("V9")?.value).toBe("v");
    expect(steps[10]!.state.scope.lookup("V10")).toBeNull();
  });

  test("values that double with each line", () => {
    const lines = Array.from({ length: 200 }, () => "ENV V=$V$V\n").join("");
    expect(read(`FROM a\nENV V=x\n${lines}`).target!.end.scope.lookup("V")?.value).toBeNull();
  });
});
