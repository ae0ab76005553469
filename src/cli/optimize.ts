import type { Analysis } from "../analysis/fact.ts";
import type { LintInput } from "../engine/input.ts";
import { overlayHost } from "../host/overlay-host.ts";
import { type Optimization, optimize } from "../optimize/optimize.ts";
import { reportOptimizationText } from "../report/optimization.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { relativePath } from "../text/posix-path.ts";
import type { Invocation } from "./arguments.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { analyzeBuild, type PricedBuild, readPricedBuild } from "./priced-build.ts";
import { type Progress, startProgress } from "./progress.ts";
import { refuse, say } from "./say.ts";
import type { Terminal } from "./terminal.ts";
import { sayVerification } from "./verify/say-verification.ts";
import type { Verification } from "./verify/verify.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Shows how a Dockerfile could be written so that its builds take less time, and writes it where that is asked for. Resolves to the exit code: 1
 * when there is a change that was not written.
 */
export async function optimizeFile(invocation: Invocation, terminal: Terminal): Promise<number> {
  const progress = startProgress(terminal, invocation.has("quiet"));
  const read = await readPricedBuild(invocation, progress, terminal);
  if (read === null) return exitCodes.problem;
  const { source, input, past } = read;
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
  const diff = unifiedDiff(source.path, input.text, found.text);
  const isVerified = invocation.has("verify") && diff !== "";
  const isJson = invocation.text("format") === "json";
  const verified = async (): Promise<Verification | string | null> =>
    isVerified ? verifyMoves(start, found.text, { input, past }, { invocation, progress, terminal }) : null;
  const show = async (verification: Verification | null): Promise<boolean> =>
    deliver(
      await reportText(source.path, { found, diff, verification }, { input, invocation, terminal }),
      invocation.text("output"),
      terminal,
    );
  // People see what is about to be built; in JSON what came out is a part.
  if (!isJson && !(await show(null))) return exitCodes.problem;
  const verification = await verified();
  progress.clear();
  if (isJson && !(await show(typeof verification === "string" ? null : verification)))
    return exitCodes.problem;
  if (diff === "") return exitCodes.clean;
  if (verification !== null && !sayVerification(source.path, verification, terminal))
    return exitCodes.problem;
  if (!invocation.has("write")) return exitCodes.findings;
  writeWhole(source.file!, found.text);
  return exitCodes.clean;
}

async function reportText(
  path: string,
  {
    found,
    diff,
    verification,
  }: {
    readonly found: Optimization;
    readonly diff: string;
    readonly verification: Verification | null;
  },
  {
    input,
    invocation,
    terminal,
  }: { readonly input: LintInput; readonly invocation: Invocation; readonly terminal: Terminal },
): Promise<string> {
  const ignoreDiff = diffOfIgnoreFile(found, input.workingDirectory ?? null);
  if (invocation.text("format") === "json") {
    const { reportOptimizationJson } = await import("../report/json.ts");
    return reportOptimizationJson(path, { diff, ignoreDiff }, { ...found, verification });
  }
  const isFile = invocation.text("output") !== null;
  return reportOptimizationText(path, found, {
    palette: await choosePalette(wantsColor(invocation.text("color"), isFile, terminal)),
    quiet: invocation.has("quiet"),
    diff,
    ignoreDiff,
  });
}

/** What the ignore file would gain, its path as people see it; empty without a suggestion. */
function diffOfIgnoreFile({ suggestions: { ignoreFile } }: Optimization, from: string | null): string {
  if (ignoreFile === null) return "";
  const path = (from === null ? null : relativePath(ignoreFile.file, from)) ?? ignoreFile.file;
  return unifiedDiff(path, ignoreFile.before, ignoreFile.text);
}

async function verifyMoves(
  start: Analysis,
  text: string,
  { input, past }: Pick<PricedBuild, "input" | "past">,
  {
    invocation,
    progress,
    terminal,
  }: { readonly invocation: Invocation; readonly progress: Progress; readonly terminal: Terminal },
): Promise<Verification | string> {
  const { verify } = await import("./verify/verify.ts");
  const { target = null, buildArgs = {}, dockerfile } = input;
  return verify(start, text, {
    target,
    buildArgs,
    options: invocation.list("docker-arg"),
    environment: terminal.environment,
    git: dockerfile == null ? null : await past.git(dockerfile),
    commits: Number(invocation.text("verify-commits") ?? "5"),
    tell: progress.begin,
  });
}

/** On a builder that keeps nothing no order saves anything: then it is made for one that does, as `check` prices. */
function asKept(input: LintInput, invocation: Invocation): LintInput {
  const isAsked = invocation.text("population") !== null;
  const { practice } = input;
  const keepsNothing = practice?.noCache === true || practice?.population.kind === "ci-cold";
  if (isAsked || !practice || !keepsNothing) return input;
  return { ...input, practice: { ...practice, noCache: false, population: { kind: "dev" } } };
}
