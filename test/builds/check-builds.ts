import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Analysis } from "../../src/analysis/fact.ts";
import { analyzeInput } from "../../src/engine/input.ts";
import type { Evaluation } from "../../src/estimate/evaluate.ts";
import { buildKeys, type ReplayedStep, replayBuilds, type StepKey } from "../../src/history/build-keys.ts";
import { isGitProblem } from "../../src/host/git.ts";
import { openGit } from "../../src/host/node-git.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import type { Step } from "../../src/model/build-file.ts";
import { positionAt } from "../../src/text/line-index.ts";
import { stepMatcher } from "../../src/timings/match-steps.ts";
import { readLog } from "../../src/timings/read-log.ts";
import type { StepTimings } from "../../src/timings/timings-file.ts";
import {
  repositories,
  type ScriptedCommit,
  type ScriptedImage,
  type ScriptedRepository,
} from "./histories.ts";
import {
  type Forecast,
  forecast,
  learn,
  price,
  printSeconds,
  secondsAtHits,
  secondsOfSteps,
  type TimedBuild,
  type TimedImage,
} from "./seconds.ts";

/**
 * Builds every commit of the scripted repositories on a real builder and compares, step by step, what is reused with what the replay of keys
 * says; and, where nothing edits how it is built, what the second half of the builds took with what the first half lets expect. Prints tables, and each disagreement.
 * @returns whether all agree.
 */
export function main(builder: string): boolean {
  process.umask(0o022);
  const rows: Row[] = [];
  const images: TimedImage[] = [];
  for (const repository of repositories) {
    docker(builder, ["builder", "prune", "--all", "--force"]);
    const folder = mkdtempSync(join(tmpdir(), "stowage-builds-"));
    try {
      const checked = checkRepository(repository, folder, builder);
      rows.push(checked.row);
      if (repository.isSteady) images.push(...checked.images);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  printTable(rows);
  printSeconds(images);
  return rows.every(({ wrong }) => wrong.length === 0);
}

/** What became of the steps of one repository. */
interface Row {
  readonly name: string;
  readonly builds: number;
  /** Steps whose fate the Dockerfile and the files decide. */
  readonly decided: number;
  readonly agreed: number;
  /** Steps that hit only when another stage comes out as it was. */
  readonly open: number;
  /** Of these, those that did hit. */
  readonly openHits: number;
  readonly wrong: readonly string[];
}

interface Built {
  readonly image: ScriptedImage;
  readonly keys: readonly StepKey[];
  readonly analysis: Analysis;
  /** What the builder did; a step that it merged with an equal one is not there. */
  readonly outcomes: ReadonlyMap<Step, "cached" | "ran">;
  readonly subject: string;
  readonly log: string;
}

/** Shares of the builds after which the builds to come are foretold: the middle one is what the table shows. */
const foretoldAfter = [1 / 3, 1 / 2, 2 / 3];

function checkRepository(
  repository: ScriptedRepository,
  folder: string,
  builder: string,
): { readonly row: Row; readonly images: readonly TimedImage[] } {
  const { commits, images } = repository;
  const builds: Built[] = [];
  const courses = new Map(images.map((image) => [image, newCourse()]));
  git(folder, ["init", "--quiet"]);
  for (const [number, commit] of commits.entries()) {
    apply(folder, commit);
    git(folder, ["add", "--all"]);
    git(folder, ["commit", "--quiet", "--allow-empty", "--message", commit.subject]);
    for (const image of images) {
      const built = build(folder, image, commit, builder);
      builds.push(built);
      follow(courses.get(image)!, { built, folder, commit, number, of: commits.length });
    }
  }
  const replayed = [...replayBuilds(builds.map(({ keys }) => keys))];
  let decided = 0;
  let agreed = 0;
  let open = 0;
  let openHits = 0;
  const wrong: string[] = [];
  for (const [index, { outcomes, analysis, subject }] of builds.entries()) {
    for (const step of replayed[index]!) {
      const outcome = outcomes.get(step.step);
      if (outcome === undefined) continue;
      if (step.hits !== step.hitsWithCutOff) {
        open++;
        if (outcome === "cached") openHits++;
        continue;
      }
      decided++;
      if (step.hits === (outcome === "cached")) agreed++;
      else wrong.push(`${repository.name}, ${subject}: ${placeOf(step, analysis)} is ${outcome}`);
    }
  }
  const timed = images.map((image, at): TimedImage => {
    const { builds: own, forecasts } = courses.get(image)!;
    return {
      name: images.length === 1 ? repository.name : `${repository.name}, ${at + 1}`,
      builds: own,
      forecasts,
      replayed: own.flatMap(({ priced }, number) =>
        priced === null ? [] : [secondsAtHits(priced, replayed[number * images.length + at]!)],
      ),
    };
  });
  const row = { name: repository.name, builds: builds.length, decided, agreed, open, openHits, wrong };
  return { row, images: timed };
}

/** What is known of an image, build after build. */
interface Course {
  known: readonly StepTimings[];
  readonly builds: TimedBuild[];
  readonly forecasts: Forecast[];
}

function newCourse(): Course {
  return { known: [], builds: [], forecasts: [] };
}

/** Adds a build to the course of its image. In the second half nothing is learnt any more. */
function follow(
  course: Course,
  {
    built,
    folder,
    commit,
    number,
    of,
  }: {
    readonly built: Built;
    readonly folder: string;
    readonly commit: ScriptedCommit;
    readonly number: number;
    readonly of: number;
  },
): void {
  const { log, analysis, image } = built;
  const isHeldOut = number >= of / 2;
  let priced: Evaluation | null = null;
  if (isHeldOut) priced = price(analyzed(folder, image, course.known));
  course.builds.push({
    seconds: secondsOfSteps(log),
    isEdit: Object.keys(commit.files).some((path) => /Dockerfile|\.dockerignore$/.test(path)),
    priced,
  });
  if (!isHeldOut) course.known = learn(course.known, log, analysis, number);
  if (foretoldAfter.some((share) => course.builds.length === Math.round(share * of)))
    course.forecasts.push(forecast(analyzed(folder, image, course.known), course.builds));
}

/** The image of today with the history of its repository and the times of its builds, as `stowage estimate` has them. */
function analyzed(folder: string, image: ScriptedImage, steps: readonly StepTimings[]): Analysis {
  const opened = openGit(join(folder, image.dockerfile), process.env);
  if (isGitProblem(opened)) throw new Error(opened.message);
  const history = opened.history();
  if (isGitProblem(history)) throw new Error(history.message);
  return analyzeInput({
    ...inputOf(folder, image),
    repository: { root: opened.root!, history },
    timings: { steps, machine: null },
  });
}

function inputOf(folder: string, { dockerfile, context }: ScriptedImage) {
  const path = join(folder, dockerfile);
  const text = readFileSync(path, "utf8");
  return { path: dockerfile, text, host: nodeHost(), dockerfile: path, context: join(folder, context) };
}

function git(folder: string, args: readonly string[]): void {
  const identity = [
    "-c",
    "user.name=check",
    "-c",
    "user.email=check@example.org",
    "-c",
    "commit.gpgSign=false",
  ];
  const { status, stderr } = spawnSync("git", ["-C", folder, ...identity, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}

function placeOf({ step }: ReplayedStep, { file }: Analysis): string {
  const { instruction } = step;
  return `line ${positionAt(file.lines, instruction.range.start).line}, ${instruction.kind}`;
}

function apply(folder: string, { files, executable = {} }: ScriptedCommit): void {
  for (const [path, text] of Object.entries(files)) {
    const at = join(folder, path);
    if (text === null) rmSync(at, { force: true });
    else {
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, text);
    }
  }
  for (const [path, isExecutable] of Object.entries(executable))
    chmodSync(join(folder, path), isExecutable ? 0o755 : 0o644);
}

function build(folder: string, image: ScriptedImage, commit: ScriptedCommit, builder: string): Built {
  const path = join(folder, image.dockerfile);
  const root = join(folder, image.context);
  const args = [
    "buildx",
    "build",
    "--progress=rawjson",
    "--network=none",
    "--output=type=cacheonly",
    "-f",
    path,
    root,
  ];
  const { status, output } = docker(builder, args);
  if (status !== 0) throw new Error(`${commit.subject}: the build fails:\n${output.slice(-2000)}`);
  const analysis = analyzeInput(inputOf(folder, image));
  const keys = buildKeys(analysis, { contentOf: (file) => contentOf(join(root, file)) });
  const outcomes = new Map<Step, "cached" | "ran">();
  const matcher = stepMatcher(analysis.file);
  for (const logged of readLog(output).builds) {
    for (const { matches, strangers } of matcher.match(logged)) {
      const [unknown] = strangers;
      if (unknown !== undefined) throw new Error(`${commit.subject}: no step is \`${unknown.text}\``);
      for (const { text: found, logged: step } of matches) {
        if (found.step !== null && (step.outcome === "cached" || step.outcome === "ran"))
          outcomes.set(found.step, step.outcome);
      }
    }
  }
  return { image, keys, analysis, outcomes, subject: commit.subject, log: output };
}

/** Bytes and the bit for execution, as git has them. */
function contentOf(path: string): string {
  const { mode } = lstatSync(path);
  return `${(mode & 0o100) === 0 ? "file" : "executable"} ${createHash("sha1").update(readFileSync(path)).digest("hex")}`;
}

function docker(
  builder: string,
  args: readonly string[],
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync("/usr/bin/docker", args, {
    encoding: "utf8",
    env: { ...process.env, DOCKER_HOST: builder },
    maxBuffer: 1 << 28,
  });
  return { status, output: `${stdout}${stderr}` };
}

function printTable(rows: readonly Row[]): void {
  const total = rows.reduce(
    (sum, row) => ({
      name: "all",
      builds: sum.builds + row.builds,
      decided: sum.decided + row.decided,
      agreed: sum.agreed + row.agreed,
      open: sum.open + row.open,
      openHits: sum.openHits + row.openHits,
      wrong: [...sum.wrong, ...row.wrong],
    }),
    { name: "all", builds: 0, decided: 0, agreed: 0, open: 0, openHits: 0, wrong: [] as readonly string[] },
  );
  console.log(`${"repository".padEnd(30)}builds  steps  agree  share    open  of them hits`);
  for (const { name, builds, decided, agreed, open, openHits } of [...rows, total]) {
    const share = `${((100 * agreed) / Math.max(1, decided)).toFixed(1)} %`;
    console.log(
      `${name.padEnd(30)}${String(builds).padStart(6)}${String(decided).padStart(7)}${String(agreed).padStart(7)}${share.padStart(9)}${String(open).padStart(6)}${String(openHits).padStart(14)}`,
    );
  }
  for (const line of total.wrong) console.log(`disagrees: ${line}`);
}
