import { cleanPath, resolvePath } from "../text/posix-path.ts";
import type {
  BuildInvocation,
  CacheSettings,
  CacheStore,
  InvocationArgument,
  Unknown,
} from "./build-invocation.ts";
import { sourceOfValue } from "./changing-values.ts";

/** A build as some file writes it down; texts with values that are not known are as written. */
export interface WrittenBuild {
  /** 1-based. */
  readonly line: number;
  /** Folder that the paths are relative to, from the root of the repository. */
  readonly directory: string;
  /** `null` for the default. */
  readonly dockerfile: string | null;
  /** Whether the Dockerfile is looked for in the context, as compose and bake do, and not in the folder. */
  readonly isFromContext: boolean;
  readonly context: string | null;
  readonly target: string | null;
  /** `NAME=value`, or `NAME` for one of the environment. */
  readonly buildArgs: readonly string[];
  readonly platforms: readonly string[];
  readonly cache: CacheSettings;
}

/** Where a written build goes on: what it inherits of the file that it stands in. */
export type Setting = Pick<BuildInvocation, "path" | "place" | "isFrequent">;

/** Whether a text is what it says: nothing in it is filled in when it is run. */
export function isLiteral(text: string): boolean {
  return !/[$`*]|\{\{/.test(text);
}

/** The invocation, or what names its Dockerfile where that is not known. A context outside of the repository builds nothing of it. */
export function invocationOf(build: WrittenBuild, setting: Setting): BuildInvocation | Unknown | null {
  const { directory, line } = build;
  const written = build.context ?? ".";
  const isFolder = isLiteral(written) && !/^[a-z]+:\/\/|^git@|^-$|\.git(?:#|$)/.test(written);
  const context = isFolder ? resolvePath(directory, written) : { unknown: written };
  const dockerfile = dockerfilePath(build, context);
  if (typeof dockerfile !== "string") return dockerfile;
  if (dockerfile === ".." || dockerfile.startsWith("../") || dockerfile.startsWith("/")) return null;
  return {
    ...setting,
    line,
    dockerfile,
    context,
    target:
      build.target === null || isLiteral(build.target) ? build.target || null : { unknown: build.target },
    buildArgs: build.buildArgs.flatMap(argumentOf),
    platforms: build.platforms,
    cache: withInlineCache(build),
  };
}

function dockerfilePath(
  { dockerfile, directory, isFromContext }: WrittenBuild,
  context: string | Unknown,
): string | Unknown | null {
  if (dockerfile !== null && !isLiteral(dockerfile)) return { unknown: dockerfile };
  if (dockerfile === "-") return null;
  if (dockerfile !== null && !isFromContext) return resolvePath(directory, dockerfile);
  if (typeof context !== "string") {
    // A place elsewhere is no file of this repository; a variable may be one.
    return isLiteral(context.unknown) ? null : context;
  }
  return resolvePath(context, dockerfile ?? "Dockerfile");
}

function argumentOf(text: string): readonly InvocationArgument[] {
  const at = text.indexOf("=");
  const name = (at === -1 ? text : text.slice(0, at)).trim();
  if (!/^[A-Za-z_]\w*$/.test(name)) return [];
  const value = at === -1 ? null : text.slice(at + 1);
  return [{ name, value, changesWith: sourceOfValue(value ?? `$${name}`) }];
}

/** `--build-arg BUILDKIT_INLINE_CACHE=1` is how `type=inline` was asked for before. */
function withInlineCache({ cache, buildArgs }: WrittenBuild): CacheSettings {
  if (!buildArgs.includes("BUILDKIT_INLINE_CACHE=1")) return cache;
  return { ...cache, to: [...cache.to, { kind: "inline", mode: "min" }] };
}

/** What `cache-from` and `cache-to` name: `type=gha,mode=max`, an image, or an expression with such a text in it. */
export function cacheStores(texts: readonly string[]): readonly CacheStore[] {
  return texts.flatMap((text): readonly CacheStore[] => {
    if (text.trim() === "") return [];
    const kind = /\btype=([a-z0-9]+)/.exec(text)?.[1] ?? (isLiteral(text) ? "registry" : "other");
    const mode = /\bmode=max\b/.test(text) ? "max" : "min";
    return [{ kind: knownKinds.find((known) => known === kind) ?? "other", mode }];
  });
}

const knownKinds = ["gha", "registry", "local", "inline"] as const;

/** A folder named from another one; `null` when it is not known. */
export function folderFrom(directory: string | null, text: string): string | null {
  return directory === null || !isLiteral(text) ? null : cleanPath(resolvePath(directory, text));
}
