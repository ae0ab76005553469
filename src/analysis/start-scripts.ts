import type { Stage } from "../model/build-file.ts";
import { baseName, isWithin, relativePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import type { ContextRequest } from "./context-requests.ts";
import { contextUses } from "./context-use.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";
import { startCommands } from "./start-commands.ts";

/** A file of the build context that a container starts, or is handed to what it starts. */
export interface StartScript {
  /** In the context. */
  readonly path: string;
  readonly text: string;
}

export interface StartScripts {
  /** Those that can be found by their names; none without a build context. */
  of(stage: Stage): readonly StartScript[];
}

/** As many words of a start command, and as many places for each, as are looked at. */
const mostWords = 8;
const mostPlaces = 8;

/** The words of ENTRYPOINT and CMD are looked up in what COPY and ADD bring from the context. */
export const startScripts = defineFact("start-scripts", ({ host, use }): StartScripts => {
  const context = use(buildContext);
  const graph = use(stageGraph);
  return {
    of: (stage) => {
      if (host === null || context === null || context.problem !== null) return [];
      const requests = graph
        .lineage(stage)
        .flatMap(({ steps }) => steps.flatMap((step) => use(contextUses).get(step) ?? []));
      const words = use(startCommands)
        .of(stage)
        .commands.flatMap((command) => command.words.slice(0, mostWords))
        .slice(0, mostWords);
      const found = new Map<string, string>();
      for (const { text: word } of words) {
        for (const path of placesInContext(word, stage.end.workdir.path, requests).slice(0, mostPlaces)) {
          const { text } = host.readText(`${context.root}/${path}`);
          if (text !== undefined) found.set(path, text);
        }
      }
      return [...found].map(([path, text]) => ({ path, text }));
    },
  };
});

/** Where in the context a file of the image may come from: `word` is a path, or a name to be found on PATH. */
function placesInContext(
  word: string,
  workdir: string | null,
  requests: readonly ContextRequest[],
): readonly string[] {
  const name = baseName(word);
  if (!/^[\w.-]+$/.test(name)) return [];
  const absolute = word.startsWith("/")
    ? word
    : workdir === null
      ? null
      : `${workdir}/${word.replace(/^\.\//, "")}`;
  return requests.flatMap(({ destination, sources }) => {
    if (destination === null) return [];
    return sources.flatMap(({ path, wildcard }) => {
      if (wildcard) return [];
      if (baseName(path) === name) return [path];
      // A file under another name, or one of a directory.
      if (destination === absolute) return [path];
      if (absolute === null || !isWithin(absolute, destination)) return [];
      const below = relativePath(absolute, destination);
      return below === null ? [] : [path === "." ? below : `${path}/${below}`];
    });
  });
}
