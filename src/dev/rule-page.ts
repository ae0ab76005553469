import type { ShellRemark } from "../analysis/fact.ts";
import type { Preset } from "../rule/rule.ts";

/**
 * A rule's page, `rules/<id>.md`: documentation whose examples are the rule's tests. rules/README.md tells authors the format.
 */
export interface RulePage {
  readonly cases: readonly PageCase[];
  readonly differences: readonly Difference[];
  /** What does not follow the format. */
  readonly problems: readonly PageProblem[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface PageProblem {
  readonly line: number;
  readonly message: string;
}

/** One `###` heading under `## Examples`: a virtual build context and what the rule says of the Dockerfiles in it. */
export interface PageCase {
  readonly name: string;
  readonly line: number;
  readonly files: readonly CaseFile[];
  readonly options: CaseOptions;
  /** What ShellCheck says of the one script in the bad Dockerfile; `null` where it is not asked. */
  readonly shellCheck: readonly ShellRemark[] | null;
  /** The Dockerfile that the rule reports on; `null` when the case has only good ones. */
  readonly bad: BadExample | null;
  readonly good: readonly Fence[];
}

export interface BadExample {
  readonly dockerfile: Fence;
  /** Exactly what is reported, in the form of `findingsText`. */
  readonly findings: Fence;
  /** The Dockerfile after all fixes; `null` when they leave it as it is. */
  readonly fixed: Fence | null;
  /** Files that the fixes create. */
  readonly created: readonly CaseFile[];
}

/** A file of the build context; `size` stands in for content that would be too long to write down. */
export interface CaseFile {
  readonly path: string;
  readonly fence: Fence;
  readonly size: number | null;
}

export interface CaseOptions {
  /** Path of the Dockerfile within the project; `Dockerfile` when left out. */
  readonly dockerfile?: string;
  /** Folder of the build context within the project; found as always when left out. */
  readonly context?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** What day it is, such as `2026-11-21`; nobody says when left out. */
  readonly today?: string;
  /** `strict` when left out. */
  readonly preset?: Preset;
  /** Options of the page's rule. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** One `###` heading under `## Differences`: `<code>: <what differs from the tool that has the code>`. */
export interface Difference {
  readonly code: string;
  readonly title: string;
  /** All below the heading, verbatim. */
  readonly text: string;
}

/** A fenced block. */
export interface Fence {
  /** Verbatim, the last line feed included. */
  readonly content: string;
  /** Where the content stands in the page. */
  readonly span: Span;
  /** 1-based line of the opening fence. */
  readonly line: number;
}

export const pageHeadings = ["Why", "Examples", "Differences", "When not to use it"] as const;
/** Stands only in pages that have something to say there. */
const optionalHeading = "Differences";
export const headerStart = "<!-- generated: header -->\n";
export const generatedEnd = "<!-- /generated -->\n";

/** Reads a page. Never throws: what can't be read is a problem. */
export function parseRulePage(text: string): RulePage {
  const problems: PageProblem[] = [];
  const headings: string[] = [];
  const cases: PageCase[] = [];
  const differences: Difference[] = [];
  let open: CaseDraft | null = null;
  const close = (): void => {
    if (open !== null) cases.push(finishCase(open, problems));
    open = null;
  };
  for (const block of blocks(text, problems)) {
    if (block.kind === "heading") {
      close();
      if (block.level === 2) headings.push(block.title);
      if (block.level !== 3) continue;
      if (headings.at(-1) === "Examples") open = newCase(block.title, block.line);
      if (headings.at(-1) === optionalHeading) differences.push(readDifference(text, block, problems));
    } else if (open !== null) {
      addFence(open, block, problems);
    } else if (headings.at(-1) === "Examples") {
      problems.push({
        line: block.fence.line,
        message: "a fence under `## Examples` stands in no `###` case",
      });
    }
  }
  close();
  const expected = pageHeadings.filter((title) => title !== optionalHeading || headings.includes(title));
  if (headings.join("\n") !== expected.join("\n")) {
    problems.push({ line: 1, message: `the \`##\` headings are not: ${expected.join(", ")}` });
  }
  return { cases, differences, problems };
}

function readDifference(text: string, heading: Heading, problems: PageProblem[]): Difference {
  const parts = /^(\S+(?:, \S+)*): (.+)$/.exec(heading.title);
  if (parts === null) {
    problems.push({ line: heading.line, message: "the heading is not `<code>: <what differs>`" });
  }
  const rest = text.slice(heading.end);
  const next = /^#{2,3} /m.exec(rest);
  const body = rest.slice(0, next?.index ?? rest.length).trim();
  return { code: parts?.[1] ?? "", title: parts?.[2] ?? heading.title, text: body };
}

interface Heading {
  readonly kind: "heading";
  readonly level: number;
  readonly title: string;
  readonly line: number;
  /** Offset after its line. */
  readonly end: number;
}

type Block = Heading | { readonly kind: "fence"; readonly info: string; readonly fence: Fence };

/** Headings and fenced blocks of a Markdown text; fences and headings start at the first column. */
function blocks(text: string, problems: PageProblem[]): readonly Block[] {
  const found: Block[] = [];
  let open: {
    readonly marker: string;
    readonly info: string;
    readonly line: number;
    readonly start: number;
  } | null = null;
  let at = 0;
  for (let line = 1; at < text.length; line++) {
    const lineFeed = text.indexOf("\n", at);
    const next = lineFeed === -1 ? text.length : lineFeed + 1;
    const content = text.slice(at, next).replace(/\r?\n$/, "");
    if (open !== null) {
      if (/^`+$/.test(content) && content.length >= open.marker.length) {
        const fence = {
          content: text.slice(open.start, at),
          span: { start: open.start, end: at },
          line: open.line,
        };
        found.push({ kind: "fence", info: open.info, fence });
        open = null;
      }
    } else {
      const fence = /^(`{3,})([^`]*)$/.exec(content);
      const heading = /^(#{1,6}) +(.*\S)\s*$/.exec(content);
      if (fence) open = { marker: fence[1]!, info: fence[2]!.trim(), line, start: next };
      else if (heading)
        found.push({ kind: "heading", level: heading[1]!.length, title: heading[2]!, line, end: next });
    }
    at = next;
  }
  if (open !== null) problems.push({ line: open.line, message: "the fence is not closed" });
  return found;
}

interface CaseDraft {
  readonly name: string;
  readonly line: number;
  readonly files: CaseFile[];
  readonly created: CaseFile[];
  readonly good: Fence[];
  options: CaseOptions | null;
  shellCheck: readonly ShellRemark[] | null;
  bad: Fence | null;
  findings: Fence | null;
  fixed: Fence | null;
}

function newCase(name: string, line: number): CaseDraft {
  return {
    name,
    line,
    files: [],
    created: [],
    good: [],
    options: null,
    shellCheck: null,
    bad: null,
    findings: null,
    fixed: null,
  };
}

function addFence(draft: CaseDraft, block: Extract<Block, { kind: "fence" }>, problems: PageProblem[]): void {
  const { fence, info } = block;
  const problem = (message: string): void => {
    problems.push({ line: fence.line, message });
  };
  const once = (role: "bad" | "findings" | "fixed"): void => {
    if (draft[role] !== null) problem(`the case has a second \`${role}\` fence`);
    draft[role] = fence;
  };
  const file = /^\S+ (file|created)=(\S+)(?: size=(\S+))?$/.exec(info);
  if (file) {
    const size = file[3] === undefined ? null : parseSize(file[3]);
    if (Number.isNaN(size)) problem(`\`${file[3]}\` is no size such as \`12MB\``);
    (file[1] === "file" ? draft.files : draft.created).push({ path: file[2]!, fence, size });
  } else if (info === "dockerfile good") {
    draft.good.push(fence);
  } else if (info === "dockerfile bad") {
    once("bad");
  } else if (info === "dockerfile fixed") {
    once("fixed");
  } else if (info === "findings") {
    once("findings");
  } else if (info === "json options") {
    if (draft.options !== null) problem("the case has a second `json options` fence");
    draft.options = parseOptions(fence.content, problem);
  } else if (info === "json shellcheck") {
    if (draft.shellCheck !== null) problem("the case has a second `json shellcheck` fence");
    draft.shellCheck = parseRemarks(fence.content, problem);
  } else {
    problem(`the fence \`${info}\` has no meaning in a case`);
  }
}

const optionTypes: Readonly<Record<keyof CaseOptions, "string" | "object">> = {
  dockerfile: "string",
  context: "string",
  target: "string",
  buildArgs: "object",
  today: "string",
  preset: "string",
  options: "object",
};

function parseOptions(json: string, problem: (message: string) => void): CaseOptions {
  try {
    const options = JSON.parse(json) as Record<string, unknown>;
    for (const [name, value] of Object.entries(options)) {
      const expected = optionTypes[name as keyof CaseOptions];
      if (expected === undefined) problem(`there is no option \`${name}\``);
      else if (typeof value !== expected) problem(`the option \`${name}\` is no ${expected}`);
    }
    return options;
  } catch (error) {
    problem(`the options are no JSON: ${error instanceof Error ? error.message : error}`);
    return {};
  }
}

/** The `comments` of ShellCheck's `json1` format, of which only the fields that are read need to stand there. */
function parseRemarks(json: string, problem: (message: string) => void): readonly ShellRemark[] {
  try {
    return JSON.parse(json) as readonly ShellRemark[];
  } catch (error) {
    problem(`the remarks are no JSON: ${error instanceof Error ? error.message : error}`);
    return [];
  }
}

const unitSizes: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** Bytes of `12MB` (decimal units); NaN when it is no size. */
function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(B|kB|MB|GB)$/.exec(text);
  return match ? Math.round(Number(match[1]) * unitSizes[match[2]!]!) : Number.NaN;
}

function finishCase(draft: CaseDraft, problems: PageProblem[]): PageCase {
  const { name, line, files, good, created, findings, fixed } = draft;
  const problem = (message: string): void => {
    problems.push({ line, message: `case "${name}": ${message}` });
  };
  if (draft.bad === null && good.length === 0)
    problem("there is no `dockerfile bad` and no `dockerfile good` fence");
  if (draft.bad !== null && findings === null) problem("`dockerfile bad` has no `findings` fence");
  if (draft.bad === null && (findings ?? fixed ?? created[0]) != null) {
    problem("`findings`, `fixed` and `created=` need a `dockerfile bad` fence");
  }
  const bad =
    draft.bad === null || findings === null ? null : { dockerfile: draft.bad, findings, fixed, created };
  return { name, line, files, options: draft.options ?? {}, shellCheck: draft.shellCheck, bad, good };
}
