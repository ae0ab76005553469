import { describe, expect, it } from "vitest";
import { estimates } from "../../src/estimate/estimates.ts";
import { pastBuilds } from "../../src/history/past-builds.ts";
import { analysisOf, type Changes } from "./hand-history.ts";

/** A first commit with both kinds of files, then these changes over and over: `s` of a source, `m` of a manifest, `r` back to the first source, `n` elsewhere. */
function commitsOf(kinds: string): readonly Changes[] {
  const changes = [...kinds].map((kind, index): Changes => {
    switch (kind) {
      case "s":
        return { "src/a.js": `source ${index}` };
      case "m":
        return { "package.json": `{"version":"${index}"}` };
      case "r":
        return { "src/a.js": "source" };
      default:
        return { "docs/a.md": `text ${index}` };
    }
  });
  return [
    { "src/a.js": "source", "package.json": "{}", "docs/a.md": "text", ".dockerignore": "docs\n" },
    ...changes,
  ];
}

const dockerfile = `FROM node:24@sha256:${"0".repeat(64)}
WORKDIR /app
COPY package.json ./
RUN npm install
COPY . .
RUN npm run build
`;

const rates = (text: string, commits: readonly Changes[]): readonly number[] =>
  analysisOf(text, commits)
    .use(estimates)
    .estimate!.steps.map(({ hitRate }) => Math.round(hitRate.value * 100) / 100);

describe("builds of the past", () => {
  it("replay what git says of each step", () => {
    const estimate = analysisOf(dockerfile, commitsOf("ssmsnssmsnss")).use(estimates).estimate!;
    expect(estimate.builds).toBe(12);
    expect(estimate.steps.every(({ hitRate }) => hitRate.basis === "history")).toBe(true);
    expect(rates(dockerfile, commitsOf("ssmsnssmsnss"))).toEqual([1, 1, 0.83, 0.83, 0.17, 0.17]);
  });

  it("hit again what an earlier build had", () => {
    expect(rates(dockerfile, commitsOf("srsrsrsrsrsr")).at(-1)).toBeCloseTo(0.5, 1);
  });

  it("miss a pair of states that was never there, though each of them was", () => {
    const text = "FROM scratch\nCOPY package.json ./\nCOPY src src\n";
    // The source goes back to what it was, but on another manifest.
    expect(rates(text, commitsOf("smrnnnnnnnn"))).toEqual([0.91, 0.73]);
  });

  it("leave out what the ignore file of today leaves out", () => {
    expect(rates("FROM scratch\nCOPY . .\n", commitsOf("nnnnnnnnnnn"))).toEqual([1]);
  });

  it("begin where the files are that the Dockerfile names", () => {
    const before: Changes[] = Array.from({ length: 5 }, (_, index) => ({ other: `${index}` }));
    const analysis = analysisOf(dockerfile, [...before, ...commitsOf("nnnnnnnnnnn")]);
    expect(analysis.use(pastBuilds)?.builds[0]?.id).toBe("c5");
    expect(analysis.use(estimates).estimate?.blindSpots.join("\n")).toContain(
      "5 oldest commits are left out: `package.json`, which the Dockerfile copies today, was not there yet",
    );
  });

  it("pass over a file that is too young", () => {
    const text = `${dockerfile}COPY young.txt /\n`;
    const analysis = analysisOf(text, [
      ...commitsOf("nnsnnnnnnnnn"),
      { "young.txt": "1" },
      ...commitsOf("s").slice(1),
    ]);
    expect(analysis.use(pastBuilds)?.builds[0]?.id).toBe("c0");
    const { steps, blindSpots } = analysis.use(estimates).estimate!;
    expect(steps[0]?.hitRate.basis).toBe("history");
    expect(blindSpots.join("\n")).toContain(
      "`young.txt` is younger than most of the builds that are replayed",
    );
  });

  it("take what git does not have to change whenever anything does", () => {
    const text = "FROM scratch\nCOPY dist /dist\n";
    const analysis = analysisOf(text, commitsOf("sssssnnnnnnn"), { "/app/dist/a.js": "built" });
    const { steps, blindSpots } = analysis.use(estimates).estimate!;
    expect(steps[0]?.hitRate.value).toBeCloseTo(0, 9);
    expect(blindSpots.join("\n")).toContain("Git does not have `dist`");
  });

  it("take settings of a machine that git does not have to stay", () => {
    const text = "FROM scratch\nCOPY .env.local /\n";
    const analysis = analysisOf(text, commitsOf("sssssnnnnnnn"), { "/app/.env.local": "A=1" });
    const { steps, blindSpots } = analysis.use(estimates).estimate!;
    expect(steps[0]?.hitRate.value).toBeGreaterThan(0.9);
    expect(blindSpots.join("\n")).toContain("Git does not have `.env.local`: as a setting");
  });

  it("are too few to say more than priors", () => {
    const { estimate } = analysisOf(dockerfile, commitsOf("ss")).use(estimates);
    expect(estimate?.builds).toBe(0);
    expect(estimate?.steps[0]?.hitRate.basis).toBe("prior");
    expect(estimate?.blindSpots.join("\n")).toMatch(/priors .*: git has \d commits, and a replay takes more/);
  });

  it("are too few since a file is there, which is named", () => {
    const before: Changes[] = Array.from({ length: 30 }, (_, index) => ({ other: `${index}` }));
    const { estimate } = analysisOf(dockerfile, [...before, ...commitsOf("ss")]).use(estimates);
    expect(estimate?.builds).toBe(0);
    expect(estimate?.blindSpots.join("\n")).toMatch(/git has \d commits with `package\.json`, which the/);
  });

  it("begin with one that only fills the cache", () => {
    const past = analysisOf(dockerfile, commitsOf("snmnnnnnnnn")).use(pastBuilds)!;
    expect(past.builds).toHaveLength(12);
    expect(past.builds[0]?.weight).toBe(0);
    expect(past.builds.at(-1)?.weight).toBe(1);
  });

  it("leave out those that edit the Dockerfile or its ignore file", () => {
    const commits = commitsOf("nnnssssssssssnn").map((changes, index) =>
      index < 3 ? { ...changes, [index === 1 ? ".dockerignore" : "Dockerfile"]: `docs\n#${index}` } : changes,
    );
    const past = analysisOf(dockerfile, commits).use(pastBuilds)!;
    expect(past.builds.map(({ weight }) => weight > 0)).toEqual(commits.map((_, index) => index > 2));
    expect(rates(dockerfile, commits).at(-1)).toBeCloseTo(3 / 13, 2);
    // Where nearly all do, they are what there is.
    const young = commits.map((changes, index) => ({ ...changes, Dockerfile: `${index}` }));
    expect(analysisOf(dockerfile, young).use(estimates).estimate?.builds).toBe(young.length - 1);
  });

  it("take a submodule for all that is in it", () => {
    const commits = commitsOf("nnnnnnnnnnnn").map(
      (changes, index): Changes =>
        index % 2 === 0 ? { ...changes, "vendor/lib": `${index} submodule` } : changes,
    );
    const text = "FROM scratch\nCOPY vendor/lib/src /src\n";
    const analysis = analysisOf(text, commits, { "/app/vendor/lib/src/a": "1" });
    expect(analysis.use(estimates).estimate?.steps[0]?.hitRate.value).toBeCloseTo(0.5, 1);
  });

  it.each([
    [["submodule vendor/a", "submodule b"], "`vendor/a` and `b` are submodules"],
    [["lfs ."], "Files in `.` that Git LFS keeps"],
    [["lfs assets", "lfs docs"], "Files in `assets` and `docs` that Git LFS keeps"],
  ])("name what is elsewhere: %j", (elsewhere, said) => {
    const { use } = analysisOf(dockerfile, commitsOf("nnnnnnnnnnnn"), {}, elsewhere);
    expect(use(pastBuilds)?.blindSpots.join("\n")).toContain(said);
  });

  it("say nothing of what is elsewhere and outside of the context", () => {
    const commits = commitsOf("nnnnnnnnnnnn").map((changes) =>
      Object.fromEntries(Object.entries(changes).map(([path, content]) => [`app/${path}`, content])),
    );
    const spotsOf = (elsewhere: readonly string[]): readonly string[] => {
      const { use } = analysisOf(dockerfile, commits, {}, elsewhere, "/app/app");
      return use(pastBuilds)!.blindSpots;
    };
    expect(spotsOf(["submodule other", "lfs docs"])).toEqual([]);
    expect(spotsOf(["submodule app/x"])[0]).toMatch(/^`x` is a submodule/);
    expect(spotsOf(["lfs ."])).toHaveLength(1);
  });

  it("take a step that copies what git has and what it has not for as restless as the latter", () => {
    const text = "FROM scratch\nCOPY package.json dist /\n";
    const analysis = analysisOf(text, commitsOf("sssssnnnnnnn"), { "/app/dist/a.js": "built" });
    expect(analysis.use(estimates).estimate?.steps[0]?.hitRate.value).toBeCloseTo(0, 9);
  });

  it("have a base image that moves by chance", () => {
    const moving = analysisOf(dockerfile.replace(/@sha256:0+/, ""), commitsOf("nnnnnnnnnnnn")).use(estimates)
      .estimate!;
    const [from] = moving.steps;
    expect(from?.hitRate.value).toBeGreaterThan(0.8);
    expect(from?.hitRate.value).toBeLessThan(1);
    expect(moving.steps.at(-1)?.hitRate.value).toBeCloseTo(from!.hitRate.value, 9);
  });

  it("price what a change would save", () => {
    const late = "FROM node:24\nCOPY . .\nRUN npm install\n";
    const analysis = analysisOf(late, commitsOf("ssssssssssss"));
    const step = (index: number) => ({ instruction: analysis.file.stages[0]!.steps[index]!.instruction });
    const saving = analysis
      .use(estimates)
      .saving({ kind: "split-manifests", copy: step(0), installs: [step(1)] });
    expect(saving?.seconds.mean).toBeGreaterThan(5);
  });
});
