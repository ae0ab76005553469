import { baseName, parentPath, resolvePath } from "../../text/posix-path.ts";
import type { Install } from "../installs.ts";
import type { Collector } from "./collector.ts";

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
    collector.add(resolvePath(home, "packages.lock.json"));
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
