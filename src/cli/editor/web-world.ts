import { rules } from "../../../rules/index.ts";
import { type Choice, mergeChoices } from "../../config/choices.ts";
import { resolveRules, type Settings } from "../../config/settings.ts";
import { type ConfigSection, readStowageFile } from "../../config/stowage-file.ts";
import type { LintInput } from "../../engine/input.ts";
import { lint } from "../../engine/lint.ts";
import type { Host } from "../../host/host.ts";
import { type MemoryFile, memoryHost } from "../../host/memory-host.ts";
import { overlayHost } from "../../host/overlay-host.ts";
import { agreedBuild } from "../../invocations/agreed-build.ts";
import { buildPractice } from "../../invocations/build-practice.ts";
import { populationNamed } from "../../invocations/population.ts";
import { imageFile, readImages } from "../../invocations/read-images.ts";
import { readInvocations } from "../../invocations/read-invocations.ts";
import type { DocumentInput, Snapshot, World } from "../../lsp/analyst.ts";
import { isDockerfile } from "../../lsp/document-view.ts";
import { type EditorSettings, usualSettings } from "../../lsp/protocol.ts";
import { parentPath, resolvePath } from "../../text/posix-path.ts";
import { leadsTo } from "../override-patterns.ts";

/** The files of an editor in a browser, wherever they are; addresses are those of the editor. */
export interface EditorFiles {
  /** `null` for what is no folder, or can't be read. */
  list(uri: string): Promise<readonly EditorEntry[] | null>;
  /** `null` for what is no text. */
  read(uri: string): Promise<string | null>;
}

export interface EditorEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Bytes; 0 where it is not known. */
  readonly size: number;
}

/** Entries of a folder that are looked at, at most: a browser gets them over the network. */
const mostEntries = 5000;
/** Longer texts are no manifests. */
const mostBytes = 1024 * 1024;
/** How often texts are fetched because others named them. */
const mostRounds = 6;
/** What is in these is not read: it is known by the folder alone. */
const closedFolders: ReadonlySet<string> = new Set([".git", "node_modules", ".venv"]);

/** A folder of the editor as far as it was fetched; paths are relative to it and begin with `/`. */
interface Tree {
  readonly uri: string;
  readonly host: Host;
  /** Fetches the texts that were asked for and are not there; false when there were none. */
  fetchWanted(): Promise<boolean>;
}

/** Documents of an editor in a browser: what is asked of files is fetched, and asked again. There is no history. */
export function webWorld(files: EditorFiles, opened: readonly string[]): World {
  let folders = opened;
  let settings = usualSettings;
  let trees = new Map<string, Promise<Tree>>();
  const settled = new Set<string>();
  const treeOf = (folder: string): Promise<Tree> => {
    const known = trees.get(folder) ?? fetchTree(files, folder);
    trees.set(folder, known);
    return known;
  };
  return {
    async read(document) {
      const folder =
        folders.map((uri) => uri.replace(/\/$/, "")).find((uri) => document.uri.startsWith(`${uri}/`)) ??
        null;
      if (folder === null) {
        if (!isDockerfile(document)) return { inputs: [], problems: [] };
        const chosen = mergeChoices(choicesOf(settings)).settings;
        const input: LintInput = { path: document.uri, text: document.text, today: today() };
        return { inputs: [{ input, settings: chosen, inline: null }], problems: [] };
      }
      const tree = await treeOf(folder);
      const path = decodeURIComponent(document.uri.slice(folder.length));
      for (let round = 0; ; round++) {
        const found = await readDocument(tree, path, document, settings);
        if (settled.has(document.uri) || round === mostRounds) {
          // What a keystroke brings up is there with the next one.
          await tree.fetchWanted();
          return found;
        }
        for (const { input, settings: chosen } of found.inputs)
          lint({ ...input, estimate: true }, resolveRules(rules, chosen).ruleSet);
        if (!(await tree.fetchWanted())) settled.add(document.uri);
      }
    },
    record: async () => "times are kept in a file beside the Dockerfile, which a browser does not write",
    configure(next) {
      settings = next;
    },
    open(now) {
      folders = now;
    },
    forget() {
      trees = new Map();
      settled.clear();
    },
  };
}

async function readDocument(
  { host }: Tree,
  path: string,
  document: Snapshot,
  settings: EditorSettings,
): Promise<{ readonly inputs: readonly DocumentInput[]; readonly problems: readonly string[] }> {
  const { text } = document;
  const edited = overlayHost(host, new Map([[path, text]]));
  const configured = readConfiguration(host, path, settings);
  const shown = path.slice(1);
  const common = { today: today(), workingDirectory: "/", host: edited };
  const kind = imageFile(edited, path);
  if (kind !== null) {
    const { images } = await readImages(edited, {
      path,
      kind,
      environment: new Map(),
      workingDirectory: "/",
    });
    const inputs = images.flatMap(({ inline, context, isRemote, target, args }): DocumentInput[] => {
      if (inline === null || inline.path !== path) return [];
      const buildArgs = Object.fromEntries(
        [...args].flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      );
      const around = isRemote ? { host: null } : { context };
      const input = { ...common, path: shown, text: inline.mapped.text, target, buildArgs, ...around };
      return [{ input, settings: configured.settings, inline }];
    });
    return { inputs, problems: configured.problems };
  }
  if (!isDockerfile(document)) return { inputs: [], problems: configured.problems };
  const invocations = await readInvocations(edited, path);
  const agreed = agreedBuild(invocations);
  const { population } = settings;
  const input: LintInput = {
    ...common,
    path: shown,
    text,
    dockerfile: path,
    context: configured.context,
    ...(agreed !== null &&
      configured.context === null && {
        buildArgs: agreed.buildArgs,
        declared:
          agreed.context === null
            ? null
            : {
                root: resolvePath("/", agreed.context),
                by: { path: agreed.by.path, line: agreed.by.line },
              },
      }),
    practice: population === null ? null : buildPractice(invocations, populationNamed(population)),
  };
  return { inputs: [{ input, settings: configured.settings, inline: null }], problems: configured.problems };
}

/** The nearest `.stowage.yaml` above a document, with what it extends, and the settings of the editor. */
function readConfiguration(
  host: Host,
  path: string,
  settings: EditorSettings,
): { readonly settings: Settings; readonly context: string | null; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const sections = (file: string, way: readonly string[]): readonly ConfigSection[] => {
    const { text } = host.readText(file);
    if (text === undefined || way.includes(file)) return [];
    const read = readStowageFile(text, { shown: file.slice(1), directory: parentPath(file) }, rules);
    problems.push(...read.problems.map(({ line, message }) => `${file.slice(1)}:${line}: ${message}`));
    return [...read.extends.flatMap((base) => sections(base.path, [...way, file])), ...read.sections];
  };
  const nearest = (folder: string): string | null => {
    const found = [".stowage.yaml", ".stowage.yml"]
      .map((name) => resolvePath(folder, name))
      .find((file) => host.stat(file) !== null);
    return found ?? (folder === "/" ? null : nearest(parentPath(folder)));
  };
  const file = nearest(parentPath(path));
  const own =
    file === null ? [] : sections(file, []).filter(({ files }) => leadsTo(files, path, parentPath(file)));
  const chosen = mergeChoices([...own.flatMap(({ choices }) => choices), ...choicesOf(settings)]);
  return { settings: chosen.settings, context: chosen.context, problems };
}

function choicesOf({ preset, severities }: EditorSettings): readonly Choice[] {
  const origin = "the settings of the editor";
  return [
    ...Object.entries(severities).map(
      ([name, value]): Choice => ({ setting: "severity", name, value, origin }),
    ),
    ...(preset === null ? [] : [{ setting: "preset", value: preset, origin } as const]),
  ];
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Fetches the names of a folder, nearest first. */
async function fetchTree(files: EditorFiles, uri: string): Promise<Tree> {
  const entries: Record<string, MemoryFile> = {};
  const texts = new Map<string, string | null>();
  const wanted = new Set<string>();
  const sizes = new Map<string, number>();
  const text = (path: string) => (): string | null => {
    const known = texts.get(path);
    if (known === undefined && (sizes.get(path) ?? 0) <= mostBytes) wanted.add(path);
    return known ?? null;
  };
  let level = ["/"];
  for (let count = 0; level.length > 0 && count < mostEntries; ) {
    const listed = await Promise.all(
      level.map(async (folder) => ({ folder, found: await files.list(addressOf(uri, folder)) })),
    );
    const next: string[] = [];
    for (const { folder, found } of listed) {
      for (const { name, isFolder, size } of found ?? []) {
        const path = resolvePath(folder, name);
        count++;
        if (isFolder) {
          entries[`${path}/`] = "";
          if (!closedFolders.has(name)) next.push(path);
          continue;
        }
        sizes.set(path, size);
        entries[path] = { read: text(path), measure: () => size };
      }
    }
    level = next;
  }
  return {
    uri,
    host: memoryHost(entries),
    async fetchWanted() {
      const paths = [...wanted];
      wanted.clear();
      await Promise.all(
        paths.map(async (path) => {
          texts.set(path, await files.read(addressOf(uri, path)));
        }),
      );
      return paths.length > 0;
    },
  };
}

function addressOf(folder: string, path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  return [folder, ...parts.map(encodeURIComponent)].join("/");
}
