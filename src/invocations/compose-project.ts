import type { Host } from "../host/host.ts";
import { mappedText } from "../text/mapped-text.ts";
import { baseName, parentPath, resolvePath } from "../text/posix-path.ts";
import { type BuildProblem, type BuiltImage, type BuiltImages, isRemoteContext } from "./built-image.ts";
import { composeNames } from "./compose-file.ts";
import { environmentFile, filledText } from "./interpolation.ts";
import { textAt, textsOf, valueAt, type YamlTree } from "./yaml-tree.ts";
import { yamlValue } from "./yaml-value.ts";

/** The files that `docker compose` reads where one of them is named and no other: the override of a usual name comes with it. */
export function composeFiles(host: Host, path: string): readonly string[] {
  const folder = parentPath(path);
  const there = (name: string): boolean => host.stat(resolvePath(folder, name))?.kind === "file";
  const own = baseName(path);
  const isOverride = overrideNames.includes(own);
  const base = isOverride ? composeNames.find(there) : composeNames.find((name) => name === own);
  if (base === undefined) return [path];
  const override = isOverride ? own : overrideNames.find(there);
  return [base, ...(override === undefined ? [] : [override])].map((name) => resolvePath(folder, name));
}

const overrideNames = [
  "compose.override.yaml",
  "compose.override.yml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/** How a service is built as far as one file says it; paths are absolute. */
interface Written {
  readonly path: string;
  readonly line: number;
  readonly context?: string;
  readonly dockerfile?: string;
  readonly inline?: BuiltImage["inline"];
  readonly target?: string;
  readonly args: ReadonlyMap<string, string | null>;
  readonly additionalContexts: ReadonlyMap<string, string>;
  readonly unset: ReadonlyMap<string, readonly string[]>;
}

type Environment = ReadonlyMap<string, string>;

interface Project {
  readonly host: Host;
  readonly directory: string;
  readonly environment: Environment;
  readonly problems: BuildProblem[];
  readonly seen: ReadonlySet<string>;
}

/** Files that lead to others: more of them do so in a circle. */
const mostFiles = 60;

/**
 * The services of a compose project with a `build`, as `docker compose config` resolves them with all profiles: files over each other, `extends`,
 * `include`, variables of the environment and of `.env` (Compose specification, 2026-11).
 * @param paths Absolute; the later ones go over the earlier ones.
 */
export async function composeImages(
  host: Host,
  paths: readonly string[],
  environment: Environment,
): Promise<BuiltImages> {
  const problems: BuildProblem[] = [];
  const [first = "/"] = paths;
  const directory = parentPath(first);
  const project = projectIn({ host, problems, seen: new Set(paths) }, directory, environment, null);
  const services = await projectServices(project, paths);
  const images = [...services].flatMap(([name, written]) =>
    written === null ? [] : [imageOf(name, written, directory)],
  );
  return { images, problems };
}

function projectIn(
  around: Pick<Project, "host" | "problems" | "seen">,
  directory: string,
  environment: Environment,
  files: readonly string[] | null,
): Project {
  const known = new Map(environment);
  for (const file of files ?? [resolvePath(directory, ".env")]) {
    const { text } = around.host.readText(file);
    if (text === undefined) continue;
    // What the environment says counts more than the file.
    for (const [name, value] of environmentFile(text, environment))
      if (!environment.has(name)) known.set(name, value);
  }
  return { ...around, directory, environment: known };
}

type Services = Map<string, Written | null>;

async function projectServices(project: Project, paths: readonly string[]): Promise<Services> {
  const all: Services = new Map();
  for (const path of paths) {
    const file = await readFile(project, path);
    if (file === null) continue;
    for (const [name, own] of await includedServices(project, file)) all.set(name, own);
    const services = valueAt(file.tree, "services");
    if (services?.kind !== "map") continue;
    for (const name of services.entries.keys()) {
      const own = await serviceOf(project, file, name, new Set());
      all.set(name, merged(all.get(name) ?? null, own));
    }
  }
  return all;
}

interface ComposeText {
  readonly path: string;
  readonly text: string;
  readonly tree: YamlTree;
}

async function readFile(
  { host, problems }: Project,
  path: string,
  from?: BuildProblem,
): Promise<ComposeText | null> {
  const { readYaml } = await import("./read-yaml.ts");
  const { text } = host.readText(path);
  const tree = text === undefined ? null : readYaml(text);
  if (text !== undefined && tree !== null) return { path, text, tree };
  const message =
    text === undefined
      ? `\`${baseName(path)}\` can't be read`
      : "this is no YAML, or too large to be followed";
  problems.push(from === undefined ? { path, line: 1, message } : { ...from, message });
  return null;
}

async function includedServices(project: Project, { tree, path }: ComposeText): Promise<Services> {
  const all: Services = new Map();
  const included = valueAt(tree, "include");
  for (const item of included?.kind === "list" ? included.items : []) {
    const fill = (text: string): string => plainValue(text, project.environment).value;
    const named = textsOf(item.kind === "map" ? valueAt(item, "path") : item).map(fill);
    const files = named.map((file) => resolvePath(parentPath(path), file));
    const [first] = files;
    if (first === undefined || project.seen.has(first) || project.seen.size > mostFiles) continue;
    const own = textAt(item, "project_directory");
    const directory = own === null ? parentPath(first) : resolvePath(parentPath(path), fill(own));
    const environmentFiles = textsOf(valueAt(item, "env_file")).map((file) =>
      resolvePath(parentPath(path), fill(file)),
    );
    const inner = projectIn(
      { ...project, seen: new Set([...project.seen, ...files]) },
      directory,
      project.environment,
      environmentFiles.length > 0 ? environmentFiles : null,
    );
    for (const [name, written] of await projectServices(inner, files))
      all.set(name, written && { ...written, context: written.context ?? directory });
  }
  return all;
}

/** A service as one file has it, with what it extends. */
async function serviceOf(
  project: Project,
  file: ComposeText,
  name: string,
  seen: ReadonlySet<string>,
): Promise<Written | null> {
  const service = valueAt(file.tree, "services", name);
  const key = `${file.path}\0${name}`;
  if (service === null || seen.has(key) || seen.size > mostFiles) return null;
  const own = writtenBuild(project, file, service);
  const extended = valueAt(service, "extends");
  const base = textAt(extended) ?? textAt(extended, "service");
  if (extended === null || base === null) return own;
  const named = textAt(extended, "file");
  const past = new Set([...seen, key]);
  if (named === null) return merged(await serviceOf(project, file, base, past), own);
  const path = resolvePath(parentPath(file.path), plainValue(named, project.environment).value);
  const other = await readFile(project, path, { path: file.path, line: extended.line, message: "" });
  if (other === null) return own;
  // Its paths are those of its own folder.
  const inner = { ...project, directory: parentPath(path) };
  const inherited = await serviceOf(inner, other, base, past);
  return merged(inherited && { ...inherited, context: inherited.context ?? inner.directory }, own);
}

function merged(base: Written | null, over: Written | null): Written | null {
  if (base === null || over === null) return over ?? base;
  return {
    ...base,
    ...over,
    args: new Map([...base.args, ...over.args]),
    additionalContexts: new Map([...base.additionalContexts, ...over.additionalContexts]),
    unset: new Map([...base.unset, ...over.unset]),
  };
}

function writtenBuild(
  { environment, directory }: Project,
  { path, text }: ComposeText,
  service: YamlTree,
): Written | null {
  const build = valueAt(service, "build");
  if (build === null || (build.kind === "text" && build.text === "")) return null;
  const unset = new Map<string, readonly string[]>();
  const filled = (key: string, written: string | null): string | undefined => {
    if (written === null) return undefined;
    const { value, missing } = plainValue(written, environment);
    unset.set(key, missing);
    return value;
  };
  const at = (key: string): string | undefined => filled(key, textAt(build, key));
  const context = filled("context", textAt(build) ?? textAt(build, "context"));
  const dockerfile = at("dockerfile");
  const target = at("target");
  const inline = inlineOf(path, text, valueAt(build, "dockerfile_inline"), environment, unset);
  return {
    path,
    line: build.line,
    ...(context !== undefined && {
      context: isRemoteContext(context) ? context : resolvePath(directory, context),
    }),
    ...(dockerfile !== undefined && { dockerfile }),
    ...(target !== undefined && { target }),
    ...(inline !== null && { inline }),
    args: namedTexts(valueAt(build, "args"), environment),
    additionalContexts: new Map(
      [...namedTexts(valueAt(build, "additional_contexts"), environment)].map(([name, value]) => [
        name,
        placeOf(directory, value ?? ""),
      ]),
    ),
    unset,
  };
}

function placeOf(directory: string, text: string): string {
  return isRemoteContext(text) || /^(?:service|target):/.test(text) ? text : resolvePath(directory, text);
}

function inlineOf(
  path: string,
  document: string,
  tree: YamlTree | null,
  environment: Environment,
  unset: Map<string, readonly string[]>,
): BuiltImage["inline"] {
  if (tree?.kind !== "text" || tree.text === "") return null;
  const { mapped, region, isPlaced, encode } = yamlValue(document, tree);
  const filled = filledText(mapped, environment);
  unset.set("inline", filled?.unset ?? []);
  if (filled === null) return null;
  const written = (text: string): string | null => encode(text.replaceAll("$", "$$$$"));
  const isFaithful =
    !filled.isChanged && written(filled.mapped.text) === document.slice(region.start, region.end);
  return { path, mapped: filled.mapped, region, isPlaced, written: isFaithful ? written : () => null };
}

/** `NAME=value` of a list or a map; of a name without value that of the environment, or `null`. */
function namedTexts(tree: YamlTree | null, environment: Environment): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const add = (name: string, value: string | null): void => {
    found.set(name, value === null ? (environment.get(name) ?? null) : plainValue(value, environment).value);
  };
  if (tree?.kind === "list") {
    for (const text of textsOf(tree)) {
      const at = text.indexOf("=");
      if (at === -1) add(text, null);
      else add(text.slice(0, at), text.slice(at + 1));
    }
  } else if (tree?.kind === "map") {
    for (const [name, value] of tree.entries)
      if (value.kind === "text")
        add(name, value.text === "" && value.source?.style !== "double" ? null : value.text);
  }
  return found;
}

function plainValue(
  text: string,
  environment: Environment,
): { readonly value: string; readonly missing: readonly string[] } {
  const filled = filledText(mappedText(text, 0), environment);
  return filled === null
    ? { value: text, missing: [text] }
    : { value: filled.mapped.text, missing: filled.unset };
}

function imageOf(name: string, written: Written, directory: string): BuiltImage {
  const { context = directory, dockerfile = "Dockerfile", inline = null, target } = written;
  const isRemote = isRemoteContext(context);
  const own = { name, path: written.path, line: written.line, context, isRemote, inline };
  const inContext = isRemote ? dockerfile : resolvePath(context, dockerfile);
  return {
    ...own,
    dockerfile: inline === null ? inContext : null,
    target: target || null,
    args: written.args,
    additionalContexts: written.additionalContexts,
    unknown: ["context", "dockerfile", "inline"]
      .flatMap((key) => written.unset.get(key) ?? [])
      .map((name) => `\`${name}\` has no value`),
  };
}
