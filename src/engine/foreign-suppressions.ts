import { buildkitChecks } from "../knowledge/tool-codes.ts";
import type { Dockerfile } from "../syntax/nodes.ts";
import { isNextLine } from "./comment-targets.ts";
import {
  type CheckOptions,
  type ForeignIgnore,
  type ForeignTool,
  foreignIgnores,
  knowsAlias,
  readCheckOptions,
} from "./foreign-comments.ts";
import { instructionChecks } from "./instruction-checks.ts";

/** What the ignore comments of other tools hide in one file. Which of them hide nothing is not for stowage to say. */
export interface ForeignSuppressions {
  /** Whether a finding with these aliases is hidden; `instruction` is the index of the one that it begins in. */
  hides(instruction: number | null, aliases: readonly string[]): boolean;
}

/** What has an effect besides the file and the settings. */
export interface ForeignSurroundings {
  /** `2026-11-21`, for comments that expire; `null` when it is not known. */
  readonly today: string | null;
  /** What takes the place of the `check` directive: the build argument `BUILDKIT_DOCKERFILE_CHECK`; `null` without it. */
  readonly check: string | null;
}

interface ForeignReading extends ForeignSurroundings {
  /** Whether comments for hadolint count: its `disable-ignore-pragma` turns them off. */
  readonly hadolintComments: boolean;
}

/** All that is hidden in one place. */
interface Hidden {
  readonly names: Set<string>;
  readonly tools: Set<ForeignTool>;
  /** By tool the only names that are not hidden. */
  readonly spared: Map<ForeignTool, Set<string>>;
}

/** Checks that BuildKit makes before it comes to single instructions: a comment above one does not reach them. */
const checksOfFile: ReadonlySet<string> = new Set([
  "NoEmptyContinuation",
  "ConsistentInstructionCasing",
  "DuplicateStageName",
  "ReservedStageName",
  "InvalidDefaultArgInFrom",
  "InvalidBaseImagePlatform",
]);

/** This one is found at the earlier instruction when BuildKit comes to the later, so the comment stands above that. */
const checkOfLater = "MultipleInstructionsDisallowed";

/** Reads them in one pass, `null` when there are none; `targets` are the instructions that comments stand in or directly above. */
export function readForeignSuppressions(
  syntax: Dockerfile,
  targets: readonly (number | null)[],
  { hadolintComments, today, check }: ForeignReading,
): ForeignSuppressions | null {
  const ofFile = nothingHidden();
  const ofStage = new Map<number, Hidden>();
  const ofInstruction = new Map<number, Hidden>();
  const stages = stageStarts(syntax);
  let isEmpty = true;
  const headEnd = syntax.instructions[0]?.range.start ?? syntax.text.length;
  const placeOf = (scope: ForeignIgnore["scope"], target: number | null): Hidden => {
    if (target === null || scope === "file" || scope === "head") return ofFile;
    return entryOf(scope === "stage" && stages[target] === target ? ofStage : ofInstruction, target);
  };
  syntax.comments.forEach((comment, index) => {
    const target = targets[index]!;
    const below = target === null ? null : syntax.instructions[target]!;
    const isInside = below !== null && below.range.start < comment.range.start;
    for (const ignore of foreignIgnores(comment.text, today)) {
      if (ignore.tool === "hadolint" && (!hadolintComments || isInside)) continue;
      if (ignore.scope === "head" && comment.range.start > headEnd) continue;
      if (ignore.scope === "instruction" || ignore.scope === "stage") {
        if (below === null) continue;
        const isNear = !isInside && isNextLine(syntax.text, comment.range.end, below.range.start);
        if (needsNextLine.has(ignore.tool) && !isNear) continue;
        if (ignore.tool === "hadolint" && ignore.scope === "stage" && below.kind !== "FROM") continue;
      }
      add(placeOf(ignore.scope, target), ignore);
      isEmpty = false;
    }
  });
  const directive = syntax.directives.find(({ name }) => name === "check");
  const value = check ?? directive?.value;
  const options = value === undefined ? null : readCheckOptions(value);
  if (options !== null) {
    addSkipped(ofFile, options, () => true);
    isEmpty = false;
  }
  for (const { instruction, later, options } of instructionChecks(syntax)) {
    addSkipped(
      entryOf(ofInstruction, instruction),
      options,
      (name) => !checksOfFile.has(name) && name !== checkOfLater,
    );
    if (later !== null) addSkipped(entryOf(ofInstruction, later), options, (name) => name === checkOfLater);
    isEmpty = false;
  }
  if (isEmpty) return null;
  return {
    hides(instruction, aliases) {
      if (isHidden(ofFile, aliases)) return true;
      if (instruction === null) return false;
      return (
        isHidden(ofInstruction.get(instruction), aliases) ||
        isHidden(ofStage.get(stages[instruction] ?? -1), aliases)
      );
    },
  };
}

/** Tools that look at the very next line, other comments not passed over. */
const needsNextLine: ReadonlySet<ForeignTool> = new Set(["hadolint", "dockerfile-utils"]);

function nothingHidden(): Hidden {
  return { names: new Set(), tools: new Set(), spared: new Map() };
}

function entryOf(map: Map<number, Hidden>, key: number): Hidden {
  const known = map.get(key) ?? nothingHidden();
  map.set(key, known);
  return known;
}

function add(place: Hidden, { tool, codes }: ForeignIgnore): void {
  if (codes.kind === "all") place.tools.add(tool);
  else if (codes.kind === "these") for (const name of codes.names) place.names.add(name);
  else {
    const spared = place.spared.get(tool) ?? new Set();
    for (const name of codes.names) spared.add(name);
    place.spared.set(tool, spared);
  }
}

/** Experimental checks run only when they are asked for, and then `skip` does not reach them. */
function addSkipped(place: Hidden, { skip }: CheckOptions, reaches: (name: string) => boolean): void {
  for (const name of skip === "all" ? Object.keys(buildkitChecks) : skip) {
    if (Object.hasOwn(buildkitChecks, name) && buildkitChecks[name] !== "off" && reaches(name))
      place.names.add(name.toLowerCase());
  }
}

function isHidden(place: Hidden | undefined, aliases: readonly string[]): boolean {
  if (place === undefined) return false;
  return aliases.some((alias) => {
    if (place.names.has(alias.toLowerCase())) return true;
    for (const tool of place.tools) if (knowsAlias(tool, alias)) return true;
    for (const [tool, names] of place.spared)
      if (knowsAlias(tool, alias) && !names.has(alias.toLowerCase())) return true;
    return false;
  });
}

/** For each instruction the index of the FROM of its stage; `null` before the first. */
function stageStarts({ instructions }: Dockerfile): readonly (number | null)[] {
  let start: number | null = null;
  return instructions.map(({ kind }, index) => {
    if (kind === "FROM") start = index;
    return start;
  });
}
