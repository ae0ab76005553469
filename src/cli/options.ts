import { populationForm } from "../invocations/population.ts";
import { formatNames } from "../report/formats.ts";
import { severities } from "../rule/finding.ts";
import { presets } from "../rule/rule.ts";
import { shardForm } from "./shards.ts";

/** What can be asked of the program; the first is meant when none is named. */
export const commands = [
  { name: "check", operands: "[paths..]", summary: "Lint Dockerfiles (default)" },
  {
    name: "estimate",
    operands: "[dockerfile]",
    summary: "Price each step of a Dockerfile in expected seconds",
  },
  {
    name: "optimize",
    operands: "[dockerfile]",
    summary:
      "Rewrite a Dockerfile so that later builds take less time and the image stays the same; shows the change",
  },
  {
    name: "why",
    operands: "[A..B] [dockerfile]",
    summary: "Say which steps the last commit, or B after A, made run, and because of which files",
  },
  {
    name: "compare",
    operands: "[A..B] [dockerfile]",
    summary:
      "Price a change of Dockerfile, ignore file or layout on the same history; B is what is on disk when left out",
  },
  {
    name: "record",
    operands: "[logs..] [-- build]",
    summary:
      "Take from build logs, or from a build that it runs, what each step took, into .stowage/timings.json",
  },
  {
    name: "merge",
    operands: "<results..>",
    summary: "Put the results of `check --shard` together, in any format",
  },
  {
    name: "init",
    operands: "[folder]",
    summary: "Show a configuration, a hook and a workflow for this repository; --write makes them",
  },
  {
    name: "explain",
    operands: "<rule>",
    summary: "Print the page of a rule, named by its id or an alias such as DL3007",
  },
  { name: "rules", operands: "", summary: "List the rules" },
  {
    name: "lsp",
    operands: "",
    summary: "Serve an editor: the Language Server Protocol on standard input and output",
  },
  {
    name: "config",
    operands: "[dockerfile]",
    summary: "Print the settings that count for a Dockerfile, each with where it comes from",
  },
] as const;

export type CommandName = (typeof commands)[number]["name"];

/** One option as both parsers read it: yargs-parser on the fast path, yargs for the help. */
export interface OptionSpec {
  readonly name: string;
  /** `list` may be given several times. */
  readonly kind: "switch" | "text" | "list";
  /** For all commands, or for each of them its own. */
  readonly choices?: readonly string[] | Readonly<Partial<Record<CommandName, readonly string[]>>>;
  /** What a value has to look like, and how that is said. */
  readonly form?: { readonly pattern: RegExp; readonly words: string };
  /** The commands that know it. */
  readonly commands: readonly CommandName[];
  readonly summary: string;
  readonly fallback?: string;
  /** The commands under which a text may be given several times. */
  readonly repeats?: readonly CommandName[];
  /** What it means without a value, for a text; a value then stands behind `=`, so that a path after it is an operand. */
  readonly bare?: string;
}

const everywhere: readonly CommandName[] = [
  "check",
  "estimate",
  "optimize",
  "why",
  "compare",
  "record",
  "merge",
  "init",
  "explain",
  "rules",
  "lsp",
  "config",
];
const building: readonly CommandName[] = ["check", "estimate", "optimize", "why", "compare"];
const replaying: readonly CommandName[] = ["check", "estimate", "optimize", "compare"];
/** Commands that can print one run in several formats. */
const reporting: readonly CommandName[] = ["check", "merge"];
const configured: readonly CommandName[] = ["check", "config"];
const ruleList = { pattern: /[^\s,]/, words: "rules: ids or aliases, comma-separated" };

/** Where the system keeps caches: a folder in a build context would change what is built. */
export const usualCache = "auto";

/** Every option, in the order of the help. */
export const options: readonly OptionSpec[] = [
  {
    name: "format",
    kind: "text",
    choices: {
      check: formatNames,
      merge: formatNames,
      estimate: ["text", "json", "html"],
      optimize: ["text", "json"],
      why: ["text", "json"],
      compare: ["text", "json", "html"],
      rules: ["text", "json", "markdown"],
      config: ["text", "json"],
    },
    repeats: reporting,
    commands: ["check", "estimate", "optimize", "why", "compare", "merge", "rules", "config"],
    summary: "How to print the result. Several for check and merge, each but one with the --output behind it",
    fallback: "text",
  },
  {
    name: "output",
    kind: "text",
    repeats: reporting,
    commands: ["check", "estimate", "optimize", "why", "compare", "merge", "rules", "config"],
    summary: "File to write to, whole or not at all",
  },
  {
    name: "fail-on",
    kind: "text",
    choices: [...severities, "none"],
    commands: configured,
    summary: "Least severity that makes the exit code 1",
    fallback: "warning",
  },
  {
    name: "select",
    kind: "list",
    form: ruleList,
    commands: configured,
    summary: "Run only these rules: ids or aliases, comma-separated",
  },
  {
    name: "ignore",
    kind: "list",
    form: ruleList,
    commands: configured,
    summary: "Leave out these rules: ids or aliases, comma-separated",
  },
  {
    name: "preset",
    kind: "text",
    choices: presets,
    commands: configured,
    summary: "Set of rules to run",
    fallback: "recommended",
  },
  {
    name: "config",
    kind: "text",
    commands: ["check", "estimate", "optimize", "why", "compare", "config"],
    summary:
      "Configuration file; the nearest .stowage.yaml above the Dockerfile, else hadolint's, when left out",
  },
  {
    name: "shellcheck",
    kind: "text",
    commands: ["check"],
    summary: "Program that looks at the shell scripts: a path, `auto` for shellcheck on PATH, or `off`",
    fallback: "auto",
  },
  {
    name: "add-ignores",
    kind: "switch",
    commands: ["check"],
    summary: "Hide all findings by comments that are written into the files",
  },
  {
    name: "fix",
    kind: "text",
    choices: ["safe", "unsafe"],
    bare: "safe",
    commands: ["check"],
    summary:
      "Apply the fixes that change nothing in the image, then report what is left; --fix=unsafe: also those that are likely wanted",
  },
  {
    name: "diff",
    kind: "switch",
    commands: ["check"],
    summary: "Print what --fix (or --fix=unsafe) would change as a unified diff, and write nothing",
  },
  {
    name: "fix-rule",
    kind: "list",
    form: ruleList,
    commands: ["check"],
    summary: "Fix only what these rules find: ids or aliases, comma-separated",
  },
  {
    name: "since",
    kind: "text",
    commands: ["check"],
    summary:
      "Report only what is new since the work here left this branch, tag or commit: on changed lines, or because of the change",
  },
  {
    name: "baseline",
    kind: "text",
    commands: ["check"],
    summary: "File with the findings of old, which are not reported",
  },
  {
    name: "update-baseline",
    kind: "switch",
    commands: ["check"],
    summary: "Write all findings into the baseline, as a start on an old code base",
  },
  {
    name: "cache",
    kind: "text",
    bare: usualCache,
    commands: ["check"],
    summary:
      "Keep results, and recall those of files for which nothing has changed; --cache=FOLDER says where, outside of what is built, else where the system keeps caches",
  },
  {
    name: "shard",
    kind: "text",
    form: { pattern: shardForm, words: "a part and a number of parts: 2/3" },
    commands: ["check"],
    summary:
      "Lint one of several parts of the Dockerfiles, for jobs side by side: 2/3; JSON is then for `stowage merge`",
  },
  {
    name: "context",
    kind: "text",
    commands: [...building, "record"],
    summary: "Folder that the builder gets; found by itself when left out",
  },
  {
    name: "dockerfile",
    kind: "text",
    commands: ["record"],
    summary: "Dockerfile of the recorded builds; the one in the context when left out",
  },
  {
    name: "machine",
    kind: "text",
    form: { pattern: /^[\w][\w. -]{0,40}$/, words: "a short name such as `ci` or `laptop`" },
    commands: [...building, "record"],
    summary:
      "Class of machines that record names and prices are of; for record `ci` or `local`, else the one with most builds, when left out",
  },
  {
    name: "history",
    kind: "text",
    commands: replaying,
    summary:
      "Commits to replay for the hit rates: how many of the newest, or since when (`2026-01-31`, `6 months ago`); 0 reads no git history",
    fallback: "200",
  },
  {
    name: "branch",
    kind: "text",
    commands: ["check", "estimate", "optimize"],
    summary: "Replay this branch; what is checked out when left out",
  },
  {
    name: "population",
    kind: "text",
    form: {
      pattern: populationForm,
      words: "one of dev, ci-cold, ci-cache, base-refresh, pool:2 to pool:99",
    },
    commands: ["estimate", "optimize"],
    summary:
      "Builds to price: dev, ci-cold, ci-cache, base-refresh, or pool:N for N builders; told by the workflows and the like of the repository, else dev, when left out",
  },
  {
    name: "trend",
    kind: "switch",
    commands: ["estimate"],
    summary: "Also price what the Dockerfile was: each version over the builds that followed it",
  },
  {
    name: "write",
    kind: "switch",
    commands: ["optimize", "init"],
    summary: "Write the rewritten Dockerfile in the place of the old one, or the files that init shows",
  },
  {
    name: "verify",
    kind: "switch",
    commands: ["optimize"],
    summary:
      "Build the Dockerfile before and after with Docker, without cache, and compare the images; nothing is written when they differ. Then build recent commits with both",
  },
  {
    name: "verify-commits",
    kind: "text",
    form: { pattern: /^\d{1,3}$/, words: "a number of commits up to 999" },
    commands: ["optimize"],
    summary: "Rebuild this many commits for --verify; 0 for none",
    fallback: "5",
  },
  {
    name: "docker-arg",
    kind: "list",
    commands: ["optimize"],
    summary: "Further argument of `docker build` for --verify: --docker-arg=--network=host",
  },
  {
    name: "max-moves",
    kind: "text",
    form: { pattern: /^\d{1,2}$/, words: "a number of moves up to 99" },
    commands: ["optimize"],
    summary: "Make no more than this many moves",
    fallback: "8",
  },
  {
    name: "max-increase",
    kind: "text",
    form: { pattern: /^\d+(?:\.\d+)?(?:s|%)$/, words: "seconds or a share: 15s, 10%" },
    commands: ["compare"],
    summary: "Exit with 1 when the expected build gets slower by more than this: 15s, 10%",
  },
  {
    name: "budget",
    kind: "text",
    form: { pattern: /^\d+(?:\.\d+)?s$/, words: "seconds: 90s" },
    commands: ["compare"],
    summary: "Exit with 1 when the expected build takes longer than this: 90s",
  },
  {
    name: "target",
    kind: "text",
    commands: [...building, "record"],
    summary: "Stage to build; the last one when left out",
  },
  {
    name: "build-arg",
    kind: "list",
    form: { pattern: /^[^=]/, words: "NAME=value or NAME" },
    commands: building,
    summary: "NAME=value, or NAME to take it from the environment",
  },
  {
    name: "color",
    kind: "text",
    choices: ["auto", "always", "never"],
    commands: everywhere,
    summary: "Whether to use colours; auto: on a terminal, NO_COLOR and FORCE_COLOR respected",
    fallback: "auto",
  },
  {
    name: "quiet",
    kind: "switch",
    commands: [...building, "record", "merge"],
    summary: "Findings or table only: no headings, summary, notes or progress",
  },
  {
    name: "verbose",
    kind: "switch",
    commands: building,
    summary: "Say more about how the findings came about",
  },
  {
    name: "stdin-filename",
    kind: "text",
    commands: ["check", "estimate", "optimize"],
    summary: "Path that the text read for `-` stands for",
  },
  { name: "help", kind: "switch", commands: everywhere, summary: "Show this help" },
  { name: "version", kind: "switch", commands: everywhere, summary: "Show the version" },
];

/** What an option takes under a command, or under any; `null` when that is not listed. */
export function choicesOf({ choices }: OptionSpec, command: CommandName | null): readonly string[] | null {
  if (choices === undefined || Array.isArray(choices)) return choices ?? null;
  const byCommand = choices as Readonly<Partial<Record<CommandName, readonly string[]>>>;
  return command === null ? [...new Set(Object.values(byCommand).flat())] : (byCommand[command] ?? null);
}

/** Exit codes, as the help and the README state them. */
export const exitCodes = { clean: 0, findings: 1, problem: 2 } as const;
