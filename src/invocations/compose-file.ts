import { withKnownValues } from "./known-values.ts";
import { cacheStores, type WrittenBuild } from "./written-build.ts";
import { isTrue, textAt, textMap, textsOf, valueAt, type YamlTree } from "./yaml-tree.ts";

/** The names under which Compose looks for its file; of several the first counts, with the override beside it. */
export const composeNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

export function isComposeFile(name: string): boolean {
  return /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/.test(name);
}

/** What the services of a compose file in this folder build, by their names (Compose specification, `build`, 2026-11). */
export function composeBuilds(tree: YamlTree | null, directory: string): ReadonlyMap<string, WrittenBuild> {
  const found = new Map<string, WrittenBuild>();
  const services = valueAt(tree, "services");
  if (services?.kind !== "map") return found;
  for (const [name, service] of services.entries) {
    const build = valueAt(service, "build");
    if (build === null || textAt(build, "dockerfile_inline") !== null) continue;
    const text = (...keys: readonly string[]): string | null => {
      const written = textAt(build, ...keys);
      return written === null ? null : withKnownValues(written, new Map());
    };
    const list = (key: string): readonly string[] => textsOf(valueAt(build, key));
    const platform = textAt(service, "platform");
    const platforms = list("platforms");
    found.set(name, {
      ...{ line: build.line, directory, isFromContext: true },
      dockerfile: text("dockerfile"),
      context: text() ?? text("context") ?? ".",
      target: text("target"),
      buildArgs: namedValues(valueAt(build, "args")).map((one) => withKnownValues(one, new Map())),
      platforms: platforms.length > 0 || platform === null ? platforms : [platform],
      cache: {
        from: cacheStores(list("cache_from")),
        to: cacheStores(list("cache_to")),
        noCache: isTrue(build, "no_cache"),
        pull: isTrue(build, "pull"),
      },
    });
  }
  return found;
}

/** `NAME=value` of a list or a map; of a name without value the name. */
export function namedValues(tree: YamlTree | null): readonly string[] {
  if (tree?.kind !== "map") return textsOf(tree);
  return [...textMap(tree)].map(([name, value]) => (value === "" ? name : `${name}=${value}`));
}
