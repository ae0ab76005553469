import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rules } from "../../rules/index.ts";
import { buildImage, type ImageBuild } from "../../src/cli/verify/build-image.ts";
import { imageDifferences } from "../../src/cli/verify/image-difference.ts";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import { applyFixes } from "../../src/engine/fixes.ts";
import { analyzeInput, type LintInput } from "../../src/engine/input.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { buildFile } from "../../src/model/build-file.ts";
import { type Optimization, optimize } from "../../src/optimize/optimize.ts";
import { stepTexts } from "../../src/timings/step-text.ts";
import { type Fixture, fixtures } from "./fix-fixtures.ts";

/**
 * Rewrites each fixture by `optimize` and by the safe fixes of all rules, builds it before and after without cache, and compares the images; and shows that what a
 * careless reordering makes of the traps is another image. Prints a table, and each difference.
 * @returns whether every rewritten file makes the same image, and every trap is one.
 */
export async function main(builder: string): Promise<boolean> {
  process.umask(0o022);
  const wanted = process.env.ONLY;
  let isRight = true;
  const rows: string[] = [];
  for (const fixture of fixtures) {
    if (wanted !== undefined && !fixture.name.includes(wanted)) continue;
    const folder = mkdtempSync(join(tmpdir(), "stowage-fixes-"));
    try {
      const checked = await checkFixture(fixture, folder, builder);
      isRight &&= checked.isRight;
      rows.push(checked.row);
      console.log([checked.row, ...checked.details].join("\n"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(`\n${header}\n${rows.join("\n")}`);
  return isRight;
}

const header =
  "| Fixture | Ecosystem | Moves | Saves | Refused | Image after moves | Image after safe fixes | Careless order |\n|---|---|---|---|---|---|---|---|";

interface Checked {
  readonly row: string;
  readonly details: readonly string[];
  readonly isRight: boolean;
}

async function checkFixture(fixture: Fixture, folder: string, builder: string): Promise<Checked> {
  const text = `${fixture.dockerfile.join("\n")}\n`;
  const files = { ...fixture.files, Dockerfile: text };
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const input: LintInput = {
    path: "Dockerfile",
    text,
    host: nodeHost(),
    dockerfile: join(folder, "Dockerfile"),
    context: folder,
    workingDirectory: folder,
    estimate: true,
    timings: /^(?:npm|yarn|pnpm)$/.test(fixture.ecosystem) ? slowRuns(text) : null,
  };
  const optimized = optimize(analyzeInput(input), {
    analyze: (other) => analyzeInput({ ...input, text: other }),
    mostMoves: 8,
    // The projects are small: what is looked at is the images.
    leastSaving: 0.01,
  })!;
  const fixed = applyFixes(input, resolveRules(rules, { ...defaultSettings, preset: "strict" }).ruleSet, {
    trust: "safe",
  });
  const build: ImageBuild = {
    context: folder,
    target: null,
    buildArgs: {},
    ignoreFile: null,
    options: ["--network=host", "--pull=false"],
    environment: { ...process.env, DOCKER_HOST: builder },
  };
  const before = await buildImage(text, build);
  if (typeof before === "string") {
    return { row: `| ${fixture.name} | does not build |`, details: [before], isRight: false };
  }
  const compare = async (other: string): Promise<readonly string[]> => {
    if (other === text) return [];
    const after = await buildImage(other, build);
    return typeof after === "string"
      ? [`it does not build: ${after.slice(-600)}`]
      : imageDifferences(before, after);
  };
  const differences = await compare(optimized.text);
  const fixDifferences = await compare(fixed.text);
  const naive = fixture.naive === undefined ? null : await compare(`${fixture.naive.join("\n")}\n`);
  const word = (changed: boolean, found: readonly string[]): string =>
    changed ? (found.length === 0 ? "equal" : `**${found.length} differences**`) : "unchanged";
  return {
    row: `| ${fixture.name} | ${fixture.ecosystem} | ${movesOf(optimized)} | ${savingOf(optimized)} | ${optimized.refused.map(({ reason }) => reason.replaceAll("|", "/")).join("; ") || "–"} | ${word(optimized.text !== text, differences)} | ${word(fixed.text !== text, fixDifferences)} | ${naive === null ? "–" : naive.length > 0 ? "differs" : "**the same**"} |`,
    details: [
      ...(differences.length > 0 ? [optimized.text, ...differences.slice(0, 20)] : []),
      ...fixDifferences.slice(0, 20),
    ],
    isRight: differences.length === 0 && fixDifferences.length === 0 && naive?.length !== 0,
  };
}

/** A lockfile of one package lets expect an install of no time, for which nothing moves: so every RUN is said to have taken a while. */
function slowRuns(text: string): LintInput["timings"] {
  const steps = stepTexts(buildFile("Dockerfile", text)).map(({ step, stage, text: words, digest }) => ({
    stage,
    text: words,
    digest,
    bytes: null,
    machines: new Map([
      [
        "ci",
        [{ date: "2026-11-26T12:00:00Z", build: "1", seconds: step?.instruction.kind === "RUN" ? 20 : 0.1 }],
      ],
    ]),
  }));
  return { steps, machine: "ci" };
}

function movesOf({ moves }: Optimization): string {
  return moves.map(({ kind }) => kind).join(", ") || "–";
}

function savingOf({ moves, populations: [first] }: Optimization): string {
  return moves.length === 0 || first === undefined ? "–" : `${first.saves.mean.toFixed(1)} s`;
}
