import { type Analysis, analyze } from "../analysis/fact.ts";
import { renamingEdits } from "../analysis/stage-edits.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import type { BuildFile, Stage } from "../model/build-file.ts";
import type { Scope } from "../model/variables.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";

/** A name at a place: of a stage, or of a build argument. */
export type NameAt =
  | { readonly kind: "stage"; readonly at: Range; readonly stage: Stage }
  | {
      readonly kind: "argument";
      readonly at: Range;
      readonly name: string;
      readonly declaredAt: Range | null;
    };

/** What an offset names; `null` where it names neither. */
export function nameAt(file: BuildFile, offset: number): NameAt | null {
  const holds = ({ start, end }: Range): boolean => start <= offset && offset <= end;
  for (const stage of file.stages) {
    const { name } = stage.from;
    if (name !== null && holds(name.range)) return { kind: "stage", at: name.range, stage };
  }
  for (const { at, stage } of stageReferences(file)) if (holds(at)) return { kind: "stage", at, stage };
  for (const { at, name, declaredAt } of argumentPlaces(file))
    if (holds(at)) return { kind: "argument", at, name, declaredAt };
  return null;
}

/** All places of a name, its declarations included. */
export function placesOfName(file: BuildFile, name: NameAt): readonly Range[] {
  if (name.kind === "argument")
    return argumentPlaces(file).flatMap((place) => (place.name === name.name ? [place.at] : []));
  const own = name.stage.from.name;
  return [
    ...(own === null ? [] : [own.range]),
    ...stageReferences(file).flatMap(({ at, stage }) => (stage === name.stage ? [at] : [])),
  ];
}

/** Where a stage is named by a FROM, a COPY or a mount; numbers count too. */
function stageReferences(file: BuildFile): readonly { readonly at: Range; readonly stage: Stage }[] {
  return analysisOf(file)
    .use(stageGraph)
    .edges.flatMap(({ kind, instruction, needs }) => {
      if (kind === "base")
        return instruction.kind === "FROM" && instruction.image !== null
          ? [{ at: instruction.image.range, stage: needs }]
          : [];
      if (kind === "copy") {
        const at = instruction.flags.find(({ name }) => name === "from")?.valueRange;
        return at == null ? [] : [{ at, stage: needs }];
      }
      return instruction.flags.flatMap((flag) => {
        if (flag.name !== "mount") return [];
        const mount = parseMount(flag, file.syntax.escape);
        const at = mount.fields.findLast(({ key }) => key === "from")?.valueRange;
        const isIt = [needs.name, String(needs.index)].includes(mount.from?.toLowerCase() ?? "");
        return at == null || !isIt ? [] : [{ at, stage: needs }];
      });
    });
}

interface ArgumentPlace {
  readonly at: Range;
  readonly name: string;
  readonly declaredAt: Range | null;
}

/** Instructions in which neither the builder nor a shell of the build replaces variables; those of CMD are of the container. */
const withoutArguments: ReadonlySet<Instruction["kind"]> = new Set([
  "CMD",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "ONBUILD",
  "MAINTAINER",
  "SHELL",
  "UNKNOWN",
]);

/** Where build arguments are declared and where the builder or a shell reads them. */
function argumentPlaces(file: BuildFile): readonly ArgumentPlace[] {
  const places: ArgumentPlace[] = [];
  const look = (instruction: Instruction, scope: Scope): void => {
    if (instruction.kind === "ARG")
      for (const { key } of instruction.pairs)
        places.push({ at: key.range, name: key.text, declaredAt: key.range });
    if (withoutArguments.has(instruction.kind)) return;
    for (const { name, at } of references(file.text, instruction.range)) {
      const variable = scope.lookup(name);
      if (variable?.source === "arg" || variable?.source === "global-arg")
        places.push({ at, name, declaredAt: nameOf(file, variable.declaredAt, name) });
    }
  };
  for (const instruction of file.preamble) look(instruction, file.globalScope);
  for (const stage of file.stages) {
    look(stage.from, file.globalScope);
    for (const { instruction, state } of stage.steps) look(instruction, state.scope);
  }
  return places;
}

/** `$name` and `${name…}` as builder and shells read them; not behind a back-slash. */
function* references(
  text: string,
  { start, end }: Range,
): Generator<{ readonly name: string; readonly at: Range }> {
  for (const found of text.slice(start, end).matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g)) {
    const name = found[1]!;
    const at = start + found.index + found[0].length - name.length;
    yield { name, at: { start: at, end: at + name.length } };
  }
}

/** The name alone in `NAME=value`. */
function nameOf({ text }: BuildFile, declaredAt: Range | null, name: string): Range | null {
  if (declaredAt === null) return null;
  const at = text.indexOf(name, declaredAt.start);
  return { start: at, end: at + name.length };
}

/** The edits that give a name another one, or why it can't be done without changing what the file means. */
export function renaming(file: BuildFile, name: NameAt, to: string): readonly TextEdit[] | string {
  if (name.kind === "stage") {
    if (!/^[a-z][a-z0-9-_.]*$/i.test(to))
      return "a stage name begins with a letter and goes on with letters, digits, `-`, `_` and `.`";
    if (file.stagesByName.has(to.toLowerCase()) && to.toLowerCase() !== name.stage.name)
      return `another stage is called \`${to}\``;
    return (
      renamingEdits(analysisOf(file), name.stage, to) ??
      "a variable, or another stage of that name, decides what this name means"
    );
  }
  if (!/^[A-Za-z_]\w*$/.test(to))
    return "a build argument has letters, digits and `_`, and begins with no digit";
  const isSet = (wanted: string, kinds: readonly string[]): boolean =>
    file.syntax.instructions.some(
      (one) =>
        (one.kind === "ARG" || one.kind === "ENV") &&
        kinds.includes(one.kind) &&
        one.pairs.some(({ key }) => key.text === wanted),
    );
  if (to !== name.name && isSet(to, ["ARG", "ENV"])) return `\`${to}\` is set in this file already`;
  if (isSet(name.name, ["ENV"])) return `an \`ENV\` sets \`${name.name}\` too, so programs may read it`;
  const edits = new Map(placesOfName(file, name).map((range) => [range.start, { range, text: to }] as const));
  return [...edits.values()];
}

function analysisOf(file: BuildFile): Analysis {
  return analyze(file, null, { path: null, context: null });
}
