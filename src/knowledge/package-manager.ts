/** What is known of one package manager's command line. The rows are in `language-managers.ts` and `system-managers.ts`. */
export interface PackageManager {
  readonly name: string;
  /** Key of `ecosystems.ts`; `system` for the operating system's packages. */
  readonly ecosystem: string;
  /** Names of the program; a trailing `*` stands for a version (`pip3.11`). */
  readonly programs: readonly string[];
  /** Names under which `python -m` runs it. */
  readonly modules?: readonly string[];
  /** One dash starts a long option, as in Go and Maven. */
  readonly singleDash?: boolean;
  /** Options that take the next word as their value when there is no `=`; dashes included. */
  readonly valueFlags: readonly string[];
  /** Words after the program, options left out, and what they do; the longest entry that fits counts. `""` is no word at all. */
  readonly actions: Readonly<Record<string, ManagerAction>>;
  /** What any other first word does; `null` when that is none of the actions (`yarn build` runs a script). */
  readonly otherwise: ManagerAction | null;
  /** Options that name the directory to work in. */
  readonly directoryFlags?: readonly string[];
  /** Options and variables that stop on any difference between manifest and lockfile. */
  readonly frozen?: Switches;
  readonly omitDevelopment?: Switches;
  /** Wins over `omitDevelopment`. */
  readonly includeDevelopment?: Switches;
  /** Whether a plain install fetches what only development needs; `null` when the manager has no such notion. */
  readonly developmentByDefault: boolean | null;
  readonly global?: Switches;
  /** What makes it take everything from where it is already, and fetch nothing. */
  readonly offline?: Switches;
  /** Downloads kept for later installs, and what makes them go. */
  readonly caches: readonly CacheLocation[];
  /** Compiled results kept for later builds. */
  readonly buildCaches?: readonly CacheLocation[];
  /** Options and variables that keep no download. */
  readonly noCache?: Switches;
  /** Words after the program that empty the download cache; those that start with a dash must be among its options. */
  readonly cleanUps: readonly string[];
  readonly source: string;
  /** When the row was last looked at. */
  readonly date: string;
}

export type ManagerAction =
  /** Installs what manifests list, or the packages that are named. */
  | "install"
  /** Installs what manifests list; further words are no packages. */
  | "manifest"
  /** Installs the packages that are named. */
  | "packages"
  /** Compiles or packs the project and fetches what it needs. */
  | "build"
  /** Installs the project itself. */
  | "project"
  /** Refreshes the list of available packages. */
  | "index"
  | "upgrade"
  | "remove"
  | "clean"
  | "configure"
  /** Anything else that is known not to install. */
  | "other";

export interface Switches {
  /** `--frozen-lockfile`, or with a value `--omit=dev`; both `--omit=dev` and `--omit dev` fit the latter. */
  readonly flags?: readonly string[];
  /** Words that stand for it: `npm ci` is always frozen. */
  readonly actions?: readonly string[];
  readonly variables?: readonly SwitchVariable[];
}

export interface SwitchVariable {
  readonly name: string;
  /** Values that turn it on, lower-cased; any value but `0`, `false`, `no`, `off` and the empty one when left out. */
  readonly values?: readonly string[];
}

export interface CacheLocation {
  /** Where it is by default, then other places that serve as well. `~` is the home directory, `.` the working directory. */
  readonly paths: readonly string[];
  /** Variables that move it; `path` is below the variable's value. */
  readonly variables?: readonly { readonly name: string; readonly path?: string }[];
  /** Options that move it. */
  readonly flags?: readonly string[];
  /** Words after the program that empty this one; those of the manager when left out. */
  readonly cleanUps?: readonly string[];
  /** How concurrent builds may use a cache mount there. */
  readonly sharing: "shared" | "locked";
}
