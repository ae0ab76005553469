import { programsOfPackages } from "../knowledge/development-packages.ts";
import type { Stage } from "../model/build-file.ts";
import { resolvePath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { contextDirectoryOf } from "./context-directory.ts";
import type { Analysis } from "./fact.ts";
import { hasAnyFlag } from "./install-commands/package-command.ts";
import type { Install } from "./installs.ts";
import { objectAt, parseJson } from "./manifest-readers/collector.ts";
import { quotedStrings, tomlEntries } from "./manifest-readers/manifest-text.ts";
import { startCommands } from "./start-commands.ts";
import { startScripts } from "./start-scripts.ts";

/** The packages that a project has for development only. */
export interface DevelopmentPackages {
  /** The manifest that lists them, as a path in the context; `null` when the command alone says that there are some. */
  readonly manifest: string | null;
  readonly names: readonly string[];
}

/** What an install adds for development; `null` when nothing, or when nobody can tell. */
export function developmentPackagesOf(analysis: Analysis, install: Install): DevelopmentPackages | null {
  const { call } = install;
  // A variable may hold the option that leaves them out.
  const isOpen = call.command.words.some(
    ({ text, variables }) => variables.length > 0 && text.startsWith("$"),
  );
  if (install.developmentPackages !== "included" || isOpen) return null;
  const named = install.manifests.find(({ pattern }) => developmentFile.test(pattern));
  if (install.manager === "pip") return { manifest: named?.pattern ?? null, names: [] };
  const manifest = manifests[install.manager];
  const text = manifest === undefined ? null : readManifest(analysis, install, manifest);
  if (manifest === undefined || text === null)
    return isAskedFor(install) ? { manifest: null, names: [] } : null;
  const names = namesIn(text.text, manifest);
  return names.length === 0 ? null : { manifest: text.path, names };
}

const developmentFile = /(^|[^a-z])(dev|develop|development|test|tests|testing|lint|docs?)([^a-z]|$)/i;

const manifests: Readonly<Record<string, string>> = {
  npm: "package.json",
  yarn: "package.json",
  pnpm: "package.json",
  bun: "package.json",
  composer: "composer.json",
  uv: "pyproject.toml",
  poetry: "pyproject.toml",
  pipenv: "Pipfile",
  bundler: "Gemfile",
};

/** The command line names them, so that there must be some. */
function isAskedFor({ call }: Install): boolean {
  const flags = (call.manager.includeDevelopment?.flags ?? []).filter(
    (flag) => !/=(false|no)|--no-/.test(flag),
  );
  return hasAnyFlag(
    call,
    flags.filter((flag) => !flag.includes("=")),
  );
}

function readManifest(
  analysis: Analysis,
  install: Install,
  name: string,
): { readonly path: string; readonly text: string } | null {
  const context = analysis.use(buildContext);
  if (analysis.host === null || context === null || context.problem !== null) return null;
  const directory = contextDirectoryOf(analysis, install);
  if (directory === null) return null;
  const path = resolvePath(directory, name);
  const { text } = analysis.host.readText(inContext(context.root, path));
  return text === undefined ? null : { path, text };
}

/** Far above any manifest written by hand. */
const longestManifest = 1_000_000;

function namesIn(text: string, manifest: string): readonly string[] {
  if (text.length > longestManifest) return [];
  switch (manifest) {
    case "package.json":
      return Object.keys(objectAt(parseJson(text) ?? {}, "devDependencies"));
    case "composer.json":
      return Object.keys(objectAt(parseJson(text) ?? {}, "require-dev"));
    case "Gemfile":
      return gemsOfDevelopment(text);
    default:
      return tomlNames(text);
  }
}

const developmentTable =
  /^(dev-packages|tool\.poetry\.dev-dependencies|tool\.poetry\.group\.(dev|develop|development|test|tests|lint|docs)\.dependencies)$/;

function tomlNames(text: string): readonly string[] {
  const entries = tomlEntries(text);
  const optional = new Set(
    entries.filter(({ key, value }) => key === "optional" && value === "true").map(({ table }) => table),
  );
  return entries.flatMap(({ table, key, value }) => {
    const isGroup = table === "dependency-groups" && key === "dev";
    if (isGroup || (table === "tool.uv" && key === "dev-dependencies")) {
      return quotedStrings(value).map((requirement) => /^[\w.-]*/.exec(requirement)?.[0] ?? requirement);
    }
    return developmentTable.test(table) && !optional.has(table.replace(/\.dependencies$/, "")) ? [key] : [];
  });
}

/** `gem` lines between `group :development` or `group :test` and its `end`. */
function gemsOfDevelopment(text: string): readonly string[] {
  const names: string[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    const group = /^\s*group\b(.{0,200})/.exec(line)?.[1];
    if (group !== undefined)
      inside = /:(development|test)\b/.test(group) && !/:(default|production)\b/.test(group);
    else if (/^\s*end\b/.test(line)) inside = false;
    else if (inside) {
      const name = /^\s*gem\s*\(?\s*["']([^"']{1,100})["']/.exec(line)?.[1];
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

/** Words of start commands and variables of images that are for working in. */
const workWords =
  /(^|[\s:=/"'-])(dev|develop|development|test|tests|watch|debug|nodemon|reload|runserver|storybook)($|[\s:="'])/;

/** Whether containers of a stage start one of these packages, or are started to work in. */
export function startNeeds(analysis: Analysis, stage: Stage, packages: DevelopmentPackages): boolean {
  const { commands } = analysis.use(startCommands).of(stage);
  const line = commands.map(({ words }) => words.map(({ text }) => text).join(" ")).join("\n");
  if (workWords.test(line)) return true;
  for (const name of ["NODE_ENV", "APP_ENV", "RAILS_ENV", "RACK_ENV", "FLASK_ENV"]) {
    if (/^(dev|development|test|local)$/.test(stage.end.scope.lookup(name)?.value ?? "")) return true;
  }
  const scripts = analysis
    .use(startScripts)
    .of(stage)
    .map(({ text }) => text);
  const started = [
    line,
    ...scripts,
    ...packageScripts(analysis, packages.manifest, [line, ...scripts].join("\n")),
  ];
  const words = new Set(
    started.flatMap((text) => text.split(/[^\w@./-]+/)).flatMap((word) => [word, word.split("/").at(-1)!]),
  );
  return packages.names.some((name) => programsOf(name).some((program) => words.has(program)));
}

function programsOf(name: string): readonly string[] {
  if (name.startsWith("@types/")) return [];
  const own = programsOfPackages[name] ?? [];
  return [name, name.split("/").at(-1)!, ...own];
}

/** Scripts of package.json that the text runs, and those that they run. */
function packageScripts(analysis: Analysis, manifest: string | null, text: string): readonly string[] {
  const context = analysis.use(buildContext);
  if (manifest === null || !manifest.endsWith("package.json") || context === null) return [];
  const read = analysis.host?.readText(inContext(context.root, manifest)).text;
  const scripts = objectAt(parseJson(read ?? "") ?? {}, "scripts");
  const found: string[] = [];
  let pending = text;
  for (let depth = 0; depth < 4 && pending !== ""; depth++) {
    const next: string[] = [];
    for (const word of new Set(pending.split(/[\s"',;&|]+/))) {
      for (const name of [`pre${word}`, word, `post${word}`]) {
        const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
        if (typeof script === "string" && !found.includes(script)) next.push(script);
      }
    }
    found.push(...next);
    pending = next.join("\n");
  }
  return found;
}
