import { describe, expect, it } from "vitest";
import { type Analysis, analyze } from "../../src/analysis/fact.ts";
import { buildPlan } from "../../src/estimate/build-plan.ts";
import type { CostSource } from "../../src/estimate/cost-source.ts";
import { meanOfProbability } from "../../src/estimate/distribution.ts";
import type { Estimate } from "../../src/estimate/estimate.ts";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import type { BuildPlan, CauseSource, Vertex } from "../../src/estimate/plan.ts";
import { type MemoryFile, memoryHost } from "../../src/host/memory-host.ts";
import { hitPriors } from "../../src/knowledge/hit-priors.ts";
import { inputPriors } from "../../src/knowledge/input-priors.ts";
import { type BuildOptions, buildFile } from "../../src/model/build-file.ts";

const one = { mu: 0, tau: 0, basis: "prior" } as const;
const flat: CostSource = {
  ofStep: () => one,
  scalesOf: () => [],
  ofPull: () => one,
  reusesOf: () => null,
  blindSpots: [],
};

function analysisOf(
  text: string,
  files: Readonly<Record<string, MemoryFile>> | null,
  options: BuildOptions = {},
): Analysis {
  const file = buildFile("Dockerfile", text, options);
  if (files === null) return analyze(file, null, { path: null, context: null });
  const inProject = Object.fromEntries(
    Object.entries(files).map(([path, content]) => [`/p/${path}`, content]),
  );
  const host = memoryHost({ "/p/Dockerfile": text, ...inProject });
  return analyze(file, host, { path: "/p/Dockerfile", context: "/p" });
}

function planOf(
  text: string,
  files: Readonly<Record<string, MemoryFile>> | null = null,
  options: BuildOptions = {},
): BuildPlan {
  const plan = buildPlan(analysisOf(text, files, options), flat);
  if (!plan) throw new Error("no plan");
  return plan;
}

function nameOf(source: CauseSource): string {
  switch (source.kind) {
    case "image":
      return source.image;
    case "manifests":
      return `${source.ecosystem} manifests in ${source.directory}`;
    case "files":
      return `files ${source.path}`;
    case "git-directory":
      return ".git";
    case "argument":
      return source.name;
    case "remote":
      return source.url;
  }
}

/** Per vertex: line and keyword, what it stands on and reads (by line), causes. */
function show(plan: BuildPlan): string[] {
  const lineOf = (id: number) => plan.vertices.find((vertex) => vertex.id === id)?.label.line;
  return plan.vertices.map((vertex: Vertex) => {
    const { line, text } = vertex.label;
    const parent = vertex.parent === null ? "" : ` on ${lineOf(vertex.parent)}`;
    const link = vertex.followsParent ? "" : " linked";
    const reads = vertex.reads.length > 0 ? ` reads ${vertex.reads.map(lineOf).join(" ")}` : "";
    const causes = vertex.causes.map((cause) => nameOf(plan.causes[cause]!.source)).sort();
    const keyword = vertex.instruction ? text.split(" ")[0] : "pull";
    return `${line} ${keyword}${parent}${link}${reads}${causes.length > 0 ? `: ${causes.join(", ")}` : ""}`;
  });
}

const rate = (estimate: Estimate, line: number) =>
  estimate.steps.find((step) => step.line === line)?.hitRate.value ?? Number.NaN;

const mean = ({ alpha, beta }: { alpha: number; beta: number }) => alpha / (alpha + beta);
const image = mean(inputPriors.movingTag);

describe("the graph", () => {
  it("has the steps of reachable stages, and pulls an image once", () => {
    const plan = planOf(
      [
        "FROM node:22 AS deps",
        "RUN a",
        "FROM node:22 AS unused",
        "RUN b",
        "FROM deps AS build",
        "ENV A=1",
        "RUN c",
        "FROM node:22",
        "WORKDIR /app",
        "COPY --from=build /a /a",
        "COPY --link --from=nginx:1 /b /b",
        "RUN --mount=type=bind,from=deps,target=/deps d",
        'CMD ["e"]',
      ].join("\n"),
    );
    expect(show(plan)).toEqual([
      "1 FROM: node:22",
      "2 RUN on 1",
      "7 RUN on 2",
      "9 WORKDIR on 1",
      "10 COPY on 9 reads 7",
      "11 pull: nginx:1",
      "11 COPY on 10 linked reads 11",
      "12 RUN on 11 reads 2",
    ]);
    expect(plan.target).toBe("3");
    expect(plan.last).toBe(7);
  });

  it("starts at scratch without a pull, and may be empty", () => {
    expect(show(planOf("FROM scratch\nCOPY a /"))).toEqual(["2 COPY: files a"]);
    expect(planOf("FROM scratch\nLABEL a=b").last).toBeNull();
    expect(show(planOf("COPY . .\nRUN npm ci"))).toEqual([
      "1 COPY: files ., node manifests in .",
      "2 RUN on 1",
    ]);
    expect(buildPlan(analysisOf("# nothing\n", null), flat)).toBeNull();
  });

  it("is that of the target", () => {
    const plan = planOf("FROM a AS one\nRUN x\nFROM b\nRUN y", null, { target: "one" });
    expect(show(plan)).toEqual(["1 FROM: a", "2 RUN on 1"]);
    expect(plan.target).toBe("one");
  });

  it("pulls the same image again for another platform", () => {
    const plan = planOf("FROM --platform=linux/arm64 a AS one\nRUN x\nFROM a\nCOPY --from=one /x /");
    expect(plan.vertices.filter((vertex) => vertex.instruction?.kind === "FROM")).toHaveLength(2);
  });
});

describe("causes", () => {
  it("knows a base by digest never to move", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const plan = planOf(`FROM node:22@${digest}\nRUN x`);
    expect(rate(estimatePlan(plan), 2)).toBe(1);
  });

  it("has a volatile argument in every build", () => {
    const estimate = estimatePlan(planOf("FROM a\nRUN x\nARG GIT_SHA\nRUN y\nRUN z"));
    expect([2, 4, 5].map((line) => rate(estimate, line))).toEqual([expect.closeTo(image, 9), 0, 0]);
  });

  it("gives `COPY . .` its own prior, with the manifests inside", () => {
    const plan = planOf(
      "FROM a\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build",
    );
    expect(show(plan).slice(1)).toEqual([
      "2 COPY on 1: node manifests in .",
      "3 RUN on 2",
      "4 COPY on 3: files ., node manifests in .",
      "5 RUN on 4",
    ]);
    const estimate = estimatePlan(plan);
    expect(rate(estimate, 3)).toBeCloseTo(image * mean(hitPriors.node), 9);
    expect(rate(estimate, 4)).toBeCloseTo(image * mean(hitPriors.wholeContext), 9);
  });

  it("says which manifests an install reads, though a broader COPY brings them", () => {
    const plan = planOf("FROM a\nWORKDIR /app\nCOPY . .\nRUN npm ci");
    const install = plan.vertices.at(-1);
    expect(install?.causes).toEqual([]);
    expect(install?.manifests.map((cause) => nameOf(plan.causes[cause]!.source))).toEqual([
      "node manifests in .",
    ]);
  });

  it("tells manifests of different directories apart", () => {
    const plan = planOf(
      [
        "FROM a AS front",
        "WORKDIR /front",
        "COPY frontend/package*.json ./",
        "RUN npm ci",
        "COPY frontend ./",
        "FROM a",
        "WORKDIR /srv",
        "COPY . .",
        "RUN cd backend && npm ci",
        "COPY --from=front /front/dist ./",
      ].join("\n"),
    );
    expect(show(plan)).toEqual([
      "1 FROM: a",
      "2 WORKDIR on 1",
      "3 COPY on 2: node manifests in frontend",
      "4 RUN on 3",
      "5 COPY on 4: files frontend, node manifests in frontend",
      "7 WORKDIR on 1",
      "8 COPY on 7: files ., files frontend, node manifests in backend, node manifests in frontend",
      "9 RUN on 8",
      "10 COPY on 9 reads 5",
    ]);
  });

  it("reads patterns as people mean them", () => {
    const plan = planOf(
      "FROM a\nWORKDIR /app\nCOPY requirements*.txt nginx.conf ./\nRUN pip install -r requirements.txt\nCOPY src/*.py src/\nCOPY src src",
    );
    expect(show(plan).slice(2)).toEqual([
      "3 COPY on 2: files nginx.conf, python manifests in .",
      "4 RUN on 3",
      "5 COPY on 4: files src/*.py",
      "6 COPY on 5: files src, files src/*.py",
    ]);
  });

  it("finds manifests that a command names by absolute paths", () => {
    const plan = planOf("FROM a\nCOPY api/requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt");
    expect(show(plan).slice(1)).toEqual(["2 COPY on 1: python manifests in api", "3 RUN on 2"]);
  });

  it("sees what the ignore file and --exclude keep out", () => {
    const text = "FROM a\nCOPY package.json ./\nRUN npm ci\nCOPY --exclude=docs . .\nCOPY docs docs";
    expect(show(planOf(text)).slice(3)).toEqual([
      "4 COPY on 3: files ., node manifests in .",
      "5 COPY on 4: files docs",
    ]);
    const ignoring = planOf("FROM a\nCOPY . .\nRUN npm ci", { ".dockerignore": "*.json\n" });
    expect(show(ignoring)[1]).toBe("2 COPY on 1: files .");
  });

  it("knows that each commit changes `.git`, where it is in the context", () => {
    const git = { ".git/HEAD": "ref: refs/heads/main\n", "a.txt": "a" };
    const text = "FROM a\nCOPY a.txt /\nCOPY . .\nRUN x";
    expect(rate(estimatePlan(planOf(text, git)), 3)).toBe(0);
    expect(rate(estimatePlan(planOf(text, git)), 2)).toBeGreaterThan(0.8);
    for (const files of [{ ...git, ".dockerignore": ".git\n" }, { "a.txt": "a" }, null]) {
      expect(show(planOf(text, files))[2]).toBe("3 COPY on 2: files ., files a.txt");
    }
  });

  it("shares the rest of the context among more parts than it counts", () => {
    const copies = Array.from({ length: 100 }, (_, index) => `COPY dir${index} /d${index}`).join("\n");
    const plan = planOf(`FROM a\n${copies}`);
    expect(plan.causes.length).toBeLessThan(40);
    expect(show(plan).at(-1)).toBe("101 COPY on 100: files .");
  });

  it("never makes the rest of the context certain", () => {
    const copies = Array.from({ length: 24 }, (_, index) => `COPY dir${index} /d${index}`).join("\n");
    const plan = planOf(`FROM a\n${copies}\nCOPY . .`);
    const rest = plan.causes.find(({ source }) => source.kind === "files" && source.path === ".");
    expect(rest && meanOfProbability(rest.unchanged)).toBeCloseTo(0.98, 9);
  });

  it("counts what ADD fetches, unless a checksum fixes it", () => {
    const checksum = `sha256:${"a".repeat(64)}`;
    const plan = planOf(`FROM a\nADD https://x.test/a /\nADD --checksum=${checksum} https://x.test/b /`);
    expect(show(plan).slice(1)).toEqual(["2 ADD on 1: https://x.test/a", "3 ADD on 2"]);
  });
});

describe("how often files change", () => {
  /** A context of 100 files: 50 sources, 10 tests, 2 scripts, the rest scattered. */
  const project: Record<string, string> = {
    ".gitignore": "target\n",
    "nginx.conf": "",
    "gradle-wrapper.jar": "",
  };
  for (let at = 0; at < 50; at++) project[`src/part${at % 5}/${at}.py`] = "";
  for (let at = 0; at < 10; at++) project[`tests/${at}.py`] = "";
  for (const name of ["a.sh", "b.sh"]) project[`scripts/${name}`] = "";
  for (let at = 0; at < 34; at++) project[`docs/${at}.md`] = "";
  for (let at = 0; at < 900; at++) project[`node_modules/m${at}/index.js`] = "";
  const unchanged = (copied: string, files: Record<string, string> | null = project) => {
    const { causes } = planOf(`FROM scratch\n${copied}`, files);
    return causes.map((cause) => Number(meanOfProbability(cause.unchanged).toFixed(2)));
  };

  it.each([
    ["a single file hardly ever", "COPY nginx.conf /", [0.98]],
    ["half of the files, dependencies apart, in half of the builds", "COPY src /src", [0.55]],
    ["a tenth of them seldom", "COPY tests /tests", [0.84]],
    ["a few files hardly more often than one", "COPY scripts /scripts", [0.95]],
    ["the files that a pattern takes, by their number", "COPY docs/*.md /docs/", [0.64]],
    ["a pattern that takes one file as that file", "COPY *.conf /", [0.98]],
    ["what git ignores and a build makes, with any source", "COPY target/app.jar /", [0.14]],
    ["what such a tool left in the repository as that file", "COPY gradle-wrapper.jar /", [0.98]],
    ["what is not there by its name", "COPY settings.ini /", [0.98]],
  ])("%s", (_, copied, expected) => {
    expect(unchanged(copied)).toEqual(expected);
  });

  it("takes directories for equal parts where no context can be seen", () => {
    expect(unchanged("COPY src /src", null)).toEqual([0.55]);
    expect(unchanged("COPY lib /lib\nCOPY app /app\nCOPY web /web", null)).toEqual([0.7, 0.7, 0.7]);
    expect(unchanged("COPY build/libs/*.jar /app.jar", null)).toEqual([0.14]);
  });

  it("does not let many small directories outweigh the whole context", () => {
    const names = ["src", "tests", "scripts", "docs"];
    const text = `FROM scratch\n${names.map((name) => `COPY ${name} /${name}`).join("\n")}`;
    expect(rate(estimatePlan(planOf(text, project)), 5)).toBeGreaterThan(mean(hitPriors.wholeContext));
  });
});

describe("labels", () => {
  it("show the instruction on one line, flags included, and not too long", () => {
    const plan = planOf(
      `FROM a AS one\nRUN --network=none echo \\\n    b && \\\n  c\nRUN ${"x".repeat(500)}`,
    );
    const [, run, long] = plan.vertices.map((vertex) => vertex.label);
    expect(run).toEqual({ stage: "one", line: 2, text: "RUN --network=none echo b && c" });
    expect(long?.text).toHaveLength(200);
    expect(long?.text.endsWith("…")).toBe(true);
  });
});

describe("blind spots", () => {
  it("name what the file hides", () => {
    const git = { ".git/HEAD": "", "a.txt": "" };
    const text = "FROM a AS one\nARG TOKEN\nARG GIT_SHA\nCOPY . .\nRUN x\nFROM a\nCOPY --from=one /a /a";
    const { blindSpots } = planOf(text, git);
    for (const part of ["`.git` is in", "`GIT_SHA`", "`TOKEN`", "COPY from another stage"]) {
      expect(blindSpots.filter((spot) => spot.includes(part))).toHaveLength(1);
    }
    const plain = planOf("FROM a\nRUN x").blindSpots;
    expect(plain).toHaveLength(5);
    expect(plain.at(-2)).toContain("No build context");
  });
});

describe("large files", () => {
  /** Entries that a replay of the plan walks over. */
  const size = ({ vertices }: BuildPlan) =>
    new Set(vertices.map((vertex) => vertex.causes)).size +
    vertices.reduce((sum, vertex) => sum + vertex.reads.length + vertex.causes.length, 0);

  it.each([
    [
      "stages",
      (index: number) =>
        `FROM a AS s${index}\n${index ? `COPY --from=s${index - 1} /a /a\n` : ""}COPY d${index} /d\nRUN npm ci`,
    ],
    ["arguments", (index: number) => `${index ? "" : "FROM a\n"}ARG V${index}_GIT_SHA\nRUN x`],
    ["copies of everything", (index: number) => `${index ? "" : "FROM a\n"}COPY . /d${index}\nRUN npm ci`],
  ])("make plans that grow with their %s", (_, part) => {
    const text = (count: number) => Array.from({ length: count }, (_, index) => part(index)).join("\n");
    const small = size(planOf(text(200)));
    const large = size(planOf(text(800)));
    expect(large / small).toBeLessThan(5);
  });
});
