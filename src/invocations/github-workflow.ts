import type { BuildPlace } from "./build-invocation.ts";
import type { CiBuild } from "./ci-build.ts";
import { type BuildCommand, dockerCommands } from "./docker-commands.ts";
import { withKnownExpressions } from "./known-values.ts";
import { type LocalActions, type Step, stepsWithActions } from "./local-actions.ts";
import { cacheStores, folderFrom, isLiteral } from "./written-build.ts";
import { isTrue, textAt, textMap, textsOf, valueAt, type YamlTree } from "./yaml-tree.ts";

/** The builds of a workflow of GitHub Actions: steps that use an action for it, and commands of `run`, also in actions of the repository. */
export function workflowBuilds(workflow: YamlTree, actions: LocalActions): readonly CiBuild[] {
  const jobs = valueAt(workflow, "jobs");
  if (jobs?.kind !== "map") return [];
  const isFrequent = runsOften(valueAt(workflow, "on"));
  const found: CiBuild[] = [];
  const seen = new Set<string>();
  for (const job of jobs.entries.values()) {
    const own = valueAt(job, "steps");
    if (own?.kind !== "list") continue;
    const steps = stepsWithActions(own.items, actions);
    for (const matrix of matrixRows(valueAt(job, "strategy", "matrix"))) {
      for (const build of jobBuilds({ workflow, job, steps, isFrequent }, matrix)) {
        // Rows of a matrix that differ in nothing that counts here are one build.
        const key = JSON.stringify([build.line, build.place, build.command]);
        if (!seen.has(key)) found.push(build);
        seen.add(key);
      }
    }
  }
  return found;
}

/** `push` for tags alone, releases, schedules and runs on request are seldom; the rest is frequent. */
function runsOften(on: YamlTree | null): boolean {
  const often = new Set([
    "push",
    "pull_request",
    "pull_request_target",
    "merge_group",
    "workflow_call",
    "workflow_run",
  ]);
  if (on?.kind !== "map") return textsOf(on).some((event) => often.has(event));
  return [...on.entries].some(([event, how]) => {
    if (event !== "push" || how.kind !== "map") return often.has(event);
    return !how.entries.has("tags") || how.entries.has("branches") || how.entries.has("branches-ignore");
  });
}

type Row = ReadonlyMap<string, string>;

const mostRows = 64;

/** The rows of a matrix as values of `matrix.name`; one row without values where there is none, or it is made when it runs. */
function matrixRows(matrix: YamlTree | null): readonly Row[] {
  if (matrix?.kind !== "map") return [new Map()];
  let rows: Row[] = [new Map()];
  for (const [name, values] of matrix.entries) {
    if (name === "include" || name === "exclude" || values.kind !== "list") continue;
    rows = rows
      .flatMap((row) => values.items.map((item) => new Map([...row, ...valuesBelow(`matrix.${name}`, item)])))
      .slice(0, mostRows);
  }
  const include = matrix.entries.get("include");
  if (include?.kind !== "list") return rows;
  const own = include.items.map((item) => valuesBelow("matrix", item));
  const isAlone = rows.length === 1 && rows[0]!.size === 0;
  // A row of `include` is added to the rows that it does not contradict, else it is one of its own.
  const added = own.flatMap((more) => {
    const fits = rows.flatMap((row, at) =>
      [...more].every(([key, value]) => (row.get(key) ?? value) === value) ? [at] : [],
    );
    if (isAlone || fits.length === 0) return [more];
    for (const at of fits) rows[at] = new Map([...rows[at]!, ...more]);
    return [];
  });
  return (isAlone ? added : [...rows, ...added]).slice(0, mostRows);
}

/** A value and those in it by their names: `matrix.image`, `matrix.image.file`. */
function valuesBelow(name: string, tree: YamlTree): Row {
  if (tree.kind === "text") return new Map([[name, tree.text]]);
  if (tree.kind === "list") return new Map();
  return new Map([...tree.entries].flatMap(([key, value]) => [...valuesBelow(`${name}.${key}`, value)]));
}

interface Job {
  readonly workflow: YamlTree;
  readonly job: YamlTree;
  readonly steps: readonly Step[];
  readonly isFrequent: boolean;
}

function jobBuilds({ workflow, job, steps, isFrequent }: Job, matrix: Row): readonly CiBuild[] {
  const environment = new Map([...textMap(valueAt(workflow, "env")), ...textMap(valueAt(job, "env"))]);
  const outputs = new Map<string, string>();
  const uses = steps.map(({ tree }) => actionOf(textAt(tree, "uses") ?? ""));
  const keepsFiles = uses.some((action) => /^actions\/cache(?:\/|$)/.test(action));
  const labels = labelsOf(valueAt(job, "runs-on"), matrix);
  const found: CiBuild[] = [];
  let builder: BuilderSetup = "none";
  for (const [index, { tree: step, usedAt }] of steps.entries()) {
    const action = uses[index]!;
    const own = new Map([...environment, ...textMap(valueAt(step, "env"))]);
    const values = new Map([...matrix, ...outputs, ["github.workspace", "."]]);
    for (const [name, value] of own) values.set(`env.${name}`, value);
    const fill = (text: string): string => withKnownExpressions(text, values);
    const setup = builderOf(action, step);
    if (setup !== null) builder = setup;
    const add = (command: BuildCommand, line: number, isRemote: boolean): void => {
      found.push({
        line: usedAt ?? line,
        command,
        place: placeOf(labels, isRemote ? "remote" : builder),
        isFrequent,
        keepsFiles,
      });
    };
    if (/^(?:docker|depot|useblacksmith)\/build-push-action$/.test(action)) {
      add(actionBuild(step, fill), step.line, !action.startsWith("docker/"));
    } else if (/^(?:docker|depot)\/bake-action$/.test(action)) {
      add(actionBake(step, fill), step.line, action.startsWith("depot/"));
    }
    const run = valueAt(step, "run");
    if (run?.kind !== "text") continue;
    for (const [name, value, file] of handedOn(run.text)) {
      if (file === "ENV") environment.set(name, value);
      else outputs.set(`steps.${textAt(step, "id") ?? ""}.outputs.${name}`, value);
    }
    const folder = fill(
      textAt(step, "working-directory") ??
        textAt(job, "defaults", "run", "working-directory") ??
        textAt(workflow, "defaults", "run", "working-directory") ??
        ".",
    );
    const shell = new Map([...own].map(([name, value]) => [name, fill(value)] as const));
    const place = { line: run.firstLine, directory: folderFrom(".", folder), values: shell };
    for (const command of dockerCommands(fill(run.text), place))
      add(command, command.kind === "build" ? command.build.line : command.line, command.isRemote);
  }
  return found;
}

/** `docker/build-push-action@v6` without its version. */
function actionOf(uses: string): string {
  return uses.split("@", 1)[0]!.toLowerCase();
}

/** What a job has done for its builder: `fresh` is one of its own that goes with the job, `remote` one that stays. */
type BuilderSetup = "none" | "fresh" | "remote";

function builderOf(action: string, step: YamlTree): BuilderSetup | null {
  if (
    /^(?:useblacksmith\/(?:setup-docker-builder|build-push-action)|namespacelabs\/nscloud-setup-buildx-action|depot\/use-action)$/.test(
      action,
    )
  )
    return "remote";
  if (action !== "docker/setup-buildx-action") return null;
  const driver = textAt(step, "with", "driver") ?? "docker-container";
  if (driver === "docker") return "none";
  if (driver !== "docker-container" || textAt(step, "with", "endpoint") !== null) return "remote";
  return isTrue(step, "with", "keep-state") || textAt(step, "with", "cleanup") === "false" ? "none" : "fresh";
}

function labelsOf(runsOn: YamlTree | null, matrix: Row): readonly string[] {
  const texts = runsOn?.kind === "map" ? textsOf(valueAt(runsOn, "labels")) : textsOf(runsOn);
  return texts.map((text) => withKnownExpressions(text, matrix).trim());
}

/** Labels of machines that are new for each job: those of GitHub, and of services that run jobs in its place (their documentation, 2026-11). */
const hostedLabels =
  /^(?:ubuntu|windows|macos)-|^(?:depot|blacksmith|namespace|nscloud|warp|buildjet|ubicloud)[-_]|^runs-on[=/]/;

function placeOf(labels: readonly string[], builder: BuilderSetup): BuildPlace {
  const runner = labels.includes("self-hosted")
    ? "self-hosted"
    : labels.length > 0 && labels.every((label) => hostedLabels.test(label))
      ? "hosted"
      : "unknown";
  if (builder === "remote") return { runner, keepsBuilder: true };
  if (runner === "hosted" || builder === "fresh") return { runner, keepsBuilder: false };
  return { runner, keepsBuilder: runner === "self-hosted" ? true : null };
}

/** Longer lines are data. */
const longestLine = 2_000;

/** What `echo "NAME=value" >> $GITHUB_ENV` and its like hand on to later steps. */
function handedOn(script: string): readonly (readonly [name: string, value: string, file: string])[] {
  const pattern = /\b([A-Za-z_][\w-]*)=(.*?)["']?\s*>>\s*["']?\$\{?GITHUB_(ENV|OUTPUT)\b/g;
  const lines = script.split("\n").filter((line) => line.length <= longestLine && line.includes("GITHUB_"));
  return lines
    .flatMap((line) => [...line.matchAll(pattern)])
    .map(([, name, value, file]) => [name!, value!, file!] as const);
}

/** The entries of an input that takes one a line. */
function linesOf(text: string | null): readonly string[] {
  return (text ?? "").split("\n").flatMap((line) => {
    const entry = line.trim();
    return entry === "" ? [] : [/^"(.*)"$/.exec(entry)?.[1] ?? entry];
  });
}

type Fill = (text: string) => string;

/** Inputs of `docker/build-push-action` v6 (its `action.yml`, 2026-11). */
function actionBuild(step: YamlTree, fill: Fill): BuildCommand {
  const input = (name: string): string | null => {
    const text = textAt(step, "with", name);
    return text === null ? null : fill(text).trim();
  };
  // Without a context it is the repository itself, and `{{defaultContext}}:folder` is a folder in it.
  const context = input("context")?.replace(/^\{\{\s*defaultContext\s*\}\}:?/, "") || ".";
  const isInContext = input("context")?.startsWith("{{") ?? false;
  return {
    kind: "build",
    isRemote: false,
    build: {
      ...{ line: step.line, directory: ".", isFromContext: isInContext },
      dockerfile: input("file"),
      context,
      target: input("target"),
      buildArgs: linesOf(input("build-args")),
      platforms: (input("platforms") ?? "")
        .split(/[,\s]+/)
        .filter((platform) => platform !== "" && isLiteral(platform)),
      cache: {
        from: cacheStores(linesOf(input("cache-from"))),
        to: cacheStores(linesOf(input("cache-to"))),
        noCache: input("no-cache") === "true",
        pull: input("pull") === "true",
      },
    },
  };
}

function actionBake(step: YamlTree, fill: Fill): BuildCommand {
  const inputs = (name: string): readonly string[] => linesOf(fill(textAt(step, "with", name) ?? ""));
  const words = (name: string): readonly string[] => inputs(name).flatMap((line) => line.split(/[,\s]+/));
  const source = textAt(step, "with", "workdir") ?? textAt(step, "with", "source") ?? ".";
  return {
    ...{ kind: "bake", line: step.line, isRemote: false },
    directory: folderFrom(".", fill(source)) ?? ".",
    files: words("files"),
    names: words("targets"),
    sets: inputs("set"),
    noCache: isTrue(step, "with", "no-cache"),
    pull: isTrue(step, "with", "pull"),
  };
}
