import { resolvePath } from "../../text/posix-path.ts";
import { hasAnyFlag } from "../install-commands/package-command.ts";
import type { Install } from "../installs.ts";
import { type Collector, isObject, type JsonObject, objectAt, stringsAt } from "./collector.ts";

/** Path repositories, scripts and autoloading of composer.json. */
export function collectPhp(collector: Collector, directory: string, install: Install): void {
  const path = resolvePath(directory, "composer.json");
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
