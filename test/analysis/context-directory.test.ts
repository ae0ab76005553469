import { describe, expect, it } from "vitest";
import { contextDirectoryAt, contextDirectoryOf } from "../../src/analysis/context-directory.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { installs } from "../../src/analysis/installs.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

const project = ["package.json", "web/package.json", "web/src/a.js", "nginx.conf", "tools/package.json"];

function analysisOf(text: string, isSeen: boolean) {
  const host = memoryHost(Object.fromEntries(project.map((path) => [`/p/${path}`, "{}"])));
  const file = buildFile("Dockerfile", text);
  return analyze(file, isSeen ? host : null, { path: isSeen ? "/p/Dockerfile" : null, context: null });
}

/** Of the last install; with the context at hand and without. */
function directories(lines: readonly string[]): readonly (string | null)[] {
  return [true, false].map((isSeen) => {
    const analysis = analysisOf(["FROM node", ...lines].join("\n"), isSeen);
    return contextDirectoryOf(analysis, analysis.use(installs).at(-1)!);
  });
}

describe("the directory of the context where an install works", () => {
  it.each<[string, readonly string[], string | null]>([
    ["the root", ["WORKDIR /app", "COPY . .", "RUN npm ci"], "."],
    ["below the root", ["WORKDIR /app", "COPY . .", "RUN cd web && npm ci"], "web"],
    ["a directory copied alone", ["WORKDIR /app", "COPY web ./", "RUN npm ci"], "web"],
    ["a manifest by name", ["WORKDIR /app", "COPY web/package.json ./", "RUN npm ci"], "web"],
    ["a manifest by pattern", ["WORKDIR /app", "COPY web/package*.json ./", "RUN npm ci"], "web"],
    ["a manifest to a file", ["WORKDIR /app", "COPY web/package.json package.json", "RUN npm ci"], "web"],
    ["the last of several", ["WORKDIR /app", "COPY . .", "COPY web ./", "RUN npm ci"], "web"],
    [
      "a manifest for another place",
      ["COPY tools/package.json /t/", "WORKDIR /app", "COPY web .", "RUN npm ci"],
      "web",
    ],
    ["without WORKDIR", ["COPY web/package.json ./", "RUN npm ci"], "web"],
    ["a bind mount", ["WORKDIR /app", "RUN --mount=type=bind,source=web,target=/app npm ci"], "web"],
    ["kept parents", ["WORKDIR /app", "COPY --parents web/package.json ./", "RUN cd web && npm ci"], "web"],
    ["a base stage", ["WORKDIR /app", "COPY web .", "FROM 0", "RUN npm ci"], "web"],
    ["nothing copied", ["WORKDIR /app", "RUN npm ci"], null],
    ["copied to elsewhere", ["WORKDIR /app", "COPY web /srv/", "RUN npm ci"], null],
  ])("%s", (_, lines, expected) => {
    const written = lines.map((line) => (line === "FROM 0" ? "FROM one" : line));
    const text = written.includes("FROM one") ? ["", "FROM node AS one", ...written] : written;
    expect(directories(text)).toEqual([expected, expected]);
  });

  it("looks into the context where it can", () => {
    // By its name `web/src` could hold manifests; it doesn't, and the root does.
    const lines = ["WORKDIR /app", "COPY . .", "COPY web/src ./", "RUN npm ci"];
    expect(directories(lines)).toEqual([".", "web/src"]);
  });

  it("is found for other places too", () => {
    const analysis = analysisOf("FROM node\nCOPY web/package.json /tmp/\nRUN x", true);
    const at = analysis.file.stages[0]!.steps[1]!;
    const place = { path: "/tmp", isBelowUnknownWorkdir: false, names: ["package.json"] };
    expect(contextDirectoryAt(analysis, at, place)).toBe("web");
    expect(contextDirectoryAt(analysis, at, { ...place, path: "/srv" })).toBeNull();
  });
});
