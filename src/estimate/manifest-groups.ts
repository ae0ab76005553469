import { contextDirectoryAt, contextDirectoryOf } from "../analysis/context-directory.ts";
import type { Analysis } from "../analysis/fact.ts";
import { type Install, installs } from "../analysis/installs.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { baseName, parentPath } from "../text/posix-path.ts";
import type { ManifestGroup } from "./context-causes.ts";

/** The manifests that installs read, as places in the context. */
export interface ManifestGroups {
  readonly groups: readonly ManifestGroup[];
  readonly ofStep: ReadonlyMap<Step, ReadonlySet<ManifestGroup>>;
}

/** Groups the manifests of all installs by ecosystem and context directory; where none is found it is the root of the context. */
export function manifestGroups(analysis: Analysis, stages: readonly Stage[]): ManifestGroups {
  const wanted = new Set(stages);
  const groups = new Map<string, GroupDraft>();
  const ofStep = new Map<Step, Set<ManifestGroup>>();
  for (const install of analysis.use(installs)) {
    if (!wanted.has(install.step.stage)) continue;
    for (const { directory, pattern } of placesOf(analysis, install)) {
      const key = `${install.ecosystem} ${directory}`;
      const group = groups.get(key) ?? { ecosystem: install.ecosystem, directory, patterns: new Set() };
      group.patterns.add(pattern);
      groups.set(key, group);
      ofStep.set(install.step, (ofStep.get(install.step) ?? new Set()).add(group));
    }
  }
  return { groups: [...groups.values()], ofStep };
}

interface GroupDraft extends ManifestGroup {
  readonly patterns: Set<string>;
}

interface Place {
  readonly directory: string;
  readonly pattern: string;
}

/** Where in the context what changes with the dependencies stands; configuration such as `.npmrc` hardly ever does. */
function placesOf(analysis: Analysis, install: Install): readonly Place[] {
  if (install.what === "packages") return [];
  const patterns = install.manifests
    .filter(({ role, pattern }) => (role === "manifest" || role === "lockfile") && !pattern.endsWith("/"))
    .map(({ pattern }) => pattern);
  if (patterns.length === 0) return [];
  const directory = contextDirectoryOf(analysis, install) ?? ".";
  return patterns.map((pattern) => {
    if (!pattern.startsWith("/")) return { directory, pattern };
    const name = baseName(pattern);
    const place = { path: parentPath(pattern), isBelowUnknownWorkdir: false, names: [name] };
    return { directory: contextDirectoryAt(analysis, install.step, place) ?? ".", pattern: name };
  });
}
