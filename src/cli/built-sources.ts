import type { InputProblem } from "../engine/result.ts";
import type { Host } from "../host/host.ts";
import { hostPath } from "../host/node-host.ts";
import type { BuiltImage } from "../invocations/built-image.ts";
import type { ImageFile } from "../invocations/read-images.ts";
import type { Source, SourceBuild } from "./read-inputs.ts";
import { kindOf, shownPath } from "./read-inputs.ts";
import { say } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The Dockerfiles that a compose, bake or devcontainer file builds, each once for a context, a target and arguments. What can't be looked at is a
 * problem, or said where it is no mistake.
 * @param file Absolute path within the host.
 */
export async function builtSources(
  file: string,
  kind: ImageFile,
  host: Host,
  terminal: Terminal,
): Promise<{ readonly sources: readonly Source[]; readonly problems: readonly InputProblem[] }> {
  const { readImages } = await import("../invocations/read-images.ts");
  const environment = new Map(
    Object.entries(terminal.environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
  const workingDirectory = hostPath(terminal.workingDirectory);
  const read = (from: Host) => readImages(from, { path: file, kind, environment, workingDirectory });
  const { images, problems } = await read(host);
  const found: InputProblem[] = problems.map(({ path, line, message }) => ({
    path: shownPath(path, terminal),
    message: `line ${line}: ${message}`,
  }));
  const ways = new Map<string, BuiltImage>();
  const leftOut: string[] = [];
  for (const image of images) {
    const unseen = whyUnseen(image);
    if (unseen !== null) {
      leftOut.push(`\`${image.name}\` ${unseen}`);
      continue;
    }
    const missing = whatIsMissing(image, terminal);
    if (missing !== null) {
      if (image.isInherited !== true)
        found.push({ path: shownPath(image.path, terminal), message: `line ${image.line}: ${missing}` });
      continue;
    }
    const key = JSON.stringify([placeOf(image), image.context, image.target, [...image.args]]);
    if (!ways.has(key)) ways.set(key, image);
  }
  const places = [...ways.values()].map(placeOf);
  const sources = [...ways.values()].map((image) =>
    sourceOf(
      image,
      places.filter((place) => place === placeOf(image)).length > 1,
      host,
      terminal,
      async (from) => {
        const again = (await read(from)).images.find(
          ({ name, path }) => name === image.name && path === image.path,
        );
        return again?.inline ?? null;
      },
    ),
  );
  const shown = shownPath(file, terminal);
  if (leftOut.length > 0) say(`${shown}: left out, ${leftOut.join("; ")}`, terminal);
  if (images.length === 0 && found.length === 0)
    say(`${shown}: no image is built from a Dockerfile here`, terminal);
  return { sources: inOrder(sources), problems: found };
}

/** Inline Dockerfiles in the order of their file: what a fix moves stands below what was reported. */
function inOrder(sources: readonly Source[]): readonly Source[] {
  const start = ({ build }: Source): number => build?.inline?.region.start ?? -1;
  return sources.toSorted((one, other) => start(one) - start(other));
}

/** Where the Dockerfile stands. */
function placeOf({ inline, dockerfile }: BuiltImage): string {
  return inline === null ? dockerfile! : `${inline.path}\0${inline.region.start}`;
}

function whyUnseen({ isRemote, unknown, context, inline }: BuiltImage): string | null {
  if (unknown.length > 0) return `is known to a run alone (${unknown.join(", ")})`;
  if (isRemote && inline === null) return `is built from \`${context}\``;
  return null;
}

function whatIsMissing(
  { name, context, isRemote, dockerfile }: BuiltImage,
  terminal: Terminal,
): string | null {
  if (!isRemote && kindOf(context) !== "folder")
    return `\`${name}\` is built in \`${shownPath(context, terminal)}\`, which is no folder`;
  if (dockerfile !== null && kindOf(dockerfile) !== "file")
    return `\`${name}\` is built from \`${shownPath(dockerfile, terminal)}\`, which is not there`;
  return null;
}

function sourceOf(
  image: BuiltImage,
  isShared: boolean,
  host: Host,
  terminal: Terminal,
  reread: NonNullable<SourceBuild["inline"]>["reread"],
): Source {
  const { context, isRemote, dockerfile, inline, target, args, additionalContexts } = image;
  const file = inline?.path ?? dockerfile!;
  const build: SourceBuild = {
    context: isRemote ? null : context,
    by: { path: shownPath(image.path, terminal), line: image.line },
    target,
    buildArgs: Object.fromEntries(
      [...args].flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    ),
    isShared,
    contexts: [...additionalContexts.keys()],
    inline: inline && { ...inline, name: image.name, document: host.readText(file).text ?? "", reread },
  };
  return {
    path: shownPath(file, terminal),
    file,
    foundIn: null,
    read: (from) => (inline === null ? from.readText(file) : { text: inline.mapped.text }),
    build,
  };
}
