import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ContextUse, contextUses } from "../../src/analysis/context-use.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { hasWildcard } from "../../src/analysis/file-glob.ts";
import { missingSources } from "../../src/analysis/missing-sources.ts";
import { sourceSelection } from "../../src/analysis/source-selection.ts";
import type { Host } from "../../src/host/host.ts";
import { type MemoryFile, memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";
import { copyCases, copyFiles, copyLinks } from "./recorded-copies.ts";

const project: Readonly<Record<string, MemoryFile>> = {
  ...Object.fromEntries(copyFiles.map((path) => [`/c/${path}`, path])),
  ...Object.fromEntries(copyLinks.map(([path, symlinkTo]) => [`/c/${path}`, { symlinkTo }])),
};

function analysisOf(body: string, files: Readonly<Record<string, MemoryFile>> | null = project) {
  const host = files === null ? null : memoryHost(files);
  return analyze(buildFile("Dockerfile", body, {}), host, { path: "/d/Dockerfile", context: "/c" });
}

function usesOf(body: string, files: Readonly<Record<string, MemoryFile>> | null = project): ContextUse[] {
  return [...analysisOf(`FROM scratch\n${body}\n`, files).use(contextUses).values()].flat();
}

function filesOf(body: string): string[] | undefined {
  return usesOf(body)[0]
    ?.files()
    ?.map((file) => file.path);
}

describe("what real builds copied", () => {
  test.each(copyCases)("%s with %j", (body, ignoreFile, copied) => {
    const files = ignoreFile === null ? project : { ...project, "/c/.dockerignore": ignoreFile };
    const analysis = analysisOf(`FROM scratch\n${body}\n`, files);
    const missing = analysis.use(missingSources);
    if (copied === null) {
      expect(missing).not.toEqual([]);
      return;
    }
    expect(missing).toEqual([]);
    const found = new Set<string>();
    for (const use of [...analysis.use(contextUses).values()].flat()) {
      for (const { path, kind } of use.files() ?? []) {
        if (path !== ".dockerignore") found.add(kind === "symlink" ? path.replace(/^(?:.*\/)?/, "@") : path);
      }
    }
    expect([...found].sort()).toEqual(copied === "" ? [] : copied.split("  ").sort());
  });
});

describe("--parents", () => {
  // Docker 28.5.2 has it in no built-in frontend; these are the rules of BuildKit's `dispatchCopy` (read 2026-08).
  test.each([
    ["src/x/a2.js", "src/x/a2.js"],
    ["**/*.js", "lib/l1.js lib/sub/deep/l3.js lib/sub/l2.js src/a1.js src/x/a2.js src/x/y/a3.js src2/s2.js"],
    ["src/**/*.md", "src/b1.md src/x/b2.md src/x/y/b3.md"],
    ["./src/x/y", "src/x/y/a3.js src/x/y/b3.md"],
    ["src/./x/a2.js", "src/x/a2.js"],
    ["src/./**/*.js", "src/a1.js src/x/a2.js src/x/y/a3.js"],
    ["s*/./**/*.js", "src/a1.js src/x/a2.js src/x/y/a3.js src2/s2.js"],
    ["../src/x/y", "src/x/y/a3.js src/x/y/b3.md"],
    ["nope/*.js", ""],
    ["*.json doc/**/d2.md", "doc/sub/d2.md lock.json p.json"],
    ["--exclude=x src/./**", "src/.dot src/a1.js src/b1.md"],
    ["--exclude=src/x src", "src/.dot src/a1.js src/b1.md"],
    ["--exclude=x src/x/y", "src/x/y/a3.js src/x/y/b3.md"],
    [".", ""],
  ])("%s", (sources, copied) => {
    expect(filesOf(`COPY --parents ${sources} /o/`)?.join(" ")).toBe(copied);
  });

  test("is off with `=false`", () => {
    expect(usesOf("COPY --parents=false src/./x /o/")[0]).toMatchObject({ parents: false });
  });

  test("a literal source has to be there, a pattern does not", () => {
    const missing = analysisOf("FROM scratch\nCOPY --parents nope nope/*.js src/./nope.js /o/\n").use(
      missingSources,
    );
    expect(missing.map((each) => each.path)).toEqual(["nope", "src/nope.js"]);
  });
});

describe("what counts as a use", () => {
  test.each<[string, readonly Partial<ContextUse>[]]>([
    ["COPY --from=base /a /b", []],
    ["COPY --from= src /b", [{ kind: "copy" }]],
    ["COPY <<EOF /f\nsrc\nEOF", []],
    ["COPY src <<EOF /f/\nx\nEOF", [{ kind: "copy" }]],
    ["ADD https://example.org/x.tgz /", []],
    ["ADD git@example.org:a/b.git /", []],
    ["ADD ssh://git@example.org/b.git git://x/y.git HTTP://x/y /", []],
    ["ADD https://example.org/x.tgz src /", [{ kind: "add" }]],
    ["RUN --mount=type=bind,target=/s x", [{ kind: "bind", whole: true, destination: "/s" }]],
    ["RUN --mount=source=src,dst=/s x", [{ kind: "bind", whole: false, destination: "/s" }]],
    ["RUN --mount=type=bind,from=base,target=/s x", []],
    ["RUN --mount=type=cache,target=/s x", []],
    [
      "RUN --mount=src=p.json,target=/p --mount=src=lock.json,target=l.json x",
      [{ destination: "/p" }, { destination: "/l.json" }],
    ],
    ["ONBUILD COPY src /", []],
    ["COPY src", []],
    ["COPY . /app", [{ whole: true, destination: "/app" }]],
    ["COPY src / /app", [{ whole: true }]],
    ["COPY ../ ./", [{ whole: true, destination: "/" }]],
    ["WORKDIR /w/d\nCOPY src ../x/", [{ destination: "/w/x" }]],
    ["ARG A\nCOPY src $A/x", [{ destination: null }]],
    ["ARG A=/v\nCOPY src $A/x", [{ destination: "/v/x" }]],
    ["COPY --exclude=a --exclude=b/** --link src /", [{ excludes: ["a", "b/**"] }]],
  ])("%j", (body, expected) => {
    expect(usesOf(body)).toEqual(expected.map((each) => expect.objectContaining(each)));
  });

  test("each step has its own, in the order of the file", () => {
    const analysis = analysisOf(
      "FROM scratch AS a\nCOPY src /\nRUN x\nFROM scratch\nCOPY doc /\nADD lib /\n",
    );
    const steps = [...analysis.use(contextUses).keys()].map(
      (step) => `${step.stage.index} ${step.instruction.keyword.text}`,
    );
    expect(steps).toEqual(["0 COPY", "1 COPY", "1 ADD"]);
  });

  test("a destination on Windows is read as a WORKDIR there is", () => {
    const text = "# escape=`\nFROM w\nWORKDIR C:\\app\nCOPY a.txt b.txt C:\\etc\\\nCOPY a.txt .\\sub\\";
    const analysis = analyze(buildFile("Dockerfile", text), null, { path: null, context: null });
    const uses = [...analysis.use(contextUses).values()].flat();
    expect(uses.map(({ destination }) => destination)).toEqual(["/etc", "/app/sub"]);
  });

  test("a base image decides where a relative destination lands", () => {
    const uses = [...analysisOf("FROM node\nCOPY src lib\n").use(contextUses).values()].flat();
    expect(uses[0]?.destination).toBeNull();
  });
});

describe("sources", () => {
  test("are cleaned, and keep their place", () => {
    const body = "ARG V=x\nCOPY ./src/$V/ '../p.json' /doc/*/ /o/";
    const text = `FROM scratch\n${body}\n`;
    expect(
      usesOf(body)[0]?.sources.map(({ range, ...rest }) => [text.slice(range.start, range.end), rest]),
    ).toEqual([
      ["./src/$V/", { path: "src/x", wildcard: false, known: true, pivot: "." }],
      ["'../p.json'", { path: "p.json", wildcard: false, known: true, pivot: "." }],
      ["/doc/*/", { path: "doc/*", wildcard: true, known: true, pivot: "." }],
    ]);
  });

  test("of a mount have the place of their value", () => {
    const body = "RUN --mount=type=bind,src=src/x,target=/s x";
    const text = `FROM scratch\n${body}\n`;
    const range = usesOf(body)[0]!.sources[0]!.range;
    expect(text.slice(range.start, range.end)).toBe("src/x");
  });

  test("with an unknown variable select nothing and are not missing", () => {
    const body = "ARG V\nCOPY src/$V p.json /o/";
    const use = usesOf(body)[0]!;
    expect(use.sources.map((source) => source.known)).toEqual([false, true]);
    expect(use.files()?.map((file) => file.path)).toEqual(["p.json"]);
    expect(use.reads("src/a1.js")).toBe(false);
    expect(analysisOf(`FROM scratch\n${body}\n`).use(missingSources)).toEqual([]);
  });
});

describe("reads", () => {
  test.each([
    ["COPY src /o", "src/new.js", true],
    ["COPY src /o", "src", true],
    ["COPY src /o", "src2/new.js", false],
    ["COPY package*.json /o", "package-lock.json", true],
    ["COPY package*.json /o", "sub/package.json", false],
    ["COPY . /o", "anything/at/all", true],
    ["COPY --exclude=**/*.md . /o", "a/b.md", false],
    ["RUN --mount=target=/s x", "anything", true],
    ["COPY ln-src /o", "src/x/new.js", true],
    ["COPY ln-src /o", "src/new.js", false],
  ])("%s: %s is %s", (body, path, expected) => {
    expect(usesOf(body)[0]!.reads(path)).toBe(expected);
  });

  test("works without a context, which files do not", () => {
    const use = usesOf("COPY src /o", null)[0]!;
    expect(use.files()).toBeNull();
    expect([use.reads("src/a"), use.reads("lib/a")]).toEqual([true, false]);
  });

  test("knows the ignore file", () => {
    const use = usesOf("COPY . /o", { ...project, "/c/.dockerignore": "**/*.md" })[0]!;
    expect([use.reads("new.js"), use.reads("new.md")]).toEqual([true, false]);
  });

  test("agrees with the files, for any source", () => {
    const part = fc.constantFrom(
      "src",
      "lib",
      "sub",
      "x",
      "y",
      "*",
      "*.js",
      "s*",
      "?ib",
      "[a-p]*",
      "..",
      ".",
      "**",
      "[^s]*",
    );
    const source = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    const flags = fc.constantFrom("", "--parents ", "--exclude=**/*.md ", "--exclude=x --exclude=!x/y ");
    const plain = Object.fromEntries(copyFiles.map((path) => [`/c/${path}`, path]));
    fc.assert(
      fc.property(flags, fc.array(source, { minLength: 1, maxLength: 3 }), (flag, sources) => {
        const use = usesOf(`COPY ${flag}${sources.join(" ")} /o/`, plain)[0]!;
        expect(use.files()?.map((file) => file.path)).toEqual(
          copyFiles.filter((path) => use.reads(path)).sort(),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe("missing sources", () => {
  const files: Readonly<Record<string, MemoryFile>> = {
    "/c/.dockerignore": "gone\nhalf\n!half/kept\nsecret.txt\nlinked",
    "/c/gone/a": "",
    "/c/half/kept": "",
    "/c/half/not": "",
    "/c/secret.txt": "",
    "/c/linked": "",
    "/c/to-linked": { symlinkTo: "linked" },
    "/c/broken": { symlinkTo: "nope" },
    "/c/out": { symlinkTo: "/elsewhere" },
    "/c/there": "",
    "/elsewhere": "",
  };

  test.each<[string, string | null, string | null]>([
    ["there", null, null],
    ["nope", "nope", "absent"],
    ["nope*", null, null],
    ["nope/*", "nope", "absent"],
    ["secret.txt", "secret.txt", "ignored"],
    ["gone", "gone", "ignored"],
    ["gone/a", "gone/a", "ignored"],
    ["gone/*", "gone", "ignored"],
    ["half", null, null],
    ["half/kept", null, null],
    ["half/not", "half/not", "ignored"],
    ["to-linked", "to-linked", "ignored"],
    ["broken", "broken", "absent"],
    ["out", "out", "absent"],
    [".", null, null],
    ["--from=x nope", null, null],
  ])("COPY %s", (source, path, reason) => {
    const missing = analysisOf(`FROM scratch\nCOPY ${source} /o/\n`, files).use(missingSources);
    expect(missing.map((each) => [each.path, each.reason])).toEqual(path === null ? [] : [[path, reason]]);
  });

  test("are looked up one by one, without a walk", () => {
    const host = memoryHost(project);
    const spy: Host = {
      ...host,
      list: () => {
        throw new Error("the context is walked");
      },
    };
    const file = buildFile("Dockerfile", "FROM scratch\nCOPY nope p.json src /o/\n", {});
    const missing = analyze(file, spy, { path: "/c/Dockerfile", context: "/c" }).use(missingSources);
    expect(missing.map((each) => each.path)).toEqual(["nope"]);
  });

  test("are not known without a context", () => {
    expect(analysisOf("FROM scratch\nCOPY nope /\n", null).use(missingSources)).toEqual([]);
    expect(analysisOf("FROM scratch\nCOPY nope /\n", {}).use(missingSources)).toEqual([]);
  });
});

test.each([
  [".", false, ""],
  ["src", false, "src"],
  ["a\\b", false, "a\\b"],
  ["src/*.js", false, "src/"],
  ["package*.json", false, "package"],
  ["src/x", true, "src/x"],
  ["src/**", true, "src/"],
  ["a|b*", true, "a"],
])("only the part of a listing that can be meant is searched: %s", (path, parents, beginning) => {
  const selection = sourceSelection(
    { path, wildcard: hasWildcard(path), pivot: "." },
    { parents, excludes: [] },
  );
  expect(selection.beginning).toBe(beginning);
});
