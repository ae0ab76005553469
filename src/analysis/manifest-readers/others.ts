import { baseName, parentPath } from "../../text/posix-path.ts";
import { hasAnyFlag } from "../install-commands/package-command.ts";
import type { Install } from "../installs.ts";
import { type Collector, isObject, type JsonObject, objectAt, stringsAt } from "./collector.ts";
import { fitsPart } from "./manifest-text.ts";

/** What a Gemfile reads. */
export function collectRuby(collector: Collector, directory: string, install: Install): void {
  const name = install.manifests.find(({ role }) => role === "manifest")?.pattern ?? "Gemfile";
  const pending = [at(directory, name)];
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const gemfile of pending) {
    if (seen.has(gemfile) || seen.size >= 50) continue;
    seen.add(gemfile);
    collector.add(gemfile);
    const text = (collector.read(gemfile) ?? "").replace(/^\s*#.*$/gm, "");
    const home = parentPath(gemfile);
    for (const [, path = ""] of text.matchAll(/\beval_gemfile[\s(]+["']([^"'#]+)["']/g)) {
      const target = collector.resolve(home, path);
      if (target !== null) pending.push(target);
    }
    for (const [, path = ""] of text.matchAll(
      /(?:\bpath:\s*|:path\s*=>\s*|^\s*path\s+)["']([^"'#]+)["']/gm,
    )) {
      const target = collector.resolve(home, path);
      if (target === directory) addGemspec(collector, directory);
      else if (target !== null && !collector.addDirectory(target)) collector.markIncomplete();
    }
    for (const file of [".ruby-version", ".tool-versions"]) {
      if (text.includes(file)) collector.add(at(home, file));
    }
    if (/^\s*gemspec\b/m.test(text)) addGemspec(collector, home);
  }
}

/** A gemspec mostly reads the version of the gem from a file under `lib`. */
function addGemspec(collector: Collector, directory: string): void {
  for (const path of collector.filesIn(directory)) {
    if (path.endsWith(".gemspec")) collector.add(path);
  }
  for (const path of collector.filesNamed("version.rb", directory)) {
    if (path.startsWith(at(directory, "lib/"))) collector.add(path);
  }
  collector.obstacle("the gemspec of the project may list its files by `git ls-files`");
}

/** Path repositories, scripts and autoloading of composer.json. */
export function collectPhp(collector: Collector, directory: string, install: Install): void {
  const path = at(directory, "composer.json");
  const manifest = collector.readObject(path);
  if (manifest === null) return;
  for (const url of pathRepositories(manifest)) addPathRepository(collector, directory, url);
  for (const patches of Object.values(objectAt(objectAt(manifest, "extra"), "patches"))) {
    for (const patch of isObject(patches) ? Object.values(patches) : []) {
      if (typeof patch !== "string" || /^[a-z]+:\/\//.test(patch)) continue;
      const target = collector.resolve(directory, patch);
      if (target !== null) collector.add(target);
    }
  }
  if (!hasAnyFlag(install.call, ["--no-autoloader"])) readAutoload(collector, manifest, install);
  if (hasAnyFlag(install.call, ["--no-scripts"])) return;
  const scripts = objectAt(manifest, "scripts");
  for (const hook of ["pre-install-cmd", "post-install-cmd", "pre-autoload-dump", "post-autoload-dump"]) {
    const command = stringsAt(scripts, hook).find((text) => /artisan|bin\/console|^@|\.php|::/.test(text));
    if (command !== undefined) {
      collector.obstacle(`\`${hook}\` runs \`${command}\`: \`--no-scripts\` leaves it out`);
    }
  }
}

function pathRepositories(manifest: JsonObject): readonly string[] {
  const { repositories } = manifest;
  const list = Array.isArray(repositories)
    ? repositories
    : isObject(repositories)
      ? Object.values(repositories)
      : [];
  return list.flatMap((repository: unknown) => {
    if (!isObject(repository) || repository.type !== "path") return [];
    return typeof repository.url === "string" ? [repository.url] : [];
  });
}

function addPathRepository(collector: Collector, directory: string, url: string): void {
  const target = collector.resolve(directory, url.replace(/\/\*+$/, ""));
  if (target !== null && !collector.addDirectory(target)) collector.markIncomplete();
}

function readAutoload(collector: Collector, manifest: JsonObject, install: Install): void {
  const kinds = install.developmentPackages === "omitted" ? ["autoload"] : ["autoload", "autoload-dev"];
  const paths = kinds.flatMap((kind) => {
    const autoload = objectAt(manifest, kind);
    return [...stringsAt(autoload, "classmap"), ...stringsAt(autoload, "files")];
  });
  if (paths[0] !== undefined) {
    collector.obstacle(`\`composer.json\` loads \`${paths[0]}\`: \`--no-autoloader\` leaves that for later`);
  }
}

/** Projects of a solution, the projects that they refer to, and settings in the directories above. */
export function collectDotnet(collector: Collector, directory: string, install: Install): void {
  const named = install.manifests
    .filter(({ required }) => required)
    .map(({ pattern }) => collector.resolve(directory, pattern));
  const isStart = (path: string): boolean => /\.(sln|slnx|csproj|fsproj|vbproj)$/.test(path);
  const pending = named.flatMap((path) => (path === null ? [] : [path]));
  if (pending.length === 0) pending.push(...collector.filesIn(directory).filter(isStart));
  const homes = new Set([directory]);
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const path of pending) {
    if (seen.has(path) || !collector.add(path)) continue;
    seen.add(path);
    const home = parentPath(path);
    homes.add(home);
    collector.add(at(home, "packages.lock.json"));
    const text = collector.readWhole(path) ?? "";
    const references = /\.slnx?$/.test(path)
      ? text.matchAll(/"([^"\n]+\.(?:cs|fs|vb)proj)"/g)
      : text.matchAll(/<(?:ProjectReference|Import)[^<>]*?\b(?:Include|Project)="([^"$]+)"/g);
    for (const [, reference = ""] of references) {
      const target = collector.resolve(home, reference);
      if (target !== null && target !== directory) pending.push(target);
    }
  }
  const settings = /^(directory\.(build\.(props|targets)|packages\.props)|nuget\.config|global\.json)$/i;
  for (const home of withParents(homes)) {
    for (const path of collector.filesIn(home)) if (settings.test(baseName(path))) collector.add(path);
  }
}

function withParents(directories: Iterable<string>): readonly string[] {
  const all = new Set<string>();
  for (const directory of directories) {
    for (let each = directory; !all.has(each); each = parentPath(each)) all.add(each);
  }
  return [...all].sort();
}

/** Applications of an umbrella project, path dependencies and the configuration that dependencies read. */
export function collectElixir(collector: Collector, directory: string): void {
  const projects = [directory];
  for (const path of collector.filesNamed("mix.exs", at(directory, "apps"))) projects.push(parentPath(path));
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const project of projects) {
    if (seen.has(project)) continue;
    seen.add(project);
    if (!collector.add(at(project, "mix.exs"))) continue;
    const text = (collector.read(at(project, "mix.exs")) ?? "").replace(/^\s*#.*$/gm, "");
    for (const [, path = ""] of text.matchAll(/\bpath:\s*"([^"#]+)"/g)) {
      const target = collector.resolve(project, path);
      if (target === null || target === project) continue;
      if (!collector.addDirectory(target)) collector.markIncomplete();
    }
  }
}

/** Packages that cabal.project or stack.yaml lists. */
export function collectHaskell(collector: Collector, directory: string): void {
  for (const name of ["cabal.project", "stack.yaml"]) {
    const text = collector.read(at(directory, name)) ?? "";
    for (const [, path = ""] of text.matchAll(
      /^\s*(?:packages:\s*|-\s+|\s)\s*(\.{0,2}\/?[\w./*-]+)\/?\s*$/gm,
    )) {
      const target = collector.resolve(directory, path.replace(/\/?\*?\.cabal$/, ""));
      if (target === null) continue;
      for (const file of collector.filesIn(target)) {
        if (fitsPart(baseName(file), "*.cabal") || baseName(file) === "package.yaml") collector.add(file);
      }
    }
  }
}

function at(directory: string, path: string): string {
  return directory === "." ? path : `${directory}/${path}`;
}
