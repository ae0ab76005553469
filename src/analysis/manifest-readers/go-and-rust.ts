import { parentPath, relativePath, resolvePath } from "../../text/posix-path.ts";
import type { Install } from "../installs.ts";
import { fitsWorkspace } from "../workspace-glob.ts";
import type { Collector } from "./collector.ts";
import { inlinePath, quotedStrings, tomlEntries } from "./manifest-text.ts";

/** Modules of go.work and local `replace` directives of go.mod. */
export function collectGo(collector: Collector, directory: string): void {
  const modules = [directory];
  const work = collector.read(resolvePath(directory, "go.work")) ?? "";
  for (const [, path = ""] of work.matchAll(/^\s*(?:use\s+)?(\.{1,2}(?:\/[^\s()]*)?)\s*(?:\/\/.*)?$/gm)) {
    const target = collector.resolve(directory, path);
    if (target !== null) modules.push(target);
  }
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const module of modules) {
    if (seen.has(module)) continue;
    seen.add(module);
    collector.add(resolvePath(module, "go.mod"));
    collector.add(resolvePath(module, "go.sum"));
    const text = collector.read(resolvePath(module, "go.mod")) ?? "";
    for (const [, path = ""] of text.matchAll(/=>\s+(\.{1,2}\/\S*|\.{1,2})\s*(?:\/\/.*)?$/gm)) {
      const target = collector.resolve(module, path);
      if (target === null) continue;
      if (collector.has(resolvePath(target, "go.mod"))) modules.push(target);
      else collector.markIncomplete();
    }
  }
  if (collector.has(resolvePath(directory, "vendor/modules.txt"))) {
    collector.prevent("`vendor/` already holds the dependencies");
  }
}

/** Members of a Cargo workspace and `path` dependencies. */
export function collectRust(collector: Collector, directory: string, install: Install): void {
  const manifests = [resolvePath(directory, "Cargo.toml")];
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const manifest of manifests) {
    if (seen.has(manifest)) continue;
    seen.add(manifest);
    collector.add(manifest);
    const home = parentPath(manifest);
    const globs: string[] = [];
    for (const { table, key, value } of tomlEntries(collector.read(manifest) ?? "")) {
      if (table === "workspace" && key === "members") globs.push(...quotedStrings(value));
      if (table === "workspace" && key === "exclude")
        globs.push(...quotedStrings(value).map((glob) => `!${glob}`));
      const isDependency = /(^|\.)(dev-|build-)?dependencies(\.[^.]+)?$|^patch\./.test(table);
      const inTable =
        key === "path" && /dependencies\.[^.]+$/.test(table) ? (quotedStrings(value)[0] ?? null) : null;
      const local = isDependency ? (inlinePath(value) ?? inTable) : null;
      const target = local === null ? null : collector.resolve(home, local);
      if (target !== null) manifests.push(resolvePath(target, "Cargo.toml"));
    }
    for (const path of globs.length === 0 ? [] : collector.filesNamed("Cargo.toml", home)) {
      const member = relativePath(parentPath(path), home);
      if (member !== null && member !== "." && fitsWorkspace(member, globs)) manifests.push(path);
    }
  }
  if (install.what === "build" || install.what === "project") {
    collector.obstacle(
      "Cargo wants the sources of every target: `cargo chef` builds the dependencies without them",
    );
  }
}
