import { contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import type { Install } from "../analysis/installs.ts";
import { everyInstall } from "../analysis/installs.ts";
import { neededFiles } from "../analysis/manifests.ts";
import type { Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import { parentPath, relativePath } from "../text/posix-path.ts";
import { isPlainCopy, landings } from "./landings.ts";
import { stepEffects } from "./step-effects.ts";

/** COPY instructions that bring the manifests of an install, and nothing else, to where a broader COPY below puts them as well. */
export interface ManifestCopies {
  /** One for each directory; empty where everything is there already. */
  readonly lines: readonly string[];
  /** Paths in the image of what they bring, and of what is there above. */
  readonly places: ReadonlySet<string>;
  /** Paths in the context of what they bring. */
  readonly files: readonly string[];
}

/** More lines than a person would write. */
const mostLines = 12;

/** Flags that the small copies take over: without them owner or mode would be another until the broad copy comes. */
const keptFlags: ReadonlySet<string> = new Set(["chown", "chmod", "link"]);

/** What a RUN installs from manifests. */
export function manifestInstalls(analysis: Analysis, step: Step): readonly Install[] {
  return analysis.use(everyInstall).filter((install) => install.step === step && install.what === "manifest");
}

/** The copies of manifests that the installs of `step` need so that they can come above `broad`; a text says why there are none. */
export function manifestCopies(
  analysis: Analysis,
  installs: readonly Install[],
  broad: Step,
): ManifestCopies | string {
  const { instruction } = broad;
  const [use, ...others] = analysis.use(contextUses).get(broad) ?? [];
  const isTransfer = instruction.kind === "COPY" || instruction.kind === "ADD";
  if (!isTransfer || use === undefined || others.length > 0 || !isPlainCopy(analysis, instruction, use))
    return "the manifests come with an ADD";
  const { escape: escapeCharacter } = analysis.file.syntax;
  const written = instruction.destination?.text ?? "";
  const { value, complete } = expand(written, broad.state.scope, escapeCharacter);
  const workdir = broad.state.workdir.path;
  const target = complete ? pathInImage(workdir, value, escapeCharacter) : null;
  const landed = target === null ? null : landings(analysis, instruction, use, target);
  if (landed === null) return "it is not known where the files of the context land";
  const needed = new Set(installs.flatMap((install) => neededFiles(analysis, install).files));
  const above = placesAbove(analysis, broad);
  const places = new Set<string>();
  const byDirectory = new Map<string, string[]>();
  const files: string[] = [];
  for (const entry of needed) {
    const isDirectory = entry.endsWith("/");
    const path = entry.replace(/\/$/, "");
    const inside = isDirectory
      ? [...landed].filter(([file]) => file.startsWith(entry))
      : [...landed].filter(([file]) => file === path);
    const [first] = inside;
    if (first === undefined) continue;
    for (const [, place] of inside) places.add(place);
    const place = isDirectory
      ? first[1].slice(0, first[1].length - (first[0].length - path.length))
      : first[1];
    places.add(place);
    if (inside.every(([, one]) => above.has(one))) continue;
    if (!/^[\w@.+/-]+$/.test(path) || !/^[\w@.+/-]+$/.test(place))
      return `\`${path}\` has a name that needs quotes`;
    files.push(entry);
    const home = isDirectory ? `${place}/` : `${parentPath(place).replace(/\/$/, "")}/`;
    const key = isDirectory ? `${home}\0` : home;
    byDirectory.set(key, [...(byDirectory.get(key) ?? []), entry]);
  }
  if (byDirectory.size > 0 && instruction.flags.some(({ name }) => !keptFlags.has(name)))
    return "the COPY has flags that a copy of the manifests alone can't have";
  if (byDirectory.size > mostLines) return `it would take ${byDirectory.size} more lines of COPY`;
  const { text } = analysis.file;
  const flags = instruction.flags.map(({ range }) => `${text.slice(range.start, range.end)} `).join("");
  const { text: spelled } = instruction.keyword;
  const keyword = spelled === spelled.toLowerCase() ? "copy" : "COPY";
  const isRelative = !value.startsWith("/") && workdir !== null;
  const lines = Array.from(byDirectory, ([key, sources]) => {
    const home = key.replace("\0", "");
    const below = isRelative ? relativePath(home.replace(/(?<=.)\/$/, ""), workdir) : null;
    const destination = below === null ? home : below === "." ? "./" : `${below}/`;
    return `${keyword} ${flags}${sources.join(" ")} ${destination}`;
  });
  return { lines, places, files };
}

/** Files that stand in the image already, as the context has them. */
function placesAbove(analysis: Analysis, step: Step): ReadonlySet<string> {
  const { of } = analysis.use(stepEffects);
  const found = new Set<string>();
  for (const other of step.stage.steps.slice(0, step.index)) {
    if (!/^(?:COPY|ADD)$/.test(other.instruction.kind) || !analysis.use(contextUses).has(other)) continue;
    for (const path of of(other).writes) found.add(path);
  }
  return found;
}
