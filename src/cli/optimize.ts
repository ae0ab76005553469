import type { Analysis } from "../analysis/fact.ts";
import type { LintInput } from "../engine/input.ts";
import { overlayHost } from "../host/overlay-host.ts";
import { type Optimization, optimize } from "../optimize/optimize.ts";
import { reportOptimizationText } from "../report/optimization.ts";
import { count, formatSeconds } from "../report/quantities.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { relativePath } from "../text/posix-path.ts";
import type { Invocation } from "./arguments.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { analyzeBuild, readPricedBuild } from "./priced-build.ts";
import { startProgress } from "./progress.ts";
import { refuse, say } from "./say.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Shows how a Dockerfile could be written so that its builds take less time, and writes it where that is asked for. Resolves to the exit code: 1
 * when there is a change that was not written.
 */
export async function optimizeFile(invocation: Invocation, terminal: Terminal): Promise<number> {
  const progress = startProgress(terminal, invocation.has("quiet"));
  const read = await readPricedBuild(invocation, progress, terminal);
  if (read === null) return exitCodes.problem;
  const { source, input } = read;
  if (invocation.has("write") && source.file === null) {
    progress.clear();
    return refuse("`--write` needs a file; what is read from standard input has none", terminal);
  }
  progress.begin("trying moves");
  const priced = asKept(input, invocation);
  const start = analyzeBuild(priced);
  const mistakes = start.file.syntax.problems.length;
  const found =
    mistakes > 0
      ? null
      : optimize(start, {
          analyze: (text, timings, files) =>
            analyzeBuild({
              ...priced,
              text,
              timings,
              ...(files && priced.host && { host: overlayHost(priced.host, files) }),
            }),
          mostMoves: Number(invocation.text("max-moves") ?? "8"),
        });
  progress.clear();
  if (found === null) {
    const why =
      mistakes > 0
        ? "the builder rejects this file; `stowage check` shows where"
        : "there is nothing to build; a Dockerfile needs a FROM";
    say(`${source.path}: ${why}`, terminal);
    return exitCodes.problem;
  }
  const output = invocation.text("output");
  const diff = unifiedDiff(source.path, input.text, found.text);
  const ignoreDiff = diffOfIgnoreFile(found, input.workingDirectory ?? null);
  const isFile = output !== null;
  const text =
    invocation.text("format") === "json"
      ? (await import("../report/json.ts")).reportOptimizationJson(source.path, { diff, ignoreDiff }, found)
      : reportOptimizationText(source.path, found, {
          palette: await choosePalette(wantsColor(invocation.text("color"), isFile, terminal)),
          quiet: invocation.has("quiet"),
          diff,
          ignoreDiff,
        });
  if (!deliver(text, output, terminal)) return exitCodes.problem;
  if (diff === "") return exitCodes.clean;
  if (invocation.has("verify")) {
    const isSame = await verify(
      start,
      found.text,
      { input, options: invocation.list("docker-arg") },
      terminal,
    );
    if (!isSame) return exitCodes.problem;
  }
  if (!invocation.has("write")) return exitCodes.findings;
  writeWhole(source.file!, found.text);
  return exitCodes.clean;
}

/** What the ignore file would gain, its path as people see it; empty without a suggestion. */
function diffOfIgnoreFile({ suggestions: { ignoreFile } }: Optimization, from: string | null): string {
  if (ignoreFile === null) return "";
  const path = (from === null ? null : relativePath(ignoreFile.file, from)) ?? ignoreFile.file;
  return unifiedDiff(path, ignoreFile.before, ignoreFile.text);
}

/** Builds both texts and compares the images. False, and lines on standard error, when they differ or can't be built. */
async function verify(
  start: Analysis,
  text: string,
  { input, options }: { readonly input: LintInput; readonly options: readonly string[] },
  terminal: Terminal,
): Promise<boolean> {
  const { verifyImages } = await import("./verify/verify-images.ts");
  const { target = null, buildArgs = {}, path } = input;
  const verified = await verifyImages(start, text, { target, buildArgs, options }, terminal);
  if (typeof verified === "string") {
    say(`${path}: the images can't be compared, so nothing is written: ${verified}`, terminal);
    return false;
  }
  const { differences, seconds } = verified;
  for (const difference of differences.slice(0, mostDifferences)) say(difference, terminal);
  const times = `built without cache in ${formatSeconds(seconds.before)} before and ${formatSeconds(seconds.after)} after`;
  const verdict =
    differences.length === 0
      ? "the image stays the same"
      : `${count(differences.length, "difference")}, so nothing is written`;
  say(`${path}: ${verdict}; ${times}`, terminal);
  return differences.length === 0;
}

const mostDifferences = 50;

/** On a builder that keeps nothing no order saves anything: then it is made for one that does, as `check` prices. */
function asKept(input: LintInput, invocation: Invocation): LintInput {
  const isAsked = invocation.text("population") !== null;
  const { practice } = input;
  const keepsNothing = practice?.noCache === true || practice?.population.kind === "ci-cold";
  if (isAsked || !practice || !keepsNothing) return input;
  return { ...input, practice: { ...practice, noCache: false, population: { kind: "dev" } } };
}
