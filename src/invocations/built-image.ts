import type { InlineDockerfile } from "./inline-dockerfile.ts";

/** An image as a compose, bake or devcontainer file has it built. Paths are absolute within the host. */
export interface BuiltImage {
  /** Of the service or target. */
  readonly name: string;
  /** The file that says so. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** A folder; another source, such as a URL, as written. */
  readonly context: string;
  readonly isRemote: boolean;
  /** `null` for an inline one. */
  readonly dockerfile: string | null;
  /** Where the text stands, with the path of the file that it is in. */
  readonly inline: (InlineDockerfile & { readonly path: string }) | null;
  readonly target: string | null;
  /** Of an argument without value it is that of the environment; `null` where that has none. */
  readonly args: ReadonlyMap<string, string | null>;
  readonly additionalContexts: ReadonlyMap<string, string>;
  /** Why paths, target or inline text are not known, one clause each. */
  readonly unknown: readonly string[];
  /** Whether it is there for others to inherit from, and nothing says that it is built itself. */
  readonly isInherited?: boolean;
}

/** What a file builds, and what of it can't be told. */
export interface BuiltImages {
  readonly images: readonly BuiltImage[];
  readonly problems: readonly BuildProblem[];
}

export interface BuildProblem {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** Whether a context is fetched from elsewhere. */
export function isRemoteContext(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/|^git@|^github\.com\/|^-$/.test(text);
}
