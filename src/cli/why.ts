import { priceBuild } from "../estimate/build-price.ts";
import { costBlindSpots } from "../estimate/cost-blind-spots.ts";
import { estimates } from "../estimate/estimates.ts";
import { buildChanges } from "../history/build-changes.ts";
import { type BuildComparison, placedReason, reportWhyText } from "../report/why.ts";
import type { Invocation } from "./arguments.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import {
  analyzeRevision,
  type RevisionReader,
  type RevisionSide,
  readRevision,
  readRevisions,
  subjectOf,
} from "./revisions.ts";
import { refuse, say } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Says which steps a commit made run, because of which files, and what that cost. Resolves to the exit code. */
export async function why(invocation: Invocation, terminal: Terminal): Promise<number> {
  const revisions = await readRevisions(invocation, "HEAD~1..HEAD", terminal);
  if (revisions === null) return exitCodes.problem;
  const { reader } = revisions;
  const from = readRevision(reader, revisions.from);
  const to = readRevision(reader, revisions.to || "HEAD");
  if (typeof from === "string") return refuse(from, terminal);
  if (typeof to === "string") return refuse(to, terminal);
  const comparison = compare(reader, from, to);
  if (comparison === null) {
    say(`${reader.path}: there is nothing to build`, terminal);
    return exitCodes.problem;
  }
  const output = invocation.text("output");
  const text =
    invocation.text("format") === "json"
      ? (await import("../report/json.ts")).reportWhyJson(comparison)
      : reportWhyText(comparison, {
          palette: await choosePalette(wantsColor(invocation.text("color"), output !== null, terminal)),
          width: terminal.columns() ?? defaultWidth,
          quiet: invocation.has("quiet"),
        });
  return deliver(text, output, terminal) ? exitCodes.clean : exitCodes.problem;
}

/** Cells of a line where there is no terminal to ask: the table needs room. */
const defaultWidth = 120;

function compare(reader: RevisionReader, from: RevisionSide, to: RevisionSide): BuildComparison | null {
  const { analysis } = to;
  const { plan } = analysis.use(estimates);
  if (plan === null) return null;
  const changes = buildChanges(from, to, analyzeRevision(reader, analysis.file.text, from.host));
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
  return {
    path: reader.path,
    from: { id: from.id, subject: subjectOf(reader, from.id) },
    to: { id: to.id, subject: subjectOf(reader, to.id) },
    steps,
    seconds: priced.expectedSeconds,
    blindSpots: [
      ...costBlindSpots(plan.vertices),
      "What changes outside of the repository is not seen: images behind their tags, build arguments, downloads",
    ],
  };
}
