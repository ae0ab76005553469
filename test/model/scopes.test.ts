import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BuildFile, type BuildOptions, buildFile } from "../../src/model/build-file.ts";
import type { Scope } from "../../src/model/variables.ts";

const read = (text: string, options?: BuildOptions): BuildFile => buildFile("Dockerfile", text, options);

/** `A=1 env`, `B unset arg`, `C unknown env`; names that are not declared are left out. */
function shown(scope: Scope, names: string): string[] {
  return names.split(" ").flatMap((name) => {
    const variable = scope.lookup(name);
    if (variable === null) return [];
    const value = variable.value === null ? ` ${variable.isSet ? "unknown" : "unset"}` : `=${variable.value}`;
    return [`${name}${value} ${variable.source}`];
  });
}

describe("what is in scope at the end", () => {
  test.each<[string, string, readonly string[]]>([
    ["ENV", "FROM a\nENV A=1 B='x y' C", ["A=1 env", "B=x y env"]],
    ["ENV in its old form", "FROM a\nENV A some words", ["A=some words env"]],
    ["right sides see what was before", "FROM a\nENV A=0\nENV A=1 B=$A", ["A=1 env", "B=0 env"]],
    ["so the first is unknown", "FROM a\nENV A=1 B=$A", ["A=1 env", "B unknown env"]],
    ["the last of the same name", "FROM a\nENV A=1 A=2", ["A=2 env"]],
    ["a variable in a name", "FROM a\nARG N=A\nENV $N=1 ${X}B=2", ["A=1 env"]],
    ["names of one ARG see each other", "FROM a\nARG A=1 B=$A", ["A=1 arg", "B=1 arg"]],
    ["ARG without value", "FROM a\nARG A", ["A unset arg"]],
    ["an empty one is set", "FROM a\nARG A=\nENV B=$A", ["A= arg", "B= env"]],
    ["ENV of an unset ARG", "FROM a\nARG A\nENV B=$A C=${A:-x}", ["A unset arg", "B unknown env", "C=x env"]],
    ["ENV of what the image may have", "FROM a\nENV A=/x:$B C=${B:-x}", ["A unknown env", "C unknown env"]],
    ["ENV after ARG", "FROM a\nARG A=1\nENV A=2", ["A=2 env"]],
    ["ARG after ENV", "FROM a\nENV A=1\nARG A=2", ["A=2 arg"]],
    ["ARG without value changes nothing", "FROM a\nENV A=1\nARG A\nARG B=1\nARG B", ["A=1 env", "B=1 arg"]],
    ["global ARGs are not in stages", "ARG A=1\nFROM a", []],
    ["but where they are named again", "ARG A=1\nFROM a\nARG A", ["A=1 global-arg"]],
    ["with a default of its own", "ARG A=1\nFROM a\nARG A=2", ["A=2 arg"]],
    ["a global ARG beats ENV", "ARG A=1\nFROM a\nENV A=2\nARG A", ["A=1 global-arg"]],
    ["a global ARG without value does not", "ARG A\nFROM a\nENV A=2\nARG A", ["A=2 env"]],
    ["nor is it in scope", "ARG A\nFROM a\nARG A", ["A unset arg"]],
    ["global ARGs see each other", "ARG A=1\nARG B=$A$A\nFROM a\nARG B", ["B=11 global-arg"]],
    ["a stage's ARG sees the stage only", "ARG A=1\nFROM a\nARG B=$A", ["B unknown arg"]],
    ["a base stage hands down both", "FROM a AS b\nARG A=1\nENV B=2\nFROM b", ["A=1 arg", "B=2 env"]],
    ["there ENV wins", "FROM a AS b\nENV A=1\nARG A=2\nFROM b", ["A=1 env"]],
    ["over generations", "FROM a AS b\nENV A=1\nFROM b AS c\nARG A=2\nFROM c", ["A=1 env"]],
    ["until ARG comes again", "FROM a AS b\nENV A=1\nFROM b\nARG A=2", ["A=2 arg"]],
    ["other stages hand down nothing", "FROM a\nENV A=1\nFROM b", []],
    ["a broken word", "FROM a\nENV A='x", ["A unknown env"]],
    ["platform args are not there", "FROM a", []],
    [
      "names like those of objects",
      "FROM a\nARG constructor\nENV __proto__=1",
      ["constructor unset arg", "__proto__=1 env"],
    ],
  ])("%s", (_, text, expected) => {
    expect(shown(read(text).target!.end.scope, "A B C constructor __proto__")).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ["come before defaults", "FROM a\nARG A=1", ["A=b arg"]],
    ["and stand in for them", "FROM a\nARG A", ["A=b arg"]],
    ["come before global ARGs", "ARG A=1\nFROM a\nARG A", ["A=b arg"]],
    ["are not expanded", "FROM a\nARG B\nARG A", ["A=b arg", "B=$A arg"]],
    ["need a declaration", "FROM a\nENV C=$A", ["C unknown env"]],
    ["are not for ENV", "FROM a\nENV A=1", ["A=1 env"]],
    ["beat an ENV before", "FROM a\nENV A=1\nARG A", ["A=b arg"]],
  ])("build arguments %s", (_, text, expected) => {
    const { target } = read(text, { buildArgs: { A: "b", B: "$A" } });
    expect(shown(target!.end.scope, "A B C")).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ["need a declaration in stages", "FROM a\nENV A=$TARGETOS", ["A unknown env"]],
    ["have it by ARG", "FROM a\nARG TARGETOS\nENV A=$TARGETOS", ["TARGETOS=linux platform", "A=linux env"]],
    ["lose to a default", "FROM a\nARG TARGETOS=x", ["TARGETOS=x arg"]],
    ["lose to a global default", "ARG TARGETOS=x\nFROM a\nARG TARGETOS", ["TARGETOS=x global-arg"]],
    ["stay through a bare global ARG", "ARG TARGETOS\nFROM a\nARG TARGETOS", ["TARGETOS=linux platform"]],
    ["of the builder are unknown", "FROM a\nARG BUILDARCH", ["BUILDARCH unknown platform"]],
    [
      "include the target's name",
      "FROM a\nARG TARGETSTAGE\nFROM b AS Last\nARG TARGETSTAGE",
      ["TARGETSTAGE=last platform"],
    ],
  ])("platform args %s", (_, text, expected) => {
    const { target } = read(text, { platform: "linux/arm64" });
    expect(shown(target!.end.scope, "TARGETOS BUILDARCH TARGETSTAGE A")).toEqual(expected);
  });

  test("platform args are unknown without a wanted platform", () => {
    const { target } = read("FROM a\nARG TARGETARCH\nENV A=${TARGETARCH:-amd64}");
    expect(shown(target!.end.scope, "TARGETARCH A")).toEqual([
      "TARGETARCH unknown platform",
      "A unknown env",
    ]);
  });
});

test("declarations point to their place", () => {
  const text = "ARG G=1\nFROM a\nARG G\nENV A=1 B=2";
  const { globalScope, target } = read(text);
  const at = (scope: Scope, name: string) => {
    const range = scope.lookup(name)?.declaredAt;
    return range ? text.slice(range.start, range.end) : null;
  };
  expect(at(globalScope, "G")).toBe("G=1");
  expect(at(target!.end.scope, "G")).toBe("G");
  expect(at(target!.end.scope, "B")).toBe("B=2");
  expect(globalScope.lookup("TARGETARCH")).toMatchObject({ source: "platform", declaredAt: null });
});

test("a scope is closed where the base image can't add to it", () => {
  const { stages, globalScope } = read("FROM scratch AS s\nFROM s\nFROM a AS b\nFROM b\nFROM $X");
  expect(globalScope.isClosed).toBe(true);
  expect(stages.map(({ end }) => end.scope.isClosed)).toEqual([true, true, false, false, false]);
});

/** One line of a made-up file; `back` counts from the stage before. */
type Line =
  | { kind: "FROM"; back: number | null }
  | { kind: "ENV" | "ARG"; name: string; value: string | null; other: string | null };

const name = fc.constantFrom("A", "B", "C");
const line: fc.Arbitrary<Line> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("FROM" as const),
      back: fc.option(fc.nat(2), { nil: null, freq: 8 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("ENV" as const, "ARG" as const),
      name,
      value: fc.option(fc.constantFrom("", "1", "2", "3"), { nil: null }),
      other: fc.option(name, { nil: null }),
    }),
  },
);

interface NaiveState {
  /** What RUN sees: the last of ENV and ARG. */
  seen: Map<string, string>;
  /** What the image has. */
  image: Map<string, string>;
}

/** All maps copied at every line; returns what each line sees before it. Values are always known. */
function readNaively(
  lines: readonly Line[],
  buildArgs: Readonly<Record<string, string>>,
): Map<string, string>[] {
  const globals = new Map<string, string>();
  const ended: NaiveState[] = [];
  let state: NaiveState | null = null;
  const seen: Map<string, string>[] = [];
  for (const line of lines) {
    if (line.kind === "FROM") {
      if (state !== null) ended.push(state);
      const base = line.back === null ? undefined : ended[ended.length - 1 - line.back];
      const image = new Map(base?.image);
      state = { seen: new Map([...(base?.seen ?? []), ...image]), image };
      continue;
    }
    const scope: Map<string, string> = state?.seen ?? globals;
    if (state !== null) seen.push(new Map(scope));
    const value =
      line.value === null ? null : line.value + (line.other === null ? "" : (scope.get(line.other) ?? ""));
    if (line.kind === "ENV") {
      if (state === null || value === null) throw new Error("ENV has a stage and a value");
      state.seen.set(line.name, value);
      state.image.set(line.name, value);
      continue;
    }
    const given = buildArgs[line.name] ?? value ?? (state === null ? undefined : globals.get(line.name));
    if (given !== undefined) scope.set(line.name, given);
  }
  return seen;
}

function written(lines: readonly Line[]): string {
  let stage = 0;
  return lines
    .map((line) => {
      if (line.kind === "FROM") {
        const base = line.back !== null && line.back < stage ? `s${stage - 1 - line.back}` : "scratch";
        return `FROM ${base} AS s${stage++}\n`;
      }
      // The default makes a value known where the name is not set.
      const other = line.other === null ? "" : `\${${line.other}:-}`;
      const value = line.value === null ? "" : `="${line.value}${other}"`;
      return `${line.kind} ${line.name}${line.kind === "ENV" && value === "" ? "= " : value}\n`;
    })
    .join("");
}

test("scopes equal what copying all variables at every line gives", () => {
  const buildArgs = fc.dictionary(name, fc.constantFrom("x", "y"), { maxKeys: 2 });
  const lines = fc
    .tuple(fc.array(line, { maxLength: 4 }), fc.array(line, { maxLength: 30, size: "max" }))
    .map(([before, after]): Line[] => [
      ...before.filter(({ kind }) => kind === "ARG"),
      { kind: "FROM", back: null },
      ...after,
    ])
    // `ENV A=` sets an empty value.
    .map((all) =>
      all.map((l) => (l.kind === "ENV" && l.value === null ? { ...l, value: "", other: null } : l)),
    );
  fc.assert(
    fc.property(lines, buildArgs, (all, args) => {
      const file = read(written(all), { buildArgs: args });
      const stages = file.stages.filter(({ implicit }) => !implicit);
      const found = stages.flatMap(({ steps }) =>
        steps.map(({ state }) =>
          ["A", "B", "C"].flatMap((n) => {
            const variable = state.scope.lookup(n);
            return variable?.isSet ? [[n, variable.value]] : [];
          }),
        ),
      );
      const expected = readNaively(all, args).map((seen) =>
        ["A", "B", "C"].flatMap((n) => (seen.has(n) ? [[n, seen.get(n)]] : [])),
      );
      expect(found).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
