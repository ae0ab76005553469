import { type ContextUse, contextUses } from "../analysis/context-use.ts";
import { type Analysis, defineFact } from "../analysis/fact.ts";
import { windowsStages } from "../analysis/windows-stages.ts";
import type { Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import type { Add, Copy, Instruction } from "../syntax/nodes.ts";
import { isWithin, parentPath } from "../text/posix-path.ts";
import { addedAccounts, type Effects, effects, unknownEffects } from "./effects.ts";
import { isPlainCopy, landings } from "./landings.ts";
import { isMadeByWorkdir, madeDirectory, ownDirectories } from "./made-directories.ts";
import { runEffects } from "./run-effects.ts";

/** The effects of each step, computed when first asked for. */
export interface StepEffects {
  of(step: Step): Effects;
}

export const stepEffects = defineFact("step-effects", (analysis): StepEffects => {
  const known = new Map<Step, Effects>();
  return {
    of(step) {
      let found = known.get(step);
      if (found === undefined) {
        found = effectsOf(analysis, step);
        known.set(step, found);
      }
      return found;
    },
  };
});

function effectsOf(analysis: Analysis, step: Step): Effects {
  const { instruction } = step;
  if (analysis.use(windowsStages).has(step.stage)) return unknownEffects("it builds an image of Windows");
  switch (instruction.kind) {
    case "RUN":
      return runEffects(analysis, step);
    case "COPY":
    case "ADD":
      return transferEffects(analysis, step, instruction);
    case "ENV":
    case "ARG":
      return effects({
        settingsWritten: new Set(instruction.pairs.map(({ key }) => `$${key.text}`)),
        settingsRead: reading(variablesIn(instruction)),
      });
    case "WORKDIR":
      return workdirEffects(step);
    case "USER":
      return setting("USER", instruction, ["/etc"]);
    case "SHELL":
      return setting("SHELL", instruction);
    case "LABEL":
    case "EXPOSE":
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
    case "STOPSIGNAL":
    case "MAINTAINER":
      return setting("image", instruction);
    case "VOLUME":
    case "ONBUILD":
    case "FROM":
    case "UNKNOWN":
      return unknownEffects(
        `what \`${instruction.keyword.text}\` does to later steps depends on the builder`,
      );
  }
}

function setting(name: string, instruction: Instruction, reads: readonly string[] = []): Effects {
  return effects({
    reads: new Set(reads),
    settingsWritten: new Set([name]),
    settingsRead: reading(variablesIn(instruction)),
  });
}

function reading(names: Iterable<string>): Effects["settingsRead"] {
  return { names: new Set(names), allVariables: false };
}

/** Every name after a `$` in the whole instruction: more than the builder replaces, never less. */
function variablesIn({ rest, flags, heredocs }: Instruction): readonly string[] {
  const texts = [
    rest.text,
    ...flags.map(({ value }) => value ?? ""),
    ...heredocs.map(({ body }) => body.text),
  ];
  return texts.flatMap((text) => Array.from(text.matchAll(/\$\{?(\w+)/g), ([, name = ""]) => `$${name}`));
}

/**
 * A directory that it makes belongs to the user in force. Who writes below it does not mind who made it, as long as its owner stays the
 * same: so only the directory itself counts, which is `/app/.`.
 */
function workdirEffects(step: Step): Effects {
  const path = (step.stage.steps[step.index + 1]?.state ?? step.stage.end).workdir.path;
  if (path === null) return unknownEffects("the working directory is not known");
  return effects({
    writes: new Set(ownDirectories(path).map((directory) => `${directory}/.`)),
    settingsWritten: new Set(["WORKDIR"]),
    settingsRead: reading(["WORKDIR", "USER", ...variablesIn(step.instruction)]),
  });
}

function transferEffects(analysis: Analysis, step: Step, instruction: Copy | Add): Effects {
  const { destination, flags } = instruction;
  if (destination === null) return unknownEffects("the builder rejects it");
  const { escape: escapeCharacter } = analysis.file.syntax;
  const { value, complete } = expand(destination.text, step.state.scope, escapeCharacter);
  const target = complete ? pathInImage(step.state.workdir.path, value, escapeCharacter) : null;
  if (target === null) return unknownEffects(`\`${destination.text}\` is not known`);
  const names = [...variablesIn(instruction), ...(value.startsWith("/") ? [] : ["WORKDIR"])];
  const owner = flags.find(({ name }) => name === "chown")?.value ?? null;
  const ownerIsNamed = owner !== null && !/^\d+(:\d+)?$/.test(owner);
  const uses = analysis.use(contextUses).get(step) ?? [];
  const files = writtenBy(analysis, instruction, uses, target);
  const isKnown = uses.length > 0 && (instruction.kind === "COPY" || files !== null);
  const writes = new Set(files ?? [target]);
  const reads = new Set<string>();
  // A directory that is missing is made for the owner of the files: the first one of two owners has it.
  const isOwned = flags.some(({ name }) => name === "chown" || name === "chmod");
  if (isOwned) writes.add(`${target}/.`);
  for (const directory of ownDirectories(target)) {
    if (!isMadeByWorkdir(step, directory)) (isOwned ? writes : reads).add(madeDirectory(directory));
    else if (isOwned) reads.add(`${directory}/.`);
  }
  for (const directory of new Set([...writes].map(parentPath)))
    if (directory !== target && isWithin(directory, target)) reads.add(madeDirectory(directory));
  return effects({
    reads,
    // A link on the way to the destination is followed: whoever makes one writes a path that this one writes below.
    writes,
    settingsRead: reading(ownerIsNamed ? [...names, addedAccounts] : names),
    // What comes from another stage or an archive may be a tool that a later RUN starts.
    settingsWritten: new Set(isKnown ? [] : ["programs"]),
  });
}

/** The files that a COPY of the context writes, one by one; `null` where only the directory is known. */
function writtenBy(
  analysis: Analysis,
  instruction: Copy | Add,
  uses: readonly ContextUse[],
  target: string,
): ReadonlySet<string> | null {
  const [use] = uses;
  if (use === undefined || uses.length > 1 || !isPlainCopy(analysis, instruction, use)) return null;
  const places = landings(analysis, instruction, use, target);
  return places && new Set(places.values());
}
