import type { Step } from "../model/build-file.ts";
import type { Command, ShellWord } from "../shell/command.ts";

/** A package manager at work: `npm ci`, `pip install -r requirements.txt`, `apt-get install -y curl`. */
export interface Install {
  readonly step: Step;
  readonly command: Command;
  /** Key of `src/knowledge/package-managers.ts`: `npm`, `apt-get`, `pip`, `poetry` … */
  readonly manager: string;
  /** Key of `src/knowledge/ecosystems.ts` for language managers (`node`, `python` …), `system` for the others. */
  readonly ecosystem: string;
  /** What is installed: what manifests list, packages named on the command line, the project itself, or a build that also fetches. */
  readonly what: "manifest" | "packages" | "project" | "build";
  readonly packages: readonly InstalledPackage[];
  /** Working directory of the command (WORKDIR and `cd` before it), absolute; `null` when unknown. */
  readonly directory: string | null;
  /** Files of the project that it reads besides sources, as patterns relative to `directory`; the first are the ones it can't do without. */
  readonly manifests: readonly ManifestPattern[];
  /** Why it needs more than manifests (`-e .`, `pip install .`, a build command); `null` when manifests do. */
  readonly needsSources: string | null;
  /** Whether packages used only in development are installed. */
  readonly developmentPackages: "included" | "omitted" | "unknown";
  /** Where the manager keeps its downloads, absolute. */
  readonly cacheDirectories: readonly string[];
  /** A `--mount=type=cache` (or tmpfs) covers every cache directory. */
  readonly cacheIsMounted: boolean;
  /** An option, variable or later command of the same RUN keeps the download cache out of the layer. */
  readonly cacheIsRemoved: boolean;
  /** `npm install -g`, `pip install --user` … where it matters to cost. */
  readonly global: boolean;
}

export interface InstalledPackage {
  readonly name: string;
  /** As written after `==`, `=`, `@` …; `null` when none is given. */
  readonly version: string | null;
  readonly word: ShellWord;
}

export interface ManifestPattern {
  /** `package.json`, `package-lock.json`, `**\/package.json` for members of a workspace. */
  readonly pattern: string;
  readonly role: "manifest" | "lockfile" | "configuration" | "hook";
  /** The command fails without it. */
  readonly required: boolean;
}
