import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GitRepository, isGitProblem } from "../../host/git.ts";
import { openGit } from "../../host/node-git.ts";
import type { PricedChange } from "../../report/compare.ts";
import type { Terminal } from "../terminal.ts";
import { changeReport, isSlower } from "./change-report.ts";
import { remark } from "./comment.ts";
import { type Environment, readEvent, type WorkflowEvent } from "./event.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { addSummary, setOutput, workflowMessage } from "./runner.ts";

/** Where the action runs. */
export interface ActionPlace {
  readonly environment: Environment;
  /** The command line of stowage. */
  readonly main: (argv: readonly string[], terminal: Terminal) => Promise<number>;
  readonly print: (text: string) => void;
  readonly request: typeof fetch;
}

/** What `check --format json` says, as far as it counts here. */
interface CheckReport {
  readonly files: readonly { readonly path: string }[];
  readonly summary: {
    readonly findings: Readonly<Record<"error" | "warning" | "info" | "style", number>>;
    readonly expectedSeconds: { readonly mean: number } | null;
  };
}

/** Runs the action as its inputs say and resolves to the exit code of the step. */
export async function runAction(place: ActionPlace): Promise<number> {
  const { environment, print } = place;
  let inputs: Inputs;
  try {
    inputs = readInputs(environment);
  } catch (error) {
    print(workflowMessage("error", error instanceof Error ? error.message : String(error)));
    return 2;
  }
  const event = readEvent(environment);
  const root = environment.GITHUB_WORKSPACE ?? process.cwd();
  const opened = openGit(root, environment);
  const git = isGitProblem(opened) ? null : opened;
  const base = git === null ? null : baseCommit(git, inputs.base ?? event.base, event);
  if (base === null && (inputs.base ?? event.base) !== null)
    print(
      workflowMessage(
        "warning",
        "the history that this is compared with is not in the checkout; `actions/checkout` with `fetch-depth: 0` brings it",
      ),
    );
  const folder = mkdtempSync(join(tmpdir(), "stowage-action-"));
  try {
    const run = async (args: readonly string[]): Promise<Ran> => runIn(root, args, place);
    const checked = await checkAll(inputs, base, { folder, run, print });
    const changes =
      base === null || git === null ? [] : await compareAll(checked, base, { inputs, git, run, print });
    setOutputs(checked.report, changes, inputs, environment);
    if (inputs.summary)
      addSummary(
        [checked.summary, ...(changes.length > 0 ? [changeReport(changes).body] : [])].join("\n\n"),
        environment,
      );
    if (inputs.comment) await comment(changes, event, inputs, place);
    const exceeded = changes.flatMap(({ path, exceeded: limits }) =>
      limits.map((limit) => `${path}: ${limit}`),
    );
    for (const limit of exceeded) print(workflowMessage("error", limit));
    return exceeded.length > 0 ? Math.max(1, checked.code) : checked.code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

async function runIn(
  root: string,
  args: readonly string[],
  { main, environment }: ActionPlace,
): Promise<Ran> {
  const output: string[] = [];
  const errors: string[] = [];
  const code = await main(args, {
    workingDirectory: root,
    // Colours and progress are for people at a terminal.
    environment: { ...environment, NO_COLOR: "1" },
    isInteractive: () => false,
    columns: () => null,
    readInput: () => Promise.resolve(new Uint8Array()),
    print: (text) => output.push(text),
    printError: (text) => errors.push(text),
  });
  return { code, output: output.join(""), errors: errors.join("") };
}

/** The commit before the work: of a merge that GitHub made for a pull request its first parent, else where the work left the base. */
function baseCommit(git: GitRepository, named: string | null, { pullRequest }: WorkflowEvent): string | null {
  const head = git.resolve("HEAD");
  const found = named === null ? null : git.resolve(named);
  if (head === null || found === null) return null;
  const merged = pullRequest !== null && git.resolve("HEAD^2") !== null ? git.resolve("HEAD^1") : null;
  return merged ?? git.mergeBase(found, head) ?? found;
}

interface Checked extends Ran {
  readonly report: CheckReport | null;
  /** Markdown. */
  readonly summary: string;
}

interface Running {
  readonly run: (args: readonly string[]) => Promise<Ran>;
  readonly print: (text: string) => void;
}

/** Lints: once for report, summary and exit code, and once for the annotations of what is new. */
async function checkAll(
  { paths, options, sarifFile, newOnly, annotations }: Inputs,
  base: string | null,
  { folder, run, print }: Running & { readonly folder: string },
): Promise<Checked> {
  const json = join(folder, "check.json");
  const markdown = join(folder, "check.md");
  const since = base === null ? [] : [`--since=${base}`];
  const ran = await run([
    "check",
    ...options,
    ...(newOnly ? since : []),
    "--format=text",
    ...["--format=json", `--output=${json}`],
    ...["--format=markdown", `--output=${markdown}`],
    ...(sarifFile === null ? [] : ["--format=code-scanning", `--output=${sarifFile}`]),
    "--",
    ...paths,
  ]);
  print(ran.output);
  if (ran.code > 1) print(workflowMessage("error", ran.errors.trim()));
  else if (ran.errors !== "") print(ran.errors);
  if (annotations && ran.code <= 1) {
    const noted = await run(["check", ...options, ...since, "--format=github", "--", ...paths]);
    if (noted.code <= 1) print(noted.output);
  }
  return { ...ran, report: read(json), summary: readText(markdown) ?? "" };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function read(path: string): CheckReport | null {
  const text = readText(path);
  return text === null ? null : (JSON.parse(text) as CheckReport);
}

/** Prices the Dockerfiles that the change edits, or whose ignore file it does. */
async function compareAll(
  { report }: Checked,
  base: string,
  { inputs, git, run, print }: Running & { readonly inputs: Inputs; readonly git: GitRepository },
): Promise<readonly PricedChange[]> {
  const diff = git.diff(base, "HEAD");
  if (report === null || isGitProblem(diff)) return [];
  const changed = new Set(diff.map(({ path }) => path));
  const isIgnoreFile = (path: string): boolean => /(?:^|\/|\.)\.?dockerignore$/.test(path);
  const hasIgnoreFile = [...changed].some(isIgnoreFile);
  const config = inputs.options.filter((option) => option.startsWith("--config="));
  const changes: PricedChange[] = [];
  for (const { path } of report.files) {
    if (!changed.has(path) && !hasIgnoreFile) continue;
    const { code, output, errors } = await run([
      "compare",
      `${base}..`,
      ...config,
      ...inputs.limits,
      "--format=json",
      "--",
      path,
    ]);
    if (code <= 1 && output !== "") changes.push(JSON.parse(output) as PricedChange);
    // A Dockerfile that is new has nothing to be compared with.
    else if (!errors.includes("has no readable")) print(workflowMessage("warning", errors.trim()));
  }
  return changes;
}

function setOutputs(
  report: CheckReport | null,
  changes: readonly PricedChange[],
  { sarifFile }: Inputs,
  environment: Environment,
): void {
  const findings = report?.summary.findings;
  const sum = (side: "before" | "after"): string =>
    changes.length === 0
      ? ""
      : String(round(changes.reduce((total, change) => total + change[side].expectedSeconds.mean, 0)));
  const values = {
    findings:
      findings === undefined
        ? ""
        : String(Object.values(findings).reduce((total, number) => total + number, 0)),
    errors: String(findings?.error ?? ""),
    warnings: String(findings?.warning ?? ""),
    "expected-before": sum("before"),
    "expected-after": sum("after"),
    slower: String(changes.some(isSlower)),
    "sarif-file": sarifFile ?? "",
  };
  for (const [name, value] of Object.entries(values)) setOutput(name, value, environment);
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

async function comment(
  changes: readonly PricedChange[],
  event: WorkflowEvent,
  { token }: Inputs,
  { environment, print, request }: ActionPlace,
): Promise<void> {
  if (event.pullRequest === null || event.repository === "" || token === null) return;
  const answer = await remark(changeReport(changes), event, { token, environment, request });
  if ("problem" in answer)
    print(workflowMessage("notice", `no comment on the pull request: ${answer.problem}`));
}
