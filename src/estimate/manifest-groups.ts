import type { ContextSource } from "../analysis/context-requests.ts";
import { type ContextUse, contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import { type Install, installs } from "../analysis/installs.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { baseName, cleanPath, parentPath, relativePath } from "../text/posix-path.ts";
import type { ManifestGroup } from "./context-causes.ts";

/** The manifests that installs read, as places in the context. */
export interface ManifestGroups {
  readonly groups: readonly ManifestGroup[];
  readonly ofStep: ReadonlyMap<Step, readonly ManifestGroup[]>;
}

/** How many COPYs above an install, and sources of each, are looked at: files seldom come from further up. */
const looksBack = 64;

/**
 * Groups the manifests of all installs by ecosystem and context directory. The directory is found through the COPY, ADD or bind mount
 * that brings the install's directory into the stage; where none is found it is the root of the context.
 */
export function manifestGroups(analysis: Analysis, stages: readonly Stage[]): ManifestGroups {
  const allUses = analysis.use(contextUses);
  const wanted = new Set(stages);
  const byStep = new Map<Step, Install[]>();
  for (const install of analysis.use(installs)) {
    if (!wanted.has(install.step.stage) || patternsOf(install).length === 0) continue;
    const before = byStep.get(install.step);
    if (before) before.push(install);
    else byStep.set(install.step, [install]);
  }
  if (byStep.size === 0) return { groups: [], ofStep: new Map() };

  const drafts = new Map<string, { ecosystem: string; directory: string; patterns: Set<string> }>();
  const keysOf = new Map<Step, Set<string>>();
  /** The last uses of a stage and those it is built on, nearest last. */
  const usesAtEnd = new Map<Stage, readonly ContextUse[]>();
  for (const stage of stages) {
    const above = stage.base.kind === "stage" ? (usesAtEnd.get(stage.base.stage) ?? []) : [];
    const recent = [...above];
    for (const step of stage.steps) {
      for (const use of allUses.get(step) ?? []) recent.push(use);
      if (recent.length > 2 * looksBack) recent.splice(0, recent.length - looksBack);
      for (const install of byStep.get(step) ?? []) {
        const directory = contextDirectory(install, recent);
        const key = `${install.ecosystem} ${directory}`;
        const draft = drafts.get(key) ?? { ecosystem: install.ecosystem, directory, patterns: new Set() };
        for (const pattern of patternsOf(install)) draft.patterns.add(pattern);
        drafts.set(key, draft);
        keysOf.set(step, (keysOf.get(step) ?? new Set()).add(key));
      }
    }
    usesAtEnd.set(stage, recent.slice(-looksBack));
  }

  const groups = new Map<string, ManifestGroup>();
  for (const [key, { ecosystem, directory, patterns }] of drafts) {
    groups.set(key, { ecosystem, directory, patterns: [...patterns] });
  }
  const ofStep = new Map<Step, readonly ManifestGroup[]>();
  for (const [step, keys] of keysOf) {
    ofStep.set(
      step,
      Array.from(keys, (key) => groups.get(key)).filter((group) => group !== undefined),
    );
  }
  return { groups: [...groups.values()], ofStep };
}

/** What changes when dependencies do; configuration such as `.npmrc` hardly ever does. */
function patternsOf({ what, manifests }: Install): string[] {
  if (what === "packages") return [];
  return manifests
    .filter(({ role, pattern }) => (role === "manifest" || role === "lockfile") && !pattern.endsWith("/"))
    .map(({ pattern }) => pattern);
}

/** Where in the context the files of the install's directory come from. */
function contextDirectory(install: Install, uses: readonly ContextUse[]): string {
  const names = new Set(patternsOf(install));
  const end = Math.max(0, uses.length - looksBack);
  for (let at = uses.length - 1; at >= end; at -= 1) {
    const use = uses[at]!;
    for (const source of use.sources.slice(0, looksBack)) {
      const directory = source.known ? directoryBehind(install, use, source, names) : null;
      if (directory !== null) return directory;
    }
  }
  return ".";
}

function directoryBehind(
  { directory }: Install,
  use: ContextUse,
  source: ContextSource,
  names: ReadonlySet<string>,
): string | null {
  const { path, wildcard } = source;
  const isManifest = names.has(baseName(path)) || (wildcard && path !== "." && takesAny(path, names));
  if (isManifest && !path.includes("**")) return parentPath(path);
  if (wildcard) return null;
  if (directory === null || use.destination === null) return path === "." ? "." : null;
  const below = relativePath(directory, use.destination);
  if (below === null) return null;
  return cleanPath(use.parents ? `${source.pivot}/${below}` : `${path}/${below}`);
}

/** `package*.json` for `package.json`: the fixed beginning and end of the pattern are those of a name. */
function takesAny(path: string, names: ReadonlySet<string>): boolean {
  const pattern = baseName(path);
  const start = pattern.slice(0, pattern.search(/[*?[]/));
  const end = pattern.slice(
    Math.max(pattern.lastIndexOf("*"), pattern.lastIndexOf("?"), pattern.lastIndexOf("]")) + 1,
  );
  for (const name of names) {
    if (name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end)) return true;
  }
  return false;
}
