import { rules } from "../../rules/index.ts";
import { buildContext } from "../analysis/build-context.ts";
import type { Analysis } from "../analysis/fact.ts";
import { analyzeInput } from "../engine/input.ts";
import { priceBuild } from "../estimate/build-price.ts";
import { estimates } from "../estimate/estimates.ts";
import { type BuildSide, buildChanges } from "../history/build-changes.ts";
import { type GitRepository, isGitProblem, type TreeEntry } from "../host/git.ts";
import type { Host } from "../host/host.ts";
import { treeHost } from "../host/tree-host.ts";
import { type BuildComparison, placedReason, reportWhyText } from "../report/why.ts";
import { relativePath } from "../text/posix-path.ts";
import type { Invocation } from "./arguments.ts";
import { type Building, readBuilding } from "./building.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { findDockerfile } from "./estimate.ts";
import { configuration } from "./load-config.ts";
import { exitCodes } from "./options.ts";
import { repositories } from "./repository.ts";
import { refuse, say, sayProblems } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Says which steps a commit made run, because of which files, and what that cost. Resolves to the exit code. */
export async function why(invocation: Invocation, terminal: Terminal): Promise<number> {
  const asked = readOperands(invocation.operands);
  if (typeof asked === "string") return refuse(asked, terminal);
  const source = await findDockerfile(asked.dockerfile, null, terminal);
  if (source === null) return exitCodes.problem;
  const { file, path } = source;
  const given = readBuilding(invocation, terminal);
  const configured = await configuration(invocation, terminal, rules).configure(file);
  if (configured.problems.length > 0 || given.problems.length > 0) {
    sayProblems([...configured.problems, ...given.problems], terminal);
    return exitCodes.problem;
  }
  const building = { ...given, context: given.context ?? configured.context };
  const git = file === null ? null : await repositories(invocation, terminal).git(file);
  const place = file === null || git === null ? null : git.pathOf(file);
  if (git === null || git.root === null || place === null || place === ".") {
    say(`${path}: there is no git history here to compare builds of; \`--verbose\` says more`, terminal);
    return exitCodes.problem;
  }
  const reader: Reader = { git, root: git.root, place, path, building };
  const [from, to] = [readSide(reader, asked.from), readSide(reader, asked.to)];
  const problems = [from, to].filter((side) => typeof side === "string");
  if (typeof from === "string" || typeof to === "string") return refuse(problems, terminal);
  const comparison = compare(reader, from, to);
  if (comparison === null) {
    say(`${path}: there is nothing to build at ${asked.to}`, terminal);
    return exitCodes.problem;
  }
  const output = invocation.text("output");
  const text =
    invocation.text("format") === "json"
      ? `${JSON.stringify(comparison, null, 2)}\n`
      : reportWhyText(comparison, {
          palette: await choosePalette(wantsColor(invocation.text("color"), output !== null, terminal)),
          width: terminal.columns() ?? 120,
          quiet: invocation.has("quiet"),
        });
  return deliver(text, output, terminal) ? exitCodes.clean : exitCodes.problem;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly dockerfile: string;
}

/** `A..B` and a Dockerfile, in any order; what is left out of a range is `HEAD`. */
function readOperands(operands: readonly string[]): Asked | string {
  const ranges = operands.filter(
    (operand) => operand.includes("..") && !/^\.\.?(?:\/|$)|\/\.\.(?:\/|$)/.test(operand),
  );
  const [dockerfile = ".", ...more] = operands.filter((operand) => !ranges.includes(operand));
  const [range = "HEAD~1..HEAD", ...others] = ranges;
  if (more.length > 0 || others.length > 0 || range.includes("..."))
    return "`why` takes two revisions as A..B, and a Dockerfile";
  const [from, to] = range.split("..");
  return { from: from || "HEAD", to: to || "HEAD", dockerfile };
}

interface Reader {
  readonly git: GitRepository;
  readonly root: string;
  /** The Dockerfile within the repository. */
  readonly place: string;
  /** As shown to people. */
  readonly path: string;
  readonly building: Building;
}

interface Side extends BuildSide {
  readonly id: string;
  readonly host: Host;
}

/** The build of a revision, or why there is none. */
function readSide(reader: Reader, revision: string): Side | string {
  const { git, root, place } = reader;
  const id = git.resolve(revision);
  if (id === null) return `there is no revision \`${revision}\``;
  const entries = git.tree(id);
  if (isGitProblem(entries)) return entries.message;
  const host = treeHost(root, entries, git);
  const text = host.readText(`${root}/${place}`).text;
  if (text === undefined) return `\`${revision}\` has no readable \`${place}\``;
  const analysis = analysisOf(reader, text, host);
  return { id, host, analysis, contentOf: contentOf(analysis, root, entries) };
}

function analysisOf({ root, place, path, building }: Reader, text: string, host: Host): Analysis {
  return analyzeInput({
    path,
    text,
    host,
    dockerfile: `${root}/${place}`,
    context: building.context,
    target: building.target,
    buildArgs: building.buildArgs,
  });
}

/** Mode and blob of context paths. */
function contentOf(
  analysis: Analysis,
  root: string,
  entries: readonly TreeEntry[],
): (path: string) => string | null {
  const context = analysis.use(buildContext);
  const folder = context?.realRoot == null ? null : relativePath(context.realRoot, root);
  const contents = new Map<string, string>();
  for (const { path, mode, blob } of entries) {
    const below = folder === null ? null : relativePath(path, folder);
    if (below !== null) contents.set(below, `${mode} ${blob}`);
  }
  return (path) => contents.get(path) ?? null;
}

function compare(reader: Reader, from: Side, to: Side): BuildComparison | null {
  const { analysis } = to;
  const { plan } = analysis.use(estimates);
  if (plan === null) return null;
  const changes = buildChanges(from, to, analysisOf(reader, analysis.file.text, from.host));
  const own = changes.filter(({ because }) => ["instruction", "files", "base"].includes(because?.kind ?? ""));
  const priced = priceBuild(plan, new Set(own.map(({ step }) => step.instruction)));
  const costs = new Map(
    plan.vertices
      .flatMap(({ instruction }) => (instruction === null ? [] : [instruction]))
      .map((instruction, index) => [instruction, priced.steps[index]!]),
  );
  const { lines } = analysis.file;
  const steps = changes.map(({ step, result, because }) => {
    const cost = costs.get(step.instruction);
    return {
      stage: cost?.stage ?? String(step.stage.index),
      line: cost?.line ?? 0,
      text: cost?.instruction ?? step.instruction.kind,
      result,
      because: placedReason(because, lines),
      cost: cost === undefined ? null : { mean: cost.cost.seconds, low: cost.cost.low, high: cost.cost.high },
    };
  });
  const subjectOf = (id: string): string => {
    const history = reader.git.history({ limit: 1, branch: id });
    return isGitProblem(history) ? "" : (history.commits[0]?.subject ?? "");
  };
  return {
    path: reader.path,
    from: { id: from.id, subject: subjectOf(from.id) },
    to: { id: to.id, subject: subjectOf(to.id) },
    steps,
    seconds: priced.expectedSeconds,
    blindSpots: [
      "Costs are priors from public build logs, each a factor 6 to 12 wide",
      "What changes outside of the repository is not seen: images behind their tags, build arguments, downloads",
    ],
  };
}
