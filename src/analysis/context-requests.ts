import type { Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Add, Copy, Flag } from "../syntax/nodes.ts";
import { cleanPath } from "../text/posix-path.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import { hasWildcard } from "./file-glob.ts";

/** What one step asks of the build context, as far as the Dockerfile tells: a COPY or ADD of local files, or a bind mount of a RUN. */
export interface ContextRequest {
  readonly step: Step;
  readonly kind: "copy" | "add" | "bind";
  readonly sources: readonly ContextSource[];
  /** Where it lands, absolute; `null` when that depends on the base image or an unknown variable. */
  readonly destination: string | null;
  /** True when a source is the whole context (`.`, `/`, `./`, a bind mount without source). */
  readonly whole: boolean;
  /** `--exclude` patterns. */
  readonly excludes: readonly string[];
  readonly parents: boolean;
}

export interface ContextSource {
  /** After expansion and cleaning: `src`, `package*.json`, `.` for the whole context. */
  readonly path: string;
  readonly range: Range;
  readonly wildcard: boolean;
  /** False when it holds a variable without known value: then nothing can be said about it. */
  readonly known: boolean;
  /** With `--parents`, the directory before `/./`: paths are kept from there on. Else, and without one, `.`. */
  readonly pivot: string;
}

/** What each step asks of the build context, in the order of the file. Looks at no file. */
export const contextRequests = defineFact("context-requests", ({ file }): readonly ContextRequest[] =>
  file.stages.flatMap((stage) => stage.steps.flatMap((step) => requestsOf(step, file.syntax.escape))),
);

type Escape = "\\" | "`";

function requestsOf(step: Step, escapeCharacter: Escape): ContextRequest[] {
  const { instruction } = step;
  if (instruction.kind === "RUN") return mountRequests(step, escapeCharacter);
  if (instruction.kind !== "COPY" && instruction.kind !== "ADD") return [];
  const request = transferRequest(step, instruction, escapeCharacter);
  return request === null ? [] : [request];
}

function transferRequest(
  step: Step,
  instruction: Copy | Add,
  escapeCharacter: Escape,
): ContextRequest | null {
  const { flags, destination } = instruction;
  // The builder refuses it.
  if (destination === null) return null;
  const kind = instruction.kind === "COPY" ? "copy" : "add";
  if (kind === "copy" && flags.some((flag) => flag.name === "from" && flag.value)) return null;
  const parents = kind === "copy" && flags.some((flag) => flag.name === "parents" && isOn(flag));
  const sources: ContextSource[] = [];
  for (const word of instruction.sources) {
    const { value, complete } = expand(word.text, step.state.scope, escapeCharacter);
    if (isRemote(value)) continue;
    sources.push(contextSource(value, complete, word.range, parents));
  }
  if (sources.length === 0) return null;
  return {
    step,
    kind,
    sources,
    destination: destinationOf(step, destination.text, escapeCharacter),
    whole: !parents && sources.some((source) => source.path === "." && source.known),
    excludes: flags.flatMap((flag) => (flag.name === "exclude" && flag.value ? [flag.value] : [])),
    parents,
  };
}

/** Bind mounts without `from`; a mount whose type is a variable counts as none. */
function mountRequests(step: Step, escapeCharacter: Escape): ContextRequest[] {
  const requests: ContextRequest[] = [];
  for (const flag of step.instruction.flags) {
    if (flag.name !== "mount") continue;
    const mount = parseMount(flag, escapeCharacter);
    if (mount.type !== "bind" || mount.from) continue;
    const { value, complete } = expand(mount.source ?? "", step.state.scope, escapeCharacter);
    const range = mount.fields.findLast((field) => field.key === "source")?.valueRange ?? mount.range;
    const path = contextPath(value);
    requests.push({
      step,
      kind: "bind",
      sources: [{ path, range, wildcard: false, known: complete, pivot: "." }],
      destination: destinationOf(step, mount.target, escapeCharacter),
      whole: path === "." && complete,
      excludes: [],
      parents: false,
    });
  }
  return requests;
}

function contextSource(value: string, known: boolean, range: Range, parents: boolean): ContextSource {
  const at = parents ? value.indexOf("/./") : -1;
  const pivot = at === -1 ? "." : contextPath(value.slice(0, at));
  const path = cleanPath(`${pivot}/${contextPath(at === -1 ? value : value.slice(at + 3))}`);
  return { path, range, wildcard: hasWildcard(path), known, pivot };
}

/** A source as a path of the context: `..` stops at its root, where a leading `/` begins. */
function contextPath(source: string): string {
  return cleanPath(`/${source}`).slice(1) || ".";
}

function destinationOf(step: Step, text: string | null, escapeCharacter: Escape): string | null {
  if (text === null) return null;
  const { value, complete } = expand(text, step.state.scope, escapeCharacter);
  return complete ? pathInImage(step.state.workdir.path, value, escapeCharacter) : null;
}

/** A flag without value is on; the only value that turns one on is `true`. */
function isOn(flag: Flag): boolean {
  return flag.value === null || flag.value === "true";
}

/** What ADD fetches: an URL or a git remote (`git@host:path`). As BuildKit's `gitutil.ParseURL` and `isHTTPSource`. */
function isRemote(source: string): boolean {
  return /^(?:https?|ssh|git):\/\//i.test(source) || /^[\w-]+@[\w.-]+:/.test(source);
}
