import { baseName, parentPath, resolvePath } from "../../text/posix-path.ts";
import { fitsPart } from "../workspace-glob.ts";
import type { Collector } from "./collector.ts";

/** Applications of an umbrella project, path dependencies and the configuration that dependencies read. */
export function collectElixir(collector: Collector, directory: string): void {
  const projects = [directory];
  for (const path of collector.filesNamed("mix.exs", resolvePath(directory, "apps")))
    projects.push(parentPath(path));
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const project of projects) {
    if (seen.has(project)) continue;
    seen.add(project);
    if (!collector.add(resolvePath(project, "mix.exs"))) continue;
    const text = (collector.read(resolvePath(project, "mix.exs")) ?? "").replace(/^\s*#.*$/gm, "");
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
    const text = collector.read(resolvePath(directory, name)) ?? "";
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
