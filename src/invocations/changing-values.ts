import { volatileNameOf } from "../knowledge/volatile-names.ts";
import type { ChangingSource } from "./build-invocation.ts";

/** Texts that stand for a value that is new in nearly every build. Sources: the documentation of the CI systems, 2026-11. */
const patterns: readonly (readonly [RegExp, ChangingSource])[] = [
  [
    /\bgit\s+(?:-C\s+\S+\s+)?(?:rev-parse(?!\s+--(?:abbrev-ref|show-toplevel))|log|describe|show|rev-list)\b/,
    "commit",
  ],
  [/\bgithub\.(?:sha|event\.(?:after|head_commit\.id|pull_request\.head\.sha))\b/, "commit"],
  [/\bopencontainers\.image\.revision\b|\boutputs\.(?:\w*_)?sha(?:_|\d|\b)/, "commit"],
  [
    /(?:\$\(|`|\bshell\s+|\|\s*)\s*date\b|\bgithub\.event\.(?:head_commit|repository)\.(?:timestamp|updated_at|pushed_at)\b/,
    "date",
  ],
  [/\bopencontainers\.image\.created\b|\btimestamp\(\)/, "date"],
  [/\bgithub\.run_(?:id|number|attempt)\b|\$RANDOM\b|\$\{RANDOM\}/, "build number"],
];

const longestValue = 2_000;

/**
 * What makes a value new in nearly every build: `${{ github.sha }}`, `$(git rev-parse HEAD)`, `$(date)`, or a variable or an output with the name
 * of such a value; `null` for any other.
 */
export function sourceOfValue(text: string): ChangingSource | null {
  const value = text.slice(0, longestValue);
  if (!/[$`]|\{\{/.test(value)) return null;
  for (const [pattern, source] of patterns) if (pattern.test(value)) return source;
  for (const [, name] of value.matchAll(names)) {
    const carries = volatileNameOf(name!)?.carries;
    if (carries === "commit" || carries === "date" || carries === "build number") return carries;
  }
  return null;
}

/** `$NAME`, `${NAME…`, `$(NAME)`, `{{ name }}`, and what follows the last dot of an expression. */
const names = /(?:\$\{?|\$\(|\{\{\s*|\.)([A-Za-z_][\w-]*)(?![\w.-])/g;
