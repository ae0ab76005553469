import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rules } from "../../rules/index.ts";
import { type BuiltImage, buildImage } from "../../src/cli/verify/build-image.ts";
import { apartFrom, type ComparedImages } from "../../src/cli/verify/compare-images.ts";
import { dockerBuild, type ImageBuild } from "../../src/cli/verify/docker.ts";
import { imageDifferences } from "../../src/cli/verify/image-difference.ts";
import { type Rebuild, replayBuilds } from "../../src/cli/verify/replay-builds.ts";
import { changingArguments } from "../../src/cli/verify/verify.ts";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import { applyFixes } from "../../src/engine/fixes.ts";
import { analyzeInput, type LintInput } from "../../src/engine/input.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { type Optimization, optimize } from "../../src/optimize/optimize.ts";
import type { StepTimings } from "../../src/timings/timings-file.ts";
import { type Fixture, fixtures } from "./fix-fixtures.ts";
import { commitHistory, repositoryOf } from "./fixture-history.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import { learn } from "./seconds.ts";

/**
 * Rewrites each fixture by `optimize` and by the safe fixes of all rules, builds it before and after without cache, and compares the images; shows that what a
 * careless reordering makes of the traps is another image; and builds the history of what was rewritten with both files, to set the seconds that came beside
 * those foretold. Prints a table, and each difference.
 * @returns whether every rewritten file makes the same image, and every trap is one.
 */
export async function main(builder: string): Promise<boolean> {
  process.umask(0o022);
  const wanted = process.env.ONLY;
  const checked: Checked[] = [];
  for (const fixture of fixtures) {
    if (wanted !== undefined && !fixture.name.includes(wanted)) continue;
    const folder = mkdtempSync(join(tmpdir(), "stowage-fixes-"));
    try {
      const one = await checkFixture(fixture, folder, builder);
      checked.push(one);
      console.log([one.row, ...one.details].join("\n"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(`\n${header}\n${checked.map(({ row }) => row).join("\n")}`);
  printSavings(checked);
  return checked.every(({ isRight }) => isRight);
}

const header =
  "| Fixture | Ecosystem | Moves | Refused | Image after moves | Image after safe fixes | Careless order | Foretold to save per build | Saved |\n|---|---|---|---|---|---|---|---|---|";

const recordedBuilds = 3;

interface Checked {
  readonly row: string;
  readonly details: readonly string[];
  readonly isRight: boolean;
  /** Seconds per build of the history; `null` where nothing moved. */
  readonly saved: { readonly foretold: number; readonly took: number } | null;
}

async function checkFixture(fixture: Fixture, folder: string, builder: string): Promise<Checked> {
  const text = `${fixture.dockerfile.join("\n")}\n`;
  for (const [path, content] of Object.entries({ ...fixture.files, Dockerfile: text })) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  commitHistory(folder, Object.keys(fixture.files));
  const build: ImageBuild = {
    context: folder,
    target: null,
    buildArgs: {},
    ignoreFile: null,
    options: ["--network=host", "--pull=false"],
    environment: { ...process.env, DOCKER_HOST: builder },
  };
  const { git, repository } = repositoryOf(folder);
  const input: LintInput = {
    path: "Dockerfile",
    text,
    host: nodeHost(),
    dockerfile: join(folder, "Dockerfile"),
    context: folder,
    workingDirectory: folder,
    repository,
    estimate: true,
  };
  const steps = await recordedBuild(input, build);
  const optimized = optimize(analyzeInput({ ...input, timings: { steps, machine: null } }), {
    analyze: (other, timings) => analyzeInput({ ...input, text: other, timings }),
    mostMoves: 8,
    // The projects are small.
    leastSaving: 0.01,
  })!;
  const fixed = applyFixes(input, resolveRules(rules, { ...defaultSettings, preset: "strict" }).ruleSet, {
    trust: "safe",
  });
  const before = await buildImage(text, build);
  if (typeof before === "string") {
    return { row: `| ${fixture.name} | does not build |`, details: [before], isRight: false, saved: null };
  }
  const compare = comparer(before, text, build);
  const moved = await compare(optimized.text);
  const mended = await compare(fixed.text);
  const naive = fixture.naive === undefined ? null : await compare(`${fixture.naive.join("\n")}\n`);
  const rebuilds =
    moved === null
      ? []
      : await replayBuilds(
          { before: text, after: optimized.text },
          build,
          {
            git,
            folder: ".",
            commits: repository.history.commits,
            changing: changingArguments(analyzeInput(input)),
          },
          () => {},
        );
  const saved = moved === null ? null : savingOf(optimized, rebuilds);
  const failed = rebuilds.filter(({ before: one, after: other }) => one.failure ?? other.failure);
  const isNaiveSeen = naive === null || naive.differences.length > 0;
  const cells = [
    fixture.name,
    fixture.ecosystem,
    optimized.moves.map(({ kind }) => kind).join(", ") || "–",
    optimized.refused.map(({ reason }) => reason.replaceAll("|", "/")).join("; ") || "–",
    verdict(moved),
    verdict(mended),
    naive === null ? "–" : isNaiveSeen ? "differs" : "**the same**",
    saved === null ? "–" : `${saved.foretold.toFixed(2)} s`,
    saved === null ? "–" : `${saved.took.toFixed(2)} s`,
  ];
  return {
    row: `| ${cells.join(" | ")} |`,
    details: [
      ...(moved !== null && moved.differences.length > 0
        ? [optimized.text, ...moved.differences.slice(0, 20)]
        : []),
      ...(mended?.differences.slice(0, 20) ?? []),
      ...failed.map(
        ({ subject, before: one, after: other }) => `${subject}: ${one.failure ?? other.failure}`,
      ),
    ],
    isRight:
      (moved?.differences.length ?? 0) === 0 &&
      (mended?.differences.length ?? 0) === 0 &&
      isNaiveSeen &&
      failed.length === 0,
    saved,
  };
}

/** Builds without cache, and keeps what the steps took. The first build of a day also reads programs from disk. */
async function recordedBuild(input: LintInput, build: ImageBuild): Promise<readonly StepTimings[]> {
  const folder = mkdtempSync(join(tmpdir(), "stowage-recorded-"));
  try {
    const args = ["--progress=rawjson", "--no-cache", "--output", "type=cacheonly"];
    const analysis = analyzeInput(input);
    let known: readonly StepTimings[] = [];
    for (let at = 0; at < recordedBuilds; at += 1) {
      const { errors } = await dockerBuild(input.text, build, { folder, args });
      if (at > 0) known = learn(known, errors, analysis, at);
    }
    return known;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compares other texts with the image of the first, which is built once more when they differ; `null` for the same text. */
function comparer(
  before: BuiltImage,
  text: string,
  build: ImageBuild,
): (other: string) => Promise<Pick<ComparedImages, "differences" | "unstable"> | null> {
  let own: readonly string[] | null = null;
  return async (other) => {
    if (other === text) return null;
    const after = await buildImage(other, build);
    if (typeof after === "string")
      return { differences: [`it does not build: ${after.slice(-600)}`], unstable: [] };
    const found = imageDifferences(before, after);
    if (found.length > 0 && own === null) {
      const again = await buildImage(text, build);
      own = typeof again === "string" ? [] : imageDifferences(before, again);
    }
    return apartFrom(found, own ?? []);
  };
}

function verdict(compared: Pick<ComparedImages, "differences" | "unstable"> | null): string {
  if (compared === null) return "unchanged";
  const { differences, unstable } = compared;
  if (differences.length > 0) return `**${differences.length} differences**`;
  return unstable.length > 0 ? `equal but for ${unstable.length} paths that no two builds share` : "equal";
}

function savingOf({ populations: [first] }: Optimization, rebuilds: readonly Rebuild[]): Checked["saved"] {
  const differences = rebuilds.flatMap(({ before, after }) =>
    before.seconds === null || after.seconds === null ? [] : [before.seconds - after.seconds],
  );
  if (first === undefined || differences.length === 0) return null;
  const took = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
  return { foretold: first.saves.mean, took };
}

function printSavings(checked: readonly Checked[]): void {
  const pairs = checked.flatMap(({ saved }) => (saved === null ? [] : [saved]));
  if (pairs.length < 3) return;
  const sum = (of: (pair: (typeof pairs)[number]) => number): number =>
    pairs.reduce((total, pair) => total + of(pair), 0);
  const [foretold, took] = [sum((pair) => pair.foretold), sum((pair) => pair.took)];
  console.log(
    `\n${pairs.length} rewritten: ${foretold.toFixed(1)} s foretold to be saved per build of each, ${took.toFixed(1)} s saved; rank correlation ${rankCorrelation(
      pairs.map((pair) => pair.foretold),
      pairs.map((pair) => pair.took),
    ).toFixed(2)}; ${pairs.filter((pair) => pair.took <= 0).length} saved nothing`,
  );
}
