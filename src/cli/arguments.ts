import parse from "yargs-parser";
import { nearestName } from "../text/nearest-name.ts";
import { type CommandName, choicesOf, commands, type OptionSpec, options } from "./options.ts";

/** A command line that can be followed. */
export interface Invocation {
  readonly command: CommandName;
  readonly operands: readonly string[];
  /** What stands behind `--`, for a command that runs it; else these are operands. */
  readonly program: readonly string[];
  /** Whether `--help` or `--version` was given: then nothing else counts. */
  readonly asks: "help" | "version" | null;
  /** The value of a text option, or its fallback; `null` when it has neither. */
  text(name: string): string | null;
  /** The value of a text option as it was given; `null` when it was not. */
  given(name: string): string | null;
  list(name: string): readonly string[];
  has(name: string): boolean;
}

/** What is wrong with a command line, and what to do. */
export interface UsageProblem {
  readonly problem: string;
}

/** Reads a command line against the option table. Says what is wrong with the first option that can't be followed. */
export function readArguments(argv: readonly string[]): Invocation | UsageProblem {
  const named = (kind: OptionSpec["kind"]): string[] =>
    options.filter((option) => option.kind === kind).map((option) => option.name);
  const { argv: parsed } = parse.detailed(withBareValues(argv), {
    boolean: named("switch"),
    string: [...named("text"), ...named("list")],
    alias: { help: ["h"] },
    configuration: {
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "populate--": true,
      "strip-aliased": true,
    },
  });
  const operands = parsed._.map(String);
  const behind = (parsed["--"] ?? []).map(String);
  const isCommand = (word: string | undefined): word is CommandName =>
    commands.some(({ name }) => name === word);
  const command = isCommand(operands[0]) ? operands[0] : "check";
  if (isCommand(operands[0])) operands.shift();
  const program = command === "record" ? behind : [];
  if (command !== "record") operands.push(...behind);
  const values = new Map(Object.entries(parsed).filter(([name]) => name !== "_" && name !== "--"));
  const asks = values.get("help") === true ? "help" : values.get("version") === true ? "version" : null;
  if (asks === null) {
    const valued = switchWithValue(argv);
    if (valued !== null) return { problem: `option \`--${valued}\` takes no value` };
    if (operands.includes("")) return { problem: "an operand is empty, as from a variable that is not set" };
    for (const [name, value] of values) {
      const problem = problemWith(name, value, command);
      if (problem !== null) return { problem };
    }
  }
  const given = (name: string): string | null => {
    const value = values.get(name);
    return typeof value === "string" ? value : null;
  };
  return {
    command,
    operands,
    program,
    asks,
    text: (name) => given(name) ?? options.find((option) => option.name === name)?.fallback ?? null,
    given,
    list: (name) => asList(values.get(name)),
    has: (name) => values.get(name) === true,
  };
}

/** The command line with a value for each option that can go without one: the parser would take the next word. */
function withBareValues(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((word, index) => {
    if (end !== -1 && index > end) return word;
    const bare = options.find(({ name }) => word === `--${name}`)?.bare;
    return bare === undefined ? word : `${word}=${bare}`;
  });
}

/** The first switch that is written with a value, `--quiet=no`: the parser would guess what it means. */
function switchWithValue(argv: readonly string[]): string | null {
  for (const word of argv) {
    if (word === "--") return null;
    const name = /^--([^=]+)=/.exec(word)?.[1];
    if (options.some((option) => option.kind === "switch" && option.name === name)) return name!;
  }
  return null;
}

function asList(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function problemWith(name: string, value: unknown, command: CommandName): string | null {
  const option = options.find((known) => known.name === name);
  const dashed = name.length === 1 ? `\`-${name}\`` : `\`--${name}\``;
  if (!option) {
    const nearest = nearestName(
      name,
      options.map((known) => known.name),
    );
    return `unknown option ${dashed}${nearest === null ? "" : `; did you mean \`--${nearest}\`?`}`;
  }
  if (!option.commands.includes(command)) return `\`${command}\` has no option ${dashed}`;
  if (option.kind === "switch") return null;
  const given = asList(value);
  if (option.kind === "text" && given.length > 1) return `option ${dashed} is given twice`;
  if (given.some((text) => text === "")) return `option ${dashed} needs a value`;
  const { form } = option;
  const odd = form && given.find((text) => !form.pattern.test(text));
  if (odd !== undefined) return `option ${dashed} takes ${form?.words}; not \`${odd}\``;
  const choices = choicesOf(option, command);
  const wrong = choices === null ? undefined : given.find((text) => !choices.includes(text));
  if (choices === null || wrong === undefined) return null;
  const nearest = nearestName(wrong, choices);
  return `option ${dashed} takes one of ${choices.join(", ")}; not \`${wrong}\`${nearest === null ? "" : `; did you mean \`${nearest}\`?`}`;
}
