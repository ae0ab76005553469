import type { Host } from "../host/host.ts";
import { mappedText } from "../text/mapped-text.ts";
import { baseName, parentPath, resolvePath } from "../text/posix-path.ts";
import { type BakeSection, bakeSections } from "./bake-sections.ts";
import { type BuildProblem, type BuiltImage, type BuiltImages, isRemoteContext } from "./built-image.ts";
import { type HclData, isList, isMap, isTrueData, numberOf, textOfData, Uncomputed } from "./hcl-data.ts";
import { evaluate, type HclScope, templateText } from "./hcl-evaluate.ts";
import type { HclExpression, HclTemplate } from "./hcl-expression.ts";
import { type InlineDockerfile, indentedLines } from "./inline-dockerfile.ts";

/** The files that `docker buildx bake` reads where one of them is named: the override of a usual name comes with it. */
export function bakeFiles(host: Host, path: string): readonly string[] {
  const name = baseName(path);
  const other = /^docker-bake\.(hcl|json)$/.exec(name);
  const base = /^docker-bake\.override\.(hcl|json)$/.exec(name);
  const beside = (file: string): string => resolvePath(parentPath(path), file);
  const isThere = (file: string): boolean => host.stat(file)?.kind === "file";
  const first = base === null ? null : beside(`docker-bake.${base[1]}`);
  const second = other === null ? null : beside(`docker-bake.override.${other[1]}`);
  return [first, path, second].filter(
    (file): file is string => file !== null && (file === path || isThere(file)),
  );
}

type Attributes = ReadonlyMap<string, HclExpression>;

/** A target, or one of those that a matrix makes of it. */
interface Target {
  readonly sections: readonly BakeSection[];
  readonly scope: HclScope;
}

/** What is known of a target. */
interface Values {
  readonly texts: ReadonlyMap<string, string>;
  readonly inline: BuiltImage["inline"];
  readonly args: ReadonlyMap<string, string>;
  readonly contexts: ReadonlyMap<string, string>;
  /** Attributes whose value is known to a run alone, with the reason. */
  readonly unknown: ReadonlyMap<string, string>;
}

const mostTargets = 1_000;
const mostLevels = 50;

/**
 * The targets of bake files that are read over each other, as `docker buildx bake --print` resolves them: variables of the environment and their defaults,
 * functions, matrices, `inherits` (bake reference, buildx 0.29).
 * @param paths Absolute.
 * @param directory Absolute: where it is run, which the contexts are relative to.
 */
export async function bakeImages(
  host: Host,
  paths: readonly string[],
  directory: string,
  environment: ReadonlyMap<string, string>,
): Promise<BuiltImages> {
  const problems: BuildProblem[] = [];
  const sections: BakeSection[] = [];
  for (const path of paths) {
    const { text } = host.readText(path);
    const read =
      text === undefined ? { message: "it can't be read", line: 1 } : await bakeSections(text, path);
    if ("message" in read) problems.push({ path, ...read });
    else sections.push(...read);
  }
  const targets = targetsOf(sections, globalScope(sections, environment));
  const inherited = new Set<string>();
  const images = [...targets].flatMap(([name, target]) => {
    const values = resolved(targets, target, inherited, new Set([name]));
    return [imageOf(name, target, values, directory)];
  });
  const grouped = new Set(
    sections.flatMap(({ type, attributes }) =>
      type === "group" ? known(() => textsOf(evaluate(attributes.get("targets")!, nothing)), []) : [],
    ),
  );
  return {
    images: images.map((image) =>
      inherited.has(image.name) && !grouped.has(image.name) ? { ...image, isInherited: true } : image,
    ),
    problems,
  };
}

const nothing: HclScope = {
  lookup: (name) => {
    throw new Uncomputed(`\`${name}\` is no variable`);
  },
  functionOf: () => null,
};

function known<Value>(compute: () => Value, otherwise: Value): Value {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Uncomputed) return otherwise;
    throw error;
  }
}

/** Variables, attributes at the top, functions, and the attributes of targets. */
function globalScope(sections: readonly BakeSection[], environment: ReadonlyMap<string, string>): HclScope {
  const values = new Map<string, HclData>();
  const running = new Set<string>();
  const named = (type: string, name: string): BakeSection | undefined =>
    sections.findLast((section) => section.type === type && section.name === name);
  const compute = (name: string): HclData => {
    if (name === "target") return new Map(targetValues(sections, scope));
    const variable = named("variable", name);
    const attribute = sections.findLast(({ type }) => type === "")?.attributes.get(name);
    if (variable === undefined && attribute === undefined) {
      if (name === "BAKE_CMD_CONTEXT") return "";
      throw new Uncomputed(`\`${name}\` is no variable`);
    }
    const written = variable?.attributes.get("default") ?? attribute;
    const fallback = written === undefined ? null : evaluate(written, scope);
    const given = environment.get(name);
    return given === undefined ? fallback : converted(given, fallback);
  };
  const scope: HclScope = {
    lookup: (name) => {
      const before = values.get(name);
      if (before !== undefined) return before;
      if (running.has(name)) throw new Uncomputed(`\`${name}\` depends on itself`);
      running.add(name);
      try {
        const value = compute(name);
        values.set(name, value);
        return value;
      } finally {
        running.delete(name);
      }
    },
    functionOf: (name) => {
      const section = named("function", name);
      const result = section?.attributes.get("result");
      if (section === undefined || result === undefined) return null;
      const parameters = wordsOf(section.attributes.get("params"));
      const [rest] = wordsOf(section.attributes.get("variadic_params"));
      return (given) => {
        if (running.size > mostLevels) throw new Uncomputed(`\`${name}()\` goes on without end`);
        const own = new Map(parameters.map((parameter, at) => [parameter, given[at] ?? null]));
        if (rest !== undefined) own.set(rest, given.slice(parameters.length));
        const mark = `${name}()${running.size}`;
        running.add(mark);
        try {
          return evaluate(result, within(scope, own));
        } finally {
          running.delete(mark);
        }
      };
    },
  };
  return scope;
}

/** Names that stand for themselves. */
function wordsOf(expression: HclExpression | undefined): readonly string[] {
  if (expression?.kind === "name") return [expression.name];
  if (expression?.kind !== "list") return [];
  return expression.items.flatMap((item) =>
    item.kind === "name"
      ? [item.name]
      : item.kind === "template"
        ? known(() => [templateText(item, nothing).text], [])
        : [],
  );
}

function within(scope: HclScope, own: ReadonlyMap<string, HclData>): HclScope {
  return { ...scope, lookup: (name) => (own.has(name) ? own.get(name)! : scope.lookup(name)) };
}

/** What the environment says, as the type of the default has it. */
function converted(text: string, fallback: HclData): HclData {
  if (typeof fallback === "boolean") return known<HclData>(() => isTrueData(text), text === "1");
  if (typeof fallback === "number") return known<HclData>(() => numberOf(text), fallback);
  return isList(fallback) || isMap(fallback) ? fallback : text;
}

/** `target.NAME.attribute`: what the sections themselves say. */
function targetValues(
  sections: readonly BakeSection[],
  scope: HclScope,
): readonly (readonly [string, HclData])[] {
  return sections.flatMap(({ type, name, attributes }) => {
    if (type !== "target") return [];
    const values = [...attributes].flatMap(([key, value]) =>
      known(() => [[key, evaluate(value, scope)] as const], []),
    );
    return [[name, new Map(values)] as const];
  });
}

function targetsOf(sections: readonly BakeSection[], scope: HclScope): ReadonlyMap<string, Target> {
  const byName = new Map<string, BakeSection[]>();
  for (const section of sections)
    if (section.type === "target") byName.set(section.name, [...(byName.get(section.name) ?? []), section]);
  const targets = new Map<string, Target>();
  for (const [name, own] of byName) {
    const attributes = new Map(own.flatMap((section) => [...section.attributes]));
    const matrix = attributes.get("matrix");
    if (matrix === undefined) {
      targets.set(name, { sections: own, scope });
      continue;
    }
    for (const row of known(() => rowsOf(evaluate(matrix, scope)), [])) {
      const inner = within(scope, row);
      const written = attributes.get("name");
      const made = written === undefined ? name : known(() => textOfData(evaluate(written, inner)), null);
      if (made !== null && targets.size < mostTargets) targets.set(made, { sections: own, scope: inner });
    }
  }
  return targets;
}

function rowsOf(matrix: HclData): readonly ReadonlyMap<string, HclData>[] {
  if (!isMap(matrix)) return [];
  let rows: ReadonlyMap<string, HclData>[] = [new Map()];
  for (const [name, values] of matrix) {
    const items = isList(values) ? values : [];
    rows = rows.flatMap((row) => items.map((item) => new Map([...row, [name, item]]))).slice(0, mostTargets);
  }
  return rows;
}

/** The values of a target over those of the ones that it inherits from; the last of these counts most. */
function resolved(
  targets: ReadonlyMap<string, Target>,
  target: Target,
  inherited: Set<string>,
  seen: ReadonlySet<string>,
): Values {
  const attributes: Attributes = new Map(target.sections.flatMap((section) => [...section.attributes]));
  const written = attributes.get("inherits");
  const names = written === undefined ? [] : known(() => textsOf(evaluate(written, target.scope)), []);
  let values: Values = {
    ...{ texts: new Map(), inline: null, args: new Map(), contexts: new Map(), unknown: new Map() },
  };
  for (const name of names) {
    const parent = targets.get(name);
    if (parent === undefined || seen.has(name) || seen.size > mostLevels) continue;
    inherited.add(name);
    values = over(values, resolved(targets, parent, inherited, new Set([...seen, name])));
  }
  for (const section of target.sections) values = over(values, ownValues(section, target.scope));
  return values;
}

function over(base: Values, own: Values): Values {
  return {
    texts: new Map([...base.texts, ...own.texts]),
    inline: own.inline ?? base.inline,
    args: new Map([...base.args, ...own.args]),
    contexts: new Map([...base.contexts, ...own.contexts]),
    unknown: new Map([
      ...[...base.unknown].filter(
        ([key]) => !own.texts.has(key) && !(key === "dockerfile-inline" && own.inline),
      ),
      ...own.unknown,
    ]),
  };
}

const textAttributes = ["context", "dockerfile", "target"];

function ownValues({ attributes, path, document }: BakeSection, scope: HclScope): Values {
  const texts = new Map<string, string>();
  const unknown = new Map<string, string>();
  const attempt = <Value>(key: string, compute: (written: HclExpression) => Value): Value | null => {
    const written = attributes.get(key);
    if (written === undefined) return null;
    try {
      return compute(written);
    } catch (error) {
      if (!(error instanceof Uncomputed)) throw error;
      unknown.set(key, error.message);
      return null;
    }
  };
  for (const key of textAttributes) {
    const value = attempt(key, (written) => evaluate(written, scope));
    if (value !== null)
      texts.set(
        key,
        known(() => textOfData(value), ""),
      );
  }
  const named = (key: string): ReadonlyMap<string, string> => {
    const found = new Map<string, string>();
    const written = attributes.get(key);
    // Of a map that is written out each value is known or not by itself.
    const entries =
      written?.kind === "map"
        ? written.entries.map(([name, value]) => [name, () => evaluate(value, scope)] as const)
        : [];
    for (const [name, compute] of entries) {
      const value = known(compute, null);
      const text = value === null ? null : known(() => textOfData(value), null);
      if (text !== null)
        found.set(
          known(() => textOfData(evaluate(name, scope)), ""),
          text,
        );
    }
    if (written !== undefined && written.kind !== "map") {
      const value = attempt(key, (one) => evaluate(one, scope));
      if (value !== null && isMap(value))
        for (const [name, one] of value)
          if (one !== null)
            found.set(
              name,
              known(() => textOfData(one), ""),
            );
    }
    return found;
  };
  const inline = attempt("dockerfile-inline", (written) => inlineOf(written, scope, document));
  return {
    ...{ texts, unknown, args: named("args"), contexts: named("contexts") },
    inline: inline && { ...inline, path },
  };
}

function textsOf(value: HclData): readonly string[] {
  return isList(value) ? value.map(textOfData) : value === null ? [] : [textOfData(value)];
}

function inlineOf(written: HclExpression, scope: HclScope, document: string): InlineDockerfile | null {
  if (written.kind !== "template") {
    const value = evaluate(written, scope);
    return value === null ? null : unplaced(textOfData(value));
  }
  const mapped = templateText(written, scope);
  const { region, encode } = writerOf(written, mapped.text, document);
  return { mapped, region, isPlaced: true, written: encode };
}

/** A text that another part of the file, or a function, makes. */
function unplaced(text: string): InlineDockerfile {
  return { mapped: mappedText(text, 0), region: { start: 0, end: 0 }, isPlaced: false, written: () => null };
}

/** How another text is put in the place of a template, if the one that is there is the only way to write what it gives. */
function writerOf(
  { range, heredoc }: HclTemplate,
  text: string,
  document: string,
): { readonly region: HclTemplate["range"]; encode(next: string): string | null } {
  const escaped = (next: string): string => next.replace(/[$%](?=\{)/g, "$&$&");
  const none = { region: range, encode: () => null };
  if (heredoc !== null) {
    const lines = indentedLines({
      ...{ text: document, value: escaped(text), region: range },
      ...{ start: heredoc.bodyStart, end: heredoc.bodyEnd },
    });
    if (lines === null) return none;
    return { region: lines.region, encode: (next) => lines.encode(escaped(next)) };
  }
  const encode = (next: string): string => escaped(JSON.stringify(next));
  return encode(text) === document.slice(range.start, range.end) ? { region: range, encode } : none;
}

function imageOf(
  name: string,
  { sections }: Target,
  { texts, inline, args, contexts, unknown }: Values,
  directory: string,
): BuiltImage {
  const section = sections.at(-1)!;
  const written = texts.get("context") || ".";
  const isRemote = isRemoteContext(written) || /^(?:target|docker-image):/.test(written);
  const context = isRemote ? written : resolvePath(directory, written.replace(/^cwd:\/\//, ""));
  const dockerfile = texts.get("dockerfile") || "Dockerfile";
  const missing = ["context", "dockerfile", "target", "dockerfile-inline"].flatMap(
    (key) => unknown.get(key) ?? [],
  );
  return {
    ...{ name, path: section.path, line: section.line, context, isRemote, args, inline },
    dockerfile: inline !== null ? null : isRemote ? dockerfile : resolvePath(context, dockerfile),
    target: texts.get("target") || null,
    additionalContexts: new Map(
      [...contexts].map(([key, value]) => [
        key,
        isRemoteContext(value) || /^target:/.test(value) ? value : resolvePath(directory, value),
      ]),
    ),
    unknown: missing,
  };
}
