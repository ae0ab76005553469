import { type JsonEntry, type JsonNode, readJsonTree } from "./json-tree.ts";
import { newest, type Sample, type StepTimings, type Timings, version } from "./timings-file.ts";

/** What is wrong in a file of timings, and what to do. */
export interface TimingsProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** Reads the text of a `.stowage/timings.json`; the first thing in it that can't be followed is said. */
export function readTimings(text: string): Timings | { readonly problem: TimingsProblem } {
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  const conflict = /^(?:<{7}|>{7}) /m.exec(text);
  if (conflict !== null)
    return {
      problem: { line: lineAt(conflict.index), message: `a conflict of git is not resolved; ${either}` },
    };
  const root = readJsonTree(text.replace(/^\uFEFF/, " "));
  if ("brokenAt" in root)
    return { problem: { line: lineAt(root.brokenAt), message: `the text is no JSON; ${remedy}` } };
  try {
    return timingsOf(root);
  } catch (error) {
    if (!(error instanceof Odd)) throw error;
    return { problem: { line: lineAt(error.offset), message: error.message } };
  }
}

const remedy = "mend it, restore it from git, or delete the file and record again";
const either = "keep both sides or one of them: `stowage record` adds what is missing";

/** A petabyte, or thirty million years. */
const largest = 1e15;

/** Something that the file may not hold. */
class Odd extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

function timingsOf(root: JsonNode): Timings {
  const { $schema: _, ...fields } = fieldsOf(root, ["$schema", "version", "dockerfiles"]);
  const given = fields.version;
  const written = given?.content.kind === "scalar" ? given.content.value : null;
  if (written !== version) {
    const isNewer = typeof written === "number" && written > version;
    throw new Odd(
      given?.offset ?? root.offset,
      isNewer ? "the file is of a newer stowage; use that one" : `\`version\` is not ${version}; ${remedy}`,
    );
  }
  const dockerfiles = entriesOf(needed(root, fields, "dockerfiles"), "`dockerfiles`").map(
    ({ key, value }) => [key, itemsOf(value, "a Dockerfile").map(stepOf)] as const,
  );
  return { dockerfiles: new Map(dockerfiles) };
}

function stepOf(node: JsonNode): StepTimings {
  const fields = fieldsOf(node, ["stage", "text", "digest", "bytes", "machines"]);
  const machines = entriesOf(needed(node, fields, "machines"), "`machines`").map(
    ({ key, value }) => [key, newest(itemsOf(value, "a machine").map(sampleOf))] as const,
  );
  return {
    stage: fields.stage === undefined ? null : textOf(fields.stage, "`stage`"),
    text: textOf(needed(node, fields, "text"), "`text`"),
    digest: textOf(needed(node, fields, "digest"), "`digest`"),
    bytes: fields.bytes === undefined ? null : numberOf(fields.bytes, "`bytes`"),
    machines: new Map(machines),
  };
}

function sampleOf(node: JsonNode): Sample {
  const fields = fieldsOf(node, ["date", "build", "seconds", "cached"]);
  const date = needed(node, fields, "date");
  const written = textOf(date, "`date`");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(written) || Number.isNaN(Date.parse(written)))
    throw new Odd(date.offset, "`date` is no time such as `2026-01-31T12:00:00Z`");
  const { seconds, cached } = fields;
  const isCached = cached?.content.kind === "scalar" && cached.content.value === true;
  if ((seconds === undefined) !== isCached)
    throw new Odd(node.offset, 'a sample has either `seconds` or `"cached": true`');
  return {
    date: written,
    build: textOf(needed(node, fields, "build"), "`build`"),
    seconds: seconds === undefined ? null : numberOf(seconds, "`seconds`"),
  };
}

type Fields = Readonly<Record<string, JsonNode>>;

/** The entries of a map, each a key that is known. */
function fieldsOf(node: JsonNode, known: readonly string[]): Fields {
  const entries = entriesOf(node, "this");
  for (const { key, offset } of entries)
    if (!known.includes(key))
      throw new Odd(offset, `\`${key}\` is no key here; the keys are ${known.join(", ")}`);
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

function entriesOf({ offset, content }: JsonNode, what: string): readonly JsonEntry[] {
  if (content.kind !== "map") throw new Odd(offset, `${what} has to be a map; ${remedy}`);
  const keys = new Set<string>();
  for (const entry of content.entries) {
    if (keys.has(entry.key)) throw new Odd(entry.offset, `\`${entry.key}\` is there twice; leave one`);
    keys.add(entry.key);
  }
  return content.entries;
}

function itemsOf({ offset, content }: JsonNode, what: string): readonly JsonNode[] {
  if (content.kind !== "list") throw new Odd(offset, `${what} has to be a list; ${remedy}`);
  return content.items;
}

function needed(node: JsonNode, fields: Fields, key: string): JsonNode {
  const found = fields[key];
  if (found === undefined) throw new Odd(node.offset, `\`${key}\` is missing; ${remedy}`);
  return found;
}

function textOf({ offset, content }: JsonNode, what: string): string {
  if (content.kind !== "scalar" || typeof content.value !== "string")
    throw new Odd(offset, `${what} has to be a text; ${remedy}`);
  return content.value;
}

function numberOf({ offset, content }: JsonNode, what: string): number {
  if (content.kind !== "scalar" || typeof content.value !== "number" || !(content.value >= 0))
    throw new Odd(offset, `${what} has to be a number from 0 on; ${remedy}`);
  if (content.value > largest) throw new Odd(offset, `${what} is larger than any build; ${remedy}`);
  return content.value;
}
