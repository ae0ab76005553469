import { earlyCopies } from "../analysis/early-copies.ts";
import type { Analysis } from "../analysis/fact.ts";
import { isVendored } from "../analysis/satisfied-installs.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { estimates } from "../estimate/estimates.ts";
import { warmRatios } from "../knowledge/cost-priors.ts";
import type { Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import { isWithin, resolvePath } from "../text/posix-path.ts";
import { manifestCopies } from "./manifest-copies.ts";
import { editsToMoveAbove } from "./moved-blocks.ts";
import { type Move, type Proposals, type Refusal, shortText } from "./moves.ts";

/** Why no step of its own fetches what a build needs, where people do that by hand. */
const unfetched: Readonly<Record<string, string>> = {
  cargo:
    "`cargo fetch` asks for the sources of the targets as well, and compiles nothing; `cargo-chef` does both",
  maven:
    "`mvn dependency:go-offline` misses plugins that only a build asks for, and fails on modules of the same project",
  gradle: "Gradle has no command that downloads all that a build asks for",
  dotnet: "what `dotnet restore` needs depends on all project files and on the options of the build",
  poetry: "`poetry install --no-root` first would be two installs, whose result was not compared",
  uv: "`uv sync --no-install-project` first would be two installs, whose result was not compared",
};

/**
 * What fetches the dependencies of a build and does nothing else, and where it puts them. Only managers whose build then finds all that it
 * looks for: `mvn dependency:go-offline` misses plugins, `cargo fetch` asks for the sources of the targets.
 */
const fetchers: Readonly<Record<string, { readonly command: string; readonly places: readonly string[] }>> = {
  go: { command: "go mod download", places: ["/go/pkg", "/root/go"] },
};

const unknownRatio = { alpha: 5, beta: 5 };

/** Builds that also fetch what they need: the fetching gets a step of its own above the sources. */
export function fetchMoves(analysis: Analysis): Proposals {
  const { shipped } = analysis.use(stageGraph);
  const { saving } = analysis.use(estimates);
  const moves: Move[] = [];
  const refusals: Refusal[] = [];
  for (const early of analysis.use(earlyCopies)) {
    const { install, copy, reads, needed } = early;
    const fetcher = Object.hasOwn(fetchers, install.manager) ? fetchers[install.manager]! : null;
    if (reads !== "sources" || copy.kind !== "copy") continue;
    const { alpha, beta } = warmRatios[install.manager] ?? unknownRatio;
    const saves = saving({
      kind: "fetch-before-copy",
      copy: copy.step,
      build: install.step,
      rest: { kind: "beta", alpha, beta },
    });
    if (saves === null) continue;
    if (fetcher === null) {
      const reason =
        unfetched[install.manager] ??
        `no command of \`${install.manager}\` is known that fetches just what the build needs`;
      const title = `Fetch the dependencies of ${shortText(analysis, install.step)} above ${shortText(analysis, copy.step)}`;
      refusals.push({ title, step: install.step, reason, edits: null, saves });
      continue;
    }
    const { step } = install;
    if (copy.step.stage !== step.stage || isVendored(analysis, install)) continue;
    const copies = manifestCopies(analysis, [install], copy.step);
    const title = `Fetch the modules by \`${fetcher.command}\` above ${shortText(analysis, copy.step)}`;
    const [obstacle] = needed.obstacles;
    const reason =
      obstacle?.message ??
      (needed.complete ? null : "not all files that decide what is fetched are known") ??
      (typeof copies === "string" ? copies : null) ??
      (shipped.has(step.stage)
        ? "the stage is shipped, and would hold all modules, not only those that are built"
        : null) ??
      copiedOut(analysis, step, fetcher.places) ??
      (isInWorkdir(install.directory, copy.step)
        ? null
        : "the build does not work in the working directory of the COPY");
    if (reason !== null || typeof copies === "string") {
      refusals.push({ title, step, reason: reason ?? "", edits: null, saves });
      continue;
    }
    const lines = [...copies.lines, `${step.instruction.keyword.text} ${fetcher.command}`];
    moves.push({
      kind: "fetch-first",
      step,
      title,
      why: `\`${fetcher.command}\` reads only ${copies.files.map((file) => `\`${file}\``).join(" and ")}, and puts modules where the build looks for them; no other stage takes files from there, so the image is the same.`,
      edits: editsToMoveAbove(analysis.file, lines, [], copy.step.instruction),
    });
  }
  return { moves, refusals };
}

function isInWorkdir(directory: string | null, copy: Step): boolean {
  return directory !== null && directory === copy.state.workdir.path;
}

/** Another stage takes what would now be more. */
function copiedOut(analysis: Analysis, { stage }: Step, places: readonly string[]): string | null {
  const { edges } = analysis.use(stageGraph);
  for (const { needs, kind, instruction, step } of edges) {
    if (needs !== stage || step === null) continue;
    if (kind !== "copy" || instruction.kind !== "COPY") return "another stage mounts what this one holds";
    for (const word of instruction.sources) {
      const path = resolvePath("/", expand(word.text, step.state.scope, analysis.file.syntax.escape).value);
      if (places.some((place) => isWithin(place, path) || isWithin(path, place)))
        return `another stage copies \`${path}\`, where the modules are`;
    }
  }
  return null;
}
