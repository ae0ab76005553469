import type { Host } from "../host/host.ts";
import { parentPath, relativePath, resolvePath } from "../text/posix-path.ts";
import { allTargets, type BakeFile, bakedBuilds, bakeNames } from "./bake-file.ts";
import {
  type BuildInvocation,
  type CacheSettings,
  developer,
  type FoundInvocations,
  isUnknown,
} from "./build-invocation.ts";
import type { CiBuild } from "./ci-build.ts";
import { composeBuilds, composeNames, isComposeFile } from "./compose-file.ts";
import type { BuildCommand, NamedInFiles, RecipeTool } from "./docker-commands.ts";
import { workflowBuilds } from "./github-workflow.ts";
import { pipelineBuilds } from "./gitlab-pipeline.ts";
import { invocationRoot } from "./invocation-root.ts";
import { type LocalActions, usedActions } from "./local-actions.ts";
import { type ProjectFiles, pathIn, projectFiles } from "./project-files.ts";
import type { Recipe, RecipeFile } from "./recipes.ts";
import { invocationOf, isLiteral, type Setting, type WrittenBuild } from "./written-build.ts";
import type { YamlTree } from "./yaml-tree.ts";

const workflows = ".github/workflows";
const pipeline = ".gitlab-ci.yml";
const recipeTools: readonly RecipeTool[] = ["make", "just", "package"];
/** Files of which one may lead to the next: a workflow to a Makefile, to a bake file. */
const mostSteps = 4;
const mostNamedBlindSpots = 3;

/**
 * How a Dockerfile, named by its absolute path, is built: by workflows of GitHub Actions, a GitLab pipeline, compose and bake files, and recipes of
 * Makefile, justfile and `package.json`. Looked at are the root of the repository and the folders from there to the Dockerfile. Nothing is run;
 * what only a run can tell is unknown.
 */
export function readInvocations(host: Host, dockerfile: string): Promise<FoundInvocations> {
  return invocationReader(host)(dockerfile);
}

/** The same for many Dockerfiles: each file that builds something is read once. */
export function invocationReader(host: Host): (dockerfile: string) => Promise<FoundInvocations> {
  const repositories = new Map<string, RepositoryBuilds>();
  return async (dockerfile) => {
    const root = invocationRoot(host, dockerfile);
    const builds = repositories.get(root) ?? repositoryBuilds(host, root);
    repositories.set(root, builds);
    return invocationsAmong(builds, relativePath(dockerfile, root) ?? "Dockerfile");
  };
}

interface PlacedBuild {
  readonly build: WrittenBuild;
  readonly setting: Setting;
}

interface RepositoryBuilds {
  ofCi(): Promise<readonly PlacedBuild[]>;
  /** What the files in a folder build, on the machine of a developer. */
  in(directory: string): Promise<readonly PlacedBuild[]>;
  readonly unread: ReadonlySet<string>;
}

function repositoryBuilds(host: Host, root: string): RepositoryBuilds {
  const files = projectFiles(host, root);
  let ci: Promise<readonly PlacedBuild[]> | null = null;
  const local = new Map<string, Promise<readonly PlacedBuild[]>>();
  return {
    unread: files.unread,
    ofCi: () => {
      ci ??= buildsOfCi(files);
      return ci;
    },
    in: (directory) => {
      const found = local.get(directory) ?? buildsIn(files, directory);
      local.set(directory, found);
      return found;
    },
  };
}

async function invocationsAmong(builds: RepositoryBuilds, own: string): Promise<FoundInvocations> {
  const found: BuildInvocation[] = [];
  /** Places that build a Dockerfile of which only the run tells which it is. */
  const unnamed = new Map<string, string>();
  const placed = [...(await builds.ofCi())];
  for (const directory of foldersDownTo(parentPath(own))) placed.push(...(await builds.in(directory)));
  for (const { build, setting } of placed) {
    const invocation = invocationOf(build, setting);
    if (isUnknown(invocation)) {
      if (setting.place.runner !== "developer")
        unnamed.set(`${setting.path}:${build.line}`, invocation.unknown);
    } else if (invocation?.dockerfile === own) found.push(invocation);
  }
  return {
    invocations: withoutRepeats(found),
    blindSpots: [
      ...Array.from(
        builds.unread,
        (path) => `\`${path}\` can't be read: what it builds, and how, is not known`,
      ),
      ...[...unnamed]
        .slice(0, mostNamedBlindSpots)
        .map(
          ([place, text]) =>
            `\`${place}\` builds a Dockerfile that only its run names (\`${text}\`); it may be this one`,
        ),
    ],
  };
}

async function buildsOfCi(files: ProjectFiles): Promise<readonly PlacedBuild[]> {
  const found: PlacedBuild[] = [];
  const add = async (path: string, builds: readonly CiBuild[]): Promise<void> => {
    for (const { line, command, place, isFrequent, keepsFiles } of builds) {
      const setting = {
        path,
        place: command.isRemote ? { ...place, keepsBuilder: true } : place,
        isFrequent,
      };
      const keeps = keepsFiles || setting.place.keepsBuilder === true;
      for (const build of await buildsOf(files, command))
        found.push({ build: { ...(keeps ? build : withoutLocalCache(build)), line }, setting });
    }
  };
  for (const name of files.filesIn(workflows)) {
    if (!/\.ya?ml$/.test(name)) continue;
    const path = `${workflows}/${name}`;
    const tree = await files.pipeline(path);
    if (tree !== null) await add(path, workflowBuilds(tree, await localActions(files, tree)));
  }
  if (files.filesIn(".").includes(pipeline)) {
    const tree = await files.pipeline(pipeline);
    if (tree !== null) await add(pipeline, pipelineBuilds(tree));
  }
  return found;
}

async function buildsIn(files: ProjectFiles, directory: string): Promise<readonly PlacedBuild[]> {
  const found: PlacedBuild[] = [];
  const add = (builds: Iterable<WrittenBuild>, path: string): void => {
    for (const build of builds) found.push({ build, setting: { path, place: developer, isFrequent: true } });
  };
  for (const name of files.filesIn(directory)) {
    const path = pathIn(directory, name);
    if (isComposeFile(name)) add(composeBuilds(await files.yaml(path), directory).values(), path);
    if (!bakeNames.includes(name)) continue;
    const bake = files.bake(path);
    if (bake === null) continue;
    const choice = { names: allTargets(bake), sets: [], directory, noCache: false, pull: false };
    add(bakedBuilds(bake, choice).values(), path);
  }
  for (const tool of recipeTools) {
    const recipes = files.recipes(tool, directory);
    for (const { commands } of recipes?.recipes.values() ?? []) {
      for (const command of commands) {
        // A recipe that runs another is read with that one.
        if (command.kind === "recipe") continue;
        const line = command.kind === "build" ? command.build.line : command.line;
        add(
          (await buildsOf(files, command)).map((build) => ({ ...build, line })),
          recipes!.path,
        );
      }
    }
  }
  return found;
}

const mostActions = 50;

/** The actions of the repository that a workflow uses, and those that these use. */
async function localActions(files: ProjectFiles, workflow: YamlTree): Promise<LocalActions> {
  const found = new Map<string, YamlTree>();
  const asked = new Set(usedActions(workflow));
  for (const uses of asked) {
    if (asked.size > mostActions) break;
    const directory = resolvePath(".", uses);
    const name = files.filesIn(directory).find((file) => /^action\.ya?ml$/.test(file));
    const tree = name === undefined ? null : await files.pipeline(pathIn(directory, name));
    if (tree === null) continue;
    found.set(uses, tree);
    for (const next of usedActions(tree)) asked.add(next);
  }
  return found;
}

/** The root and the folders below it on the way to one. */
function foldersDownTo(folder: string): readonly string[] {
  const parts = folder === "." ? [] : folder.split("/");
  return [".", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

/** What a command builds, also by way of other files. */
async function buildsOf(
  files: ProjectFiles,
  command: BuildCommand,
  step = 0,
): Promise<readonly WrittenBuild[]> {
  if (command.kind === "build") return [command.build];
  if (step > mostSteps) return [];
  if (command.kind === "recipe") {
    const found = files.recipes(command.tool, resolvePath(".", command.directory));
    if (found === null || command.files.length > 0) return [];
    const builds: WrittenBuild[] = [];
    for (const next of recipeCommands(found.recipes, command.names))
      builds.push(...(await buildsOf(files, next, step + 1)));
    return builds;
  }
  const paths = command.files.length > 0 ? namedFiles(command) : defaultFiles(files, command);
  const builds: WrittenBuild[] = [];
  let bake: BakeFile = { targets: new Map(), groups: new Map() };
  for (const path of paths) {
    if (/\.ya?ml$/.test(path)) {
      const tree = await files.yaml(path);
      builds.push(...servicesOf(tree, parentPath(path), command));
    } else if (command.kind === "bake") {
      const read = files.bake(path);
      if (read !== null)
        bake = {
          targets: new Map([...bake.targets, ...read.targets]),
          groups: new Map([...bake.groups, ...read.groups]),
        };
    }
  }
  if (command.kind === "bake") builds.push(...bakedBuilds(bake, command).values());
  return builds;
}

function servicesOf(
  tree: YamlTree | null,
  directory: string,
  { names, noCache, pull }: NamedInFiles,
): readonly WrittenBuild[] {
  const builds = composeBuilds(tree, directory);
  const isAsked = (name: string): boolean =>
    names.length === 0 || names.includes(name) || !names.every(isLiteral);
  return [...builds].flatMap(([name, build]) => {
    if (!isAsked(name)) return [];
    const cache: CacheSettings = {
      ...build.cache,
      noCache: build.cache.noCache || noCache,
      pull: build.cache.pull || pull,
    };
    return [{ ...build, cache }];
  });
}

function namedFiles({ files, directory }: NamedInFiles): readonly string[] {
  return files.filter(isLiteral).map((file) => resolvePath(directory, file));
}

function defaultFiles(files: ProjectFiles, command: BuildCommand & NamedInFiles): readonly string[] {
  const directory = resolvePath(".", command.directory);
  const there = files.filesIn(directory);
  const compose = composeNames.find((name) => there.includes(name));
  const overrides = ["compose", "docker-compose"].flatMap((name) => [
    `${name}.override.yml`,
    `${name}.override.yaml`,
  ]);
  const bake = command.kind === "bake" ? bakeNames : [];
  const names = [...(compose === undefined ? [] : [compose, ...overrides]), ...bake];
  return names.filter((name) => there.includes(name)).map((name) => pathIn(directory, name));
}

/** The commands of recipes and of those that they need; of the first one where none is named. */
function recipeCommands(recipes: RecipeFile, names: readonly string[]): readonly BuildCommand[] {
  const [first] = [...recipes.keys()].filter((name) => !name.startsWith("."));
  const asked = new Set(names.length > 0 ? names : first === undefined ? [] : [first]);
  const found: Recipe[] = [];
  for (const name of asked) {
    const recipe = recipes.get(name);
    if (recipe === undefined) continue;
    found.push(recipe);
    for (const need of recipe.needs) asked.add(need);
  }
  return found.flatMap(({ commands }) => commands);
}

/** A folder with a cache in it is as new as the machine that it is on. */
function withoutLocalCache(build: WrittenBuild): WrittenBuild {
  const lasting = (stores: CacheSettings["from"]) => stores.filter(({ kind }) => kind !== "local");
  return {
    ...build,
    cache: { ...build.cache, from: lasting(build.cache.from), to: lasting(build.cache.to) },
  };
}

function withoutRepeats(invocations: readonly BuildInvocation[]): readonly BuildInvocation[] {
  const seen = new Set<string>();
  return invocations.filter((invocation) => {
    const key = JSON.stringify(invocation);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
