import { nameKey } from "../config/rule-names.ts";
import { buildkitChecks, dockerfileUtilsCodes } from "../knowledge/tool-codes.ts";

/** Tools whose ignore comments are understood. */
export type ForeignTool =
  | "hadolint"
  | "buildkit"
  | "trivy"
  | "checkov"
  | "kics"
  | "tally"
  | "shellcheck"
  | "dockerfile-utils";

/** What a comment for another tool hides. */
export interface ForeignIgnore {
  readonly tool: ForeignTool;
  /**
   * `instruction`: the next one · `stage`: the stage whose FROM is next · `file`: all of it · `head`: all of it, when the comment stands above
   * the first instruction.
   */
  readonly scope: "instruction" | "stage" | "file" | "head";
  /** Aliases as rules have them, in lower case; `all`: every code that the tool knows; `but`: all others that it knows. */
  readonly codes:
    | { readonly kind: "these" | "but"; readonly names: readonly string[] }
    | { readonly kind: "all" };
}

/**
 * What a comment hides by the rules of the tool that it is written for; empty for any other comment. `today` (`2026-11-21`) tells which
 * have expired; without it none has. The comments of BuildKit are read by {@link readCheckOptions}.
 */
export function foreignIgnores(text: string, today: string | null): readonly ForeignIgnore[] {
  // Most comments are prose: one look tells.
  if (!/hadolint|trivy|checkov|kics-scan|tally|shellcheck|dockerfile-utils/.test(text)) return [];
  return readers.flatMap((read) => read(text, today));
}

type Reader = (text: string, today: string | null) => readonly ForeignIgnore[];

/** A name may hold only these letters and digits; any other character voids the whole comment. */
const hadolintGrammar =
  /^[ \t]*hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*([DLSC\d]+(?:[ \t]*,[ \t]*[DLSC\d]+)*)[ \t]*(?:#.*)?$/;

const hadolint: Reader = (text) => {
  const [match, scope, names] = hadolintGrammar.exec(text) ?? [];
  if (match === undefined) return [];
  const scopes = { global: "file", stage: "stage" } as const;
  return [
    {
      tool: "hadolint",
      scope: scope === "global" || scope === "stage" ? scopes[scope] : "instruction",
      codes: these(listOf(names!)),
    },
  ];
};

/** Several may stand in one comment; `:exp:` dates one. */
const trivy: Reader = (text, today) =>
  [...text.matchAll(/(?:^|\s)trivy:ignore:([\w-]+)(\S*)/g)].flatMap(([, id, rest]): ForeignIgnore[] => {
    const expiry = /:exp:(\d{4}-\d{2}-\d{2})/.exec(rest!)?.[1];
    if (expiry !== undefined && today !== null && expiry < today) return [];
    return [{ tool: "trivy", scope: "instruction", codes: these([id!]) }];
  });

/** Checkov takes it for the whole Dockerfile wherever it stands. */
const checkov: Reader = (text) => {
  const id = /checkov:skip=\s*(\w+)/.exec(text)?.[1];
  return id === undefined ? [] : [{ tool: "checkov", scope: "file", codes: these([id]) }];
};

const kics: Reader = (text) => {
  const match = /^\s*kics-scan\s+(?:(ignore-line|ignore-block|ignore)\s*$|(disable|enable)\s*=(.*))/.exec(
    text,
  );
  if (match === null) return [];
  const [, ignore, only, list] = match;
  if (ignore !== undefined) {
    const scope =
      ignore === "ignore" ? "head" : ignore === "ignore-block" ? "stage" : ("instruction" as const);
    return [{ tool: "kics", scope, codes: { kind: "all" } }];
  }
  const names = listOf(list!).map(nameKey);
  return [{ tool: "kics", scope: "head", codes: { kind: only === "enable" ? "but" : "these", names } }];
};

/** Names may carry the tool that they come from: `hadolint/DL3008`; bare ones are tally's own or that tool's. */
const tally: Reader = (text) => {
  const match = /^\s*tally\s+(global\s+)?ignore\s*=\s*([^;]*)/.exec(text);
  if (match === null) return [];
  const scope = match[1] === undefined ? "instruction" : "file";
  const given = listOf(match[2]!).map((name) => name.toLowerCase());
  if (given.includes("all")) return [{ tool: "tally", scope, codes: { kind: "all" } }];
  const names = given.flatMap((name) => (name.startsWith("tally/") ? [name] : [name, `tally/${name}`]));
  return [{ tool: "tally", scope, codes: these(names) }];
};

/** In a script it reaches the next command. The builder takes comments out of a RUN, so here it reaches the instruction. */
const shellCheck: Reader = (text) => {
  const list = /^\s*shellcheck\s+(?:.*\s)?disable=(\S+)/.exec(text)?.[1];
  if (list === undefined) return [];
  const names = listOf(list);
  if (names.includes("all")) return [{ tool: "shellcheck", scope: "instruction", codes: { kind: "all" } }];
  return [{ tool: "shellcheck", scope: "instruction", codes: these(names.flatMap(codesOfRange)) }];
};

/** `SC3000-SC3099`, upper bound excluded as ShellCheck has it; any other name as it is. */
function codesOfRange(name: string): readonly string[] {
  const [, from, to] = /^SC(\d{4})-SC(\d{4})$/.exec(name) ?? [];
  if (from === undefined) return [name];
  const count = Math.max(Number(to) - Number(from), 0);
  return Array.from({ length: count }, (_, index) => `SC${Number(from) + index}`);
}

const dockerfileUtils: Reader = (text) =>
  /^\s*dockerfile-utils:\s*ignore\s*$/.test(text)
    ? [{ tool: "dockerfile-utils", scope: "instruction", codes: { kind: "all" } }]
    : [];

const readers: readonly Reader[] = [hadolint, trivy, checkov, kics, tally, shellCheck, dockerfileUtils];

function these(names: readonly string[]): ForeignIgnore["codes"] {
  return { kind: "these", names: names.map(nameKey) };
}

function listOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Whether a tool reports something under this alias; the letter case of aliases is that of the rules. */
export function knowsAlias(tool: ForeignTool, alias: string): boolean {
  switch (tool) {
    case "hadolint":
      return /^(?:DL|SC)\d/.test(alias);
    case "buildkit":
      return Object.hasOwn(buildkitChecks, alias);
    case "trivy":
      return alias.startsWith("DS-");
    case "checkov":
      return alias.startsWith("CKV");
    case "kics":
      return /^[0-9a-f]{8}$/.test(alias);
    case "tally":
      // It also reports what these two do.
      return alias.startsWith("tally/") || knowsAlias("hadolint", alias) || knowsAlias("buildkit", alias);
    case "shellcheck":
      return /^SC\d/.test(alias);
    case "dockerfile-utils":
      return dockerfileUtilsCodes.has(alias);
  }
}

/** What `check=…` asks of BuildKit. Names are as BuildKit spells them; it does not know others. */
export interface CheckOptions {
  readonly skip: "all" | readonly string[];
  readonly experimental: "all" | readonly string[];
  readonly error: boolean;
}

/** Reads the value of a `check` directive; `null` when BuildKit rejects it. It is cut at the first blank. */
export function readCheckOptions(value: string): CheckOptions | null {
  const options = {
    skip: [] as CheckOptions["skip"],
    experimental: [] as CheckOptions["skip"],
    error: false,
  };
  const parts = value.split(" ", 1)[0]!.split(";");
  if (parts.length > 3) return null;
  for (const part of parts) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0)).trim();
    const given = part.slice(at + 1);
    if (name === "skip" || name === "experimental") {
      options[name] = given.trim() === "all" ? "all" : listOf(given);
    } else if (name === "error" && /^(?:1|t|true|0|f|false)$/i.test(given.trim())) {
      options.error = /^(?:1|t)/i.test(given.trim());
    } else return null;
  }
  return options;
}

/** The options in a comment above an instruction: `undefined` when it is no such comment, `null` when it is a broken one. */
export function checkComment(text: string): CheckOptions | null | undefined {
  const value = /^\s*check\s*=\s*(\S.*)$/i.exec(text)?.[1];
  return value === undefined ? undefined : readCheckOptions(value);
}
