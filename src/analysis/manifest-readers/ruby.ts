import { parentPath, resolvePath } from "../../text/posix-path.ts";
import type { Install } from "../installs.ts";
import type { Collector } from "./collector.ts";

/** What a Gemfile reads. */
export function collectRuby(collector: Collector, directory: string, install: Install): void {
  const name = install.manifests.find(({ role }) => role === "manifest")?.pattern ?? "Gemfile";
  const pending = [resolvePath(directory, name)];
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
      if (text.includes(file)) collector.add(resolvePath(home, file));
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
    if (path.startsWith(resolvePath(directory, "lib/"))) collector.add(path);
  }
  collector.obstacle("the gemspec of the project may list its files by `git ls-files`");
}
