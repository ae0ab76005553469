import type { BuildFile, Stage } from "../model/build-file.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { platformArgs } from "../model/platform-args.ts";
import { expand, type Scope, type Variable } from "../model/variables.ts";
import type { KeyValue } from "../syntax/nodes.ts";
import { type MappedText, mappedText, sourceRange } from "../text/mapped-text.ts";
import { nearestName } from "../text/nearest-name.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";

/** A variable in the image or the platform of a FROM that no ARG above the first FROM declares. */
export interface UndeclaredVariable {
  readonly stage: Stage;
  readonly name: string;
  readonly at: Range;
  /** Whether a default stands in for it. */
  readonly isOptional: boolean;
  /** Where a stage declares it, which FROM does not see. */
  readonly declaredIn: KeyValue | null;
  readonly nearest: string | null;
}

/** So many names are compared with one that is not declared. */
const comparedNames = 200;

export const undeclaredInFrom = defineFact(
  "undeclared-in-from",
  ({ file }): readonly UndeclaredVariable[] => {
    const found: UndeclaredVariable[] = [];
    for (const stage of file.stages) {
      const { image, flags } = stage.from;
      const platform = flags.find(({ name }) => name === "platform")?.mapped ?? null;
      const seen = new Set<string>();
      for (const text of [platform, image === null ? null : mappedText(image.text, image.range.start)]) {
        if (text?.text.includes("$") !== true) continue;
        for (const { name, modifier, variable, start, end } of referencesIn(text, file)) {
          if (variable !== null || seen.has(name)) continue;
          seen.add(name);
          const isOptional = modifier !== null && /[-+]$/.test(modifier);
          const nearest = nearestName(name, namesOf(file));
          found.push({
            stage,
            name,
            at: sourceRange(text, start, end),
            isOptional,
            declaredIn: null,
            nearest,
          });
        }
      }
    }
    return found.length === 0 ? found : withDeclarations(found, file);
  },
);

function referencesIn({ text }: MappedText, { globalScope, syntax }: BuildFile) {
  const { references, problem } = expand(text, globalScope, syntax.escape);
  return problem === null ? references : [];
}

/** The builder's own variables first. */
function namesOf({ preamble }: BuildFile): readonly string[] {
  const builtIn = platformArgs({ target: null, builder: null }, "", {}).map(({ name }) => name);
  const declared = preamble
    .slice(0, comparedNames)
    .flatMap((instruction) =>
      instruction.kind === "ARG" ? instruction.pairs.map(({ key }) => key.text) : [],
    );
  return [...builtIn, ...declared.slice(0, comparedNames)];
}

function withDeclarations(
  found: readonly UndeclaredVariable[],
  file: BuildFile,
): readonly UndeclaredVariable[] {
  const declared = new Map<string, KeyValue>();
  for (const { steps } of file.stages) {
    for (const { instruction } of steps) {
      if (instruction.kind !== "ARG") continue;
      for (const pair of instruction.pairs)
        if (!declared.has(pair.key.text)) declared.set(pair.key.text, pair);
    }
  }
  return found.map((variable) => ({ ...variable, declaredIn: declared.get(variable.name) ?? null }));
}

/** A FROM that names no image when the build gives no arguments. */
export interface MissingDefault {
  readonly stage: Stage;
  /** What the name is then; may be empty. */
  readonly name: string;
  /** The variables in it that have no default. */
  readonly variables: readonly string[];
  /** Whether it has no variable at all, so that no argument can mend it. */
  readonly isConstant: boolean;
}

/**
 * FROMs whose names are no valid references with the defaults of their variables alone. As BuildKit does it, whatever arguments this
 * build has (`dockerfile2llb/validations.go`, `validateBaseImagesWithDefaultArgs`; read 2026-08): `${X:?}` says by itself that
 * there has to be one.
 */
export const missingDefaults = defineFact("missing-defaults", ({ file }): readonly MissingDefault[] => {
  const scope = defaultScope(file);
  return file.stages.flatMap((stage) => {
    const text = stage.from.image?.text ?? "";
    const { value, references, problem } = expand(text, scope, file.syntax.escape);
    if (text === "" || problem !== null) return [];
    if (references.some(({ modifier, variable }) => modifier?.endsWith("?") && !variable?.value)) return [];
    const unset = references.filter(({ variable }) => variable?.isSet !== true).map(({ name }) => name);
    const names = new Set(unset);
    const name = value.replaceAll(/\$\{(\w+)\}/g, (text, variable: string) =>
      names.has(variable) ? "" : text,
    );
    if (parseImageReference(name) !== null) return [];
    return [{ stage, name, variables: [...names], isConstant: references.length === 0 }];
  });
});

/** The global variables of a build without arguments; the platform is a common one. */
function defaultScope({ preamble, syntax }: BuildFile): Scope {
  const platform = "linux/amd64";
  const builtIn = platformArgs({ target: platform, builder: platform }, "default", {});
  const variables = new Map<string, Variable>(builtIn.map((variable) => [variable.name, variable]));
  const scope: Scope = { isClosed: true, lookup: (name) => variables.get(name) ?? null };
  for (const instruction of preamble) {
    if (instruction.kind !== "ARG") continue;
    for (const { key, value, range } of instruction.pairs) {
      if (value === null && variables.has(key.text)) continue;
      const text =
        value === null ? null : expand(value.text, scope, syntax.escape).value.replaceAll(/\$\{\w+\}/g, "");
      variables.set(key.text, {
        name: key.text,
        source: "global-arg",
        value: text,
        isSet: text !== null,
        declaredAt: range,
      });
    }
  }
  return scope;
}
