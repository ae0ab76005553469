import { dirname } from "node:path";
import type { RuleSet } from "../config/settings.ts";
import { applyFixes } from "../engine/fixes.ts";
import type { LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { InputProblem } from "../engine/result.ts";
import type { Host } from "../host/host.ts";
import { repositoryPlace } from "../host/node-git-place.ts";
import { nodeHost } from "../host/node-host.ts";
import { overlayHost } from "../host/overlay-host.ts";
import { count } from "../report/quantities.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { type FixedFile, fixFile } from "./fix-files.ts";
import type { Fixing } from "./fixing.ts";
import type { InlineSource, Source } from "./read-inputs.ts";
import { say } from "./say.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { Refused, replaceText } from "./write-whole.ts";

/** What became of a Dockerfile that another file builds; an inline one with its new place. */
export interface FixedBuild extends FixedFile {
  readonly source: Source;
}

/** Fixes a Dockerfile that a compose, bake or devcontainer file builds; one that is built in several ways is left as it is. */
export async function fixBuilt(
  source: Source,
  input: LintInput,
  ruleSet: RuleSet,
  fixing: Fixing,
  problems: InputProblem[],
  terminal: Terminal,
): Promise<FixedBuild> {
  const unfixed = (): FixedBuild => ({
    ...{ source, input, result: lint(input, ruleSet), fixed: { fixes: [], diff: "" } },
  });
  if (source.build?.isShared === true) {
    say(`${source.path}: not fixed, since it is built in several ways; name it with --context`, terminal);
    return unfixed();
  }
  const inline = source.build?.inline ?? null;
  if (inline === null) return { source, ...fixFile(source, input, ruleSet, fixing, problems, terminal) };
  const fixed = applyFixes(input, ruleSet, { trust: fixing.trust, isWanted: fixing.isWanted });
  if (fixed.text === input.text) return unfixed();
  const host = nodeHost();
  const rewritten = await rewrittenDocument(source, inline, input.text, fixed.text, host);
  if (rewritten === null || fixed.newFiles.length > 0) {
    say(
      `${source.path}: the inline Dockerfile of ${inline.name} is not fixed, since its lines can't be put back exactly as they are written here`,
      terminal,
    );
    return unfixed();
  }
  const { before, after, moved } = rewritten;
  const diff = unifiedDiff(source.path, before, after);
  if (!fixing.isShownOnly) {
    const obstacle = write(source.file!, before, after);
    if (obstacle !== null) {
      problems.push({ path: source.path, message: `nothing is fixed here: ${obstacle}` });
      return unfixed();
    }
    say(`${source.path}: ${count(fixed.applied.length, "fix", "fixes")} applied in ${inline.name}`, terminal);
  }
  return {
    source: { ...source, build: { ...source.build!, inline: moved } },
    input: fixed.input,
    result: fixed.result,
    fixed: { fixes: fixed.applied, diff },
  };
}

interface Rewritten {
  readonly before: string;
  readonly after: string;
  /** The Dockerfile as it then stands there. */
  readonly moved: InlineSource;
}

/** The file with another text for its inline Dockerfile; `null` unless reading it gives back that very text. */
async function rewrittenDocument(
  { file }: Source,
  inline: InlineSource,
  old: string,
  text: string,
  host: Host,
): Promise<Rewritten | null> {
  // A fix of another Dockerfile in this file may have moved this one.
  const before = host.readText(file!).text;
  const current = await inline.reread(host);
  const written = current?.written(text) ?? null;
  if (before === undefined || current === null || written === null || current.mapped.text !== old)
    return null;
  const after = before.slice(0, current.region.start) + written + before.slice(current.region.end);
  const moved = await inline.reread(overlayHost(host, new Map([[file!, after]])));
  if (moved?.mapped.text !== text) return null;
  return { before, after, moved: { ...inline, ...moved, document: after } };
}

function write(file: string, before: string, after: string): string | null {
  try {
    replaceText(file, { before, after }, repositoryPlace(dirname(file))?.workTree ?? dirname(file));
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    const code = codeOf(error);
    if (code === "") throw error;
    return `the file can't be written (${code})`;
  }
}
