/** Prints how fast stowage is, as ratios and exponents measured in one run, so that the speed of the machine cancels out. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lint, type MemoryFile, memoryHost } from "../../src/index.ts";
import { measureKeystrokes } from "./keystrokes.ts";
import { makeRepository, removeRepository, replayAll } from "./long-history.ts";
import { generateProject } from "./realistic-dockerfile.ts";

const projects = 2000;

/** Measures and prints; `program` is the built `stowage.cjs`. */
export async function main(program: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "stowage-bench-"));
  try {
    print("start-up", startUp(program, folder));
    print("throughput", throughput(program, folder));
    for (const [at, line] of (await measureKeystrokes(program, folder)).entries())
      print(at === 0 ? "keystroke to diagnostics" : "", line);
    print("time over length", scaling([2000, 4000, 8000, 16_000, 32_000], manyLines));
    print("time over stages", scaling([250, 500, 1000, 2000, 4000], manyStages));
    print(
      "time over ignore patterns × paths",
      scaling([25, 50, 100, 200, 400], manyIgnored, (size) => size * size),
    );
    printReplay(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(what: string, result: string): void {
  console.log(`${what.padEnd(36)}${result}`);
}

/** Certificates that the environment adds are read by every Node process before it starts: no matter of this program. */
const environment = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };

function node(args: readonly string[]): { readonly milliseconds: number; readonly output: string } {
  const start = performance.now();
  const { stdout, error, status } = spawnSync(process.execPath, args, {
    env: environment,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (error) throw error;
  if (status === null || status > 1) throw new Error(`node ${args.join(" ")} ends with ${status}`);
  return { milliseconds: performance.now() - start, output: stdout };
}

/** `check` on one small file against an empty script, taken in turns so that both see the same machine. */
function startUp(program: string, folder: string): string {
  const file = join(folder, "Dockerfile");
  writeFileSync(file, 'FROM alpine:3.21\nRUN apk add --no-cache tini\nUSER nobody\nCMD ["tini", "true"]\n');
  const empty: number[] = [];
  const check: number[] = [];
  for (let round = 0; round < 31; round++) {
    empty.push(node(["-e", "0"]).milliseconds);
    check.push(node([program, "check", "--shellcheck", "off", file]).milliseconds);
  }
  rmSync(file);
  const [started, floor] = [quartile(check), quartile(empty)];
  return `${(started / floor).toFixed(2)} × node -e 0 (${started.toFixed(1)} ms to ${floor.toFixed(1)} ms; target 2)`;
}

function throughput(program: string, folder: string): string {
  let lines = 0;
  for (let number = 0; number < projects; number++) {
    const { dockerfile, files } = generateProject(number);
    lines += dockerfile.split("\n").length - 1;
    for (const [path, text] of Object.entries({ ...files, Dockerfile: dockerfile })) {
      const target = join(folder, `p${number}`, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
  const report = join(folder, "report.json");
  const options = ["--shellcheck", "off", "--format", "json", "--output", report, "--fail-on", "none"];
  const args = ["check", folder, ...options];
  const times = Array.from({ length: 3 }, () => node([program, ...args]).milliseconds);
  // Runs the program within a process that can be asked for its memory at the end.
  const script = `const { load } = require(${JSON.stringify(program)});
    load().main(${JSON.stringify(args)}).then(() => console.log(process.resourceUsage().maxRSS / 1024));`;
  const megabytes = Number(node(["-e", script]).output);
  const base = Number(node(["-e", "console.log(process.resourceUsage().maxRSS / 1024)"]).output);
  const perSecond = projects / (median(times) / 1000);
  return [
    `${perSecond.toFixed(0)} files a second (${projects} files, ${lines} lines; target 1000)`,
    `\n${"memory at its peak".padEnd(36)}${(megabytes / base).toFixed(1)} × node -e 0 (${megabytes.toFixed(0)} MB to ${base.toFixed(0)} MB)`,
  ].join("");
}

/** The exponent of time over size. */
function scaling(
  sizes: readonly number[],
  run: (size: number) => () => void,
  workOf = (size: number): number => size,
): string {
  const points = sizes.map((size) => {
    const work = run(size);
    work();
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    });
    return Math.min(...times);
  });
  const works = sizes.map(workOf);
  const slope = exponent(works, points);
  const times = points.map((time) => time.toFixed(0)).join(", ");
  return `exponent ${slope.toFixed(2)} (${works.join(", ")}: ${times} ms)`;
}

/** Commits × files that each of them changes; the last is 10,000 commits of 10,000 files. */
const histories = [
  { commits: 2500, changes: 4 },
  { commits: 5000, changes: 4 },
  { commits: 10_000, changes: 4 },
  { commits: 10_000, changes: 8 },
  { commits: 10_000, changes: 16 },
];

/** The replay of three images over long histories: time over changed files. */
function printReplay(folder: string): void {
  const files = 10_000;
  const points = histories.map(({ commits, changes }) => {
    const repository = makeRepository(folder, { commits, files, changes });
    replayAll(repository, commits);
    const { read, replay } = replayAll(repository, commits);
    removeRepository(repository);
    return { size: files + commits * changes, read, replay };
  });
  const sizes = points.map(({ size }) => size);
  const shown = (times: readonly number[]): string =>
    [
      `exponent ${exponent(sizes, times).toFixed(2)}, linear is 1 (${sizes.join(", ")} changed files: ${times.map((time) => time.toFixed(2)).join(", ")} s)`,
      `${"".padEnd(36)}4 × the commits take ${(times[2]! / times[0]!).toFixed(1)} × as long, 4 × the files of each ${(times[4]! / times[2]!).toFixed(1)} ×; linear is at most 4 ×`,
    ].join("\n");
  print("reading a history, over its changes", shown(points.map(({ read }) => read)));
  print("replay of three images, over them", shown(points.map(({ replay }) => replay)));
}

/** The slope of a line through the logarithms: 1 is linear, 2 quadratic. */
function exponent(sizes: readonly number[], times: readonly number[]): number {
  const xs = sizes.map(Math.log);
  const ys = times.map(Math.log);
  const [meanX, meanY] = [mean(xs), mean(ys)];
  return (
    xs.reduce((sum, x, at) => sum + (x - meanX) * (ys[at]! - meanY), 0) /
    xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0)
  );
}

function manyLines(lines: number): () => void {
  const body = [
    "RUN echo hello && ls /tmp",
    "ENV NAME=value",
    "COPY a.txt b.txt /srv/",
    "# a comment",
    "RUN apt-get install -y \\",
    "    curl",
  ];
  const text = `FROM debian:12\n${Array.from({ length: lines - 1 }, (_, at) => body[at % body.length]).join("\n")}\n`;
  return () => lint({ path: "Dockerfile", text, estimate: true });
}

function manyStages(stages: number): () => void {
  const text = Array.from({ length: stages }, (_, at) =>
    [
      `FROM ${at === 0 ? "debian:12" : `s${at - 1}`} AS s${at}`,
      "# a comment",
      `ARG V${at}=1`,
      `COPY --from=s${Math.max(0, at - 2)} /a$V${at} /a`,
      "RUN make",
    ].slice(0, at === 0 ? 1 : 5),
  )
    .flat()
    .join("\n");
  return () => lint({ path: "Dockerfile", text, estimate: true });
}

function manyIgnored(size: number): () => void {
  const text = "FROM debian:12\nWORKDIR /srv\nCOPY . .\nRUN npm ci\n";
  const files: Record<string, MemoryFile> = { "/app/Dockerfile": text };
  files["/app/.dockerignore"] = Array.from({ length: size }, (_, at) => `**/cache${at}/*.tmp`).join("\n");
  for (let at = 0; at < size * 10; at++) files[`/app/src/part${at % 50}/cache${at}/file${at}.txt`] = "";
  const host = memoryHost(files);
  return () => lint({ path: "Dockerfile", text, host, dockerfile: "/app/Dockerfile", estimate: true });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** The lower quartile: other work of the machine only ever makes a start slower. */
function quartile(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)]!;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
