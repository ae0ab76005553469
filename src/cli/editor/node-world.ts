import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rules } from "../../../rules/index.ts";
import type { Choice } from "../../config/choices.ts";
import type { LintInput } from "../../engine/input.ts";
import type { Host } from "../../host/host.ts";
import { hostPath, nodeHost } from "../../host/node-host.ts";
import { overlayHost } from "../../host/overlay-host.ts";
import { rememberingHost } from "../../host/remembering-host.ts";
import { buildPractice } from "../../invocations/build-practice.ts";
import { populationNamed } from "../../invocations/population.ts";
import { imageFile } from "../../invocations/read-images.ts";
import type { DocumentInput, Snapshot, World } from "../../lsp/analyst.ts";
import { isDockerfile } from "../../lsp/document-view.ts";
import { type EditorSettings, usualSettings } from "../../lsp/protocol.ts";
import { type Invocation, readArguments } from "../arguments.ts";
import { readInput } from "../building.ts";
import { builtSources } from "../built-sources.ts";
import { declaredBuilds } from "../declared-build.ts";
import { type Configuration, configuration } from "../load-config.ts";
import { fileSource, type Source } from "../read-inputs.ts";
import { type Repositories, repositories } from "../repository.ts";
import type { Terminal } from "../terminal.ts";
import { type TimingsBook, timingsBook } from "../timings.ts";

export interface NodeWorldOptions {
  /** Addresses of the folders that the editor has open. */
  readonly folders: readonly string[];
  /** Whether the history of a repository may be read. */
  readonly isTrusted: boolean;
  readonly environment: Terminal["environment"];
}

/** What was read of the disk since something changed there, for one folder. */
interface Reading {
  readonly terminal: Terminal;
  readonly host: Host;
  readonly invocation: Invocation;
  readonly configured: Configuration;
  readonly past: Repositories;
  readonly book: TimingsBook;
  readonly declared: (input: LintInput) => Promise<LintInput>;
}

/** Documents on the disk of this machine, with what `check` would know of them there. */
export function nodeWorld({ folders, isTrusted, environment }: NodeWorldOptions): World {
  let settings = usualSettings;
  let readings = new Map<string, Reading>();
  let roots = pathsOf(folders);

  const readingFor = (path: string | null): Reading => {
    const folder =
      roots.find((root) => path?.startsWith(root + sep)) ??
      (path === null ? roots[0] : dirname(path)) ??
      process.cwd();
    const known = readings.get(folder);
    if (known !== undefined) return known;
    const made = open(folder, environment, { settings, isTrusted });
    readings.set(folder, made);
    return made;
  };

  return {
    async read(document) {
      const path = pathOf(document.uri);
      const reading = readingFor(path);
      const sources = await sourcesOf(document, path, reading);
      const configured = await reading.configured.configure(path);
      const problems = configured.problems.map((problem) => `${problem.path}: ${problem.message}`);
      const inputs: DocumentInput[] = [];
      for (const { source, inline } of sources) {
        const building = { context: configured.context, target: null, buildArgs: {}, problems: [] };
        const around = source.build === undefined ? building : { ...building, context: null };
        const { input } = readInput(source, around, reading.host, reading.terminal);
        if (input !== null)
          inputs.push({
            input: await surrounded(input, source, reading, settings),
            settings: configured.settings,
            inline,
          });
      }
      return { inputs, problems };
    },
    async record(document, log) {
      const path = pathOf(document.uri);
      if (path === null) return "times are kept beside a file; save this document first";
      const { record } = await import("../record.ts");
      const invocation = readArguments(["record", "--dockerfile", path, "-"]);
      if ("problem" in invocation) return invocation.problem;
      let said = "";
      await record(invocation, {
        ...readingFor(path).terminal,
        readInput: async () => new TextEncoder().encode(log),
        printError: (text) => {
          said += text;
        },
      });
      return said.trimEnd();
    },
    configure(next) {
      settings = next;
      readings = new Map();
    },
    open(now) {
      roots = pathsOf(now);
      readings = new Map();
    },
    forget() {
      readings = new Map();
    },
  };
}

function pathsOf(folders: readonly string[]): readonly string[] {
  return folders.flatMap((uri) => pathOf(uri) ?? []);
}

/** The path of an address; `null` for what is not on this machine. */
function pathOf(uri: string): string | null {
  if (!uri.startsWith("file:")) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    // A server of another machine.
    return null;
  }
}

function open(
  folder: string,
  environment: Terminal["environment"],
  { settings, isTrusted }: { readonly settings: EditorSettings; readonly isTrusted: boolean },
): Reading {
  const terminal: Terminal = {
    workingDirectory: folder,
    environment,
    isInteractive: () => false,
    columns: () => null,
    readInput: async () => new Uint8Array(),
    print: () => {},
    printError: () => {},
  };
  const history = String(isTrusted ? settings.history : 0);
  const preset = settings.preset === null ? [] : ["--preset", settings.preset];
  const invocation = readArguments(["check", "--history", history, ...preset]);
  if ("problem" in invocation) throw new Error(invocation.problem);
  const choices = Object.entries(settings.severities).map(
    ([name, value]): Choice => ({ setting: "severity", name, value, origin: "the settings of the editor" }),
  );
  const host = rememberingHost(nodeHost());
  return {
    terminal,
    host,
    invocation,
    configured: configuration(invocation, terminal, rules, choices),
    past: repositories(invocation, terminal),
    book: timingsBook(invocation, host, terminal),
    declared: declaredBuilds(host, terminal),
  };
}

/** The Dockerfiles of a document: itself, or those that stand in a compose, bake or devcontainer file. */
async function sourcesOf(
  document: Snapshot,
  path: string | null,
  { host, terminal }: Reading,
): Promise<readonly { readonly source: Source; readonly inline: DocumentInput["inline"] }[]> {
  const { text } = document;
  const own = (source: Source) => (isDockerfile(document) ? [{ source, inline: null }] : []);
  if (path === null) return own({ path: document.uri, file: null, foundIn: null, read: () => ({ text }) });
  const edited = overlayHost(host, new Map([[hostPath(path), text]]));
  const kind = imageFile(edited, hostPath(path));
  if (kind === null) return own({ ...fileSource(path, terminal), read: () => ({ text }) });
  const { sources } = await builtSources(hostPath(path), kind, edited, terminal);
  return sources.flatMap((source) => {
    const inline = source.build?.inline ?? null;
    return inline === null || source.file !== hostPath(path) ? [] : [{ source, inline }];
  });
}

/** The input with what its repository says of it. */
async function surrounded(
  input: LintInput,
  { file }: Source,
  { declared, past, book, host }: Reading,
  { population }: EditorSettings,
): Promise<LintInput> {
  const given = await declared(input);
  const repository = file === null ? null : await past.around(file);
  const timings = file === null ? null : await book.of(file);
  const found = { ...given, repository, timings };
  if (population === null) return found;
  const { readInvocations } = await import("../../invocations/read-invocations.ts");
  const invocations = file === null ? { invocations: [], blindSpots: [] } : await readInvocations(host, file);
  return { ...found, practice: buildPractice(invocations, populationNamed(population)) };
}
