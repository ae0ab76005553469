import parse from "yargs-parser";
import { nearestName } from "../text/nearest-name.ts";
import { type CommandName, choicesOf, commands, type OptionSpec, options } from "./options.ts";

/** A command line that can be followed. */
export interface Invocation {
  readonly command: CommandName;
  readonly operands: readonly string[];
  /** What stands behind `--`, for a command that runs it; else these are operands. */
  readonly program: readonly string[];
  /** What is printed, and what is written to files. */
  readonly outputs: readonly Output[];
  /** Whether `--help` or `--version` was given: then nothing else counts. */
  readonly asks: "help" | "version" | null;
  /** The value of a text option, or its fallback; `null` when it has neither. */
  text(name: string): string | null;
  /** The value of a text option as it was given; `null` when it was not. */
  given(name: string): string | null;
  list(name: string): readonly string[];
  has(name: string): boolean;
}

/** One form of the result and where it goes. */
export interface Output {
  readonly format: string;
  /** As named on the command line; `null` for standard output. */
  readonly file: string | null;
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
  const outputs = readOutputs(argv, options.find(({ name }) => name === "format")?.fallback ?? "text");
  if (asks === null && "problem" in outputs) return outputs;
  const given = (name: string): string | null => {
    const value = values.get(name);
    return typeof value === "string" ? value : null;
  };
  return {
    command,
    operands,
    program,
    outputs: "problem" in outputs ? [] : outputs,
    asks,
    text: (name) => given(name) ?? options.find((option) => option.name === name)?.fallback ?? null,
    given,
    list: (name) => asList(values.get(name)),
    has: (name) => values.get(name) === true,
  };
}

/** Each `--output` belongs to the `--format` in front of it; where both are given once their order means nothing. */
function readOutputs(argv: readonly string[], fallback: string): readonly Output[] | UsageProblem {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  const given = words.flatMap((word, at) => {
    const [, name, joined] = /^--(format|output)(?:=(.*))?$/s.exec(word) ?? [];
    const value = joined ?? words[at + 1];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
  const named = (wanted: string): readonly string[] =>
    given.filter(({ name }) => name === wanted).map(({ value }) => value);
  const [formats, files] = [named("format"), named("output")];
  if (formats.length <= 1 && files.length <= 1)
    return [{ format: formats[0] ?? fallback, file: files[0] ?? null }];
  const outputs: Output[] = [];
  for (const { name, value } of given) {
    const last = outputs.at(-1);
    if (name === "format") outputs.push({ format: value, file: null });
    else if (last === undefined || last.file !== null)
      return { problem: `\`--output ${value}\` has no \`--format\` of its own in front of it` };
    else outputs[outputs.length - 1] = { ...last, file: value };
  }
  const printed = outputs.filter(({ file }) => file === null).map(({ format }) => format);
  if (printed.length > 1)
    return {
      problem: `only one format can go to standard output, not ${printed.join(" and ")}; name a file behind each other one: \`--format ${printed[0]} --output FILE\``,
    };
  const twice = outputs.find(
    ({ file }, at) => file !== null && outputs.findIndex((one) => one.file === file) < at,
  );
  return twice === undefined
    ? outputs
    : { problem: `two formats can't go to the same file \`${twice.file}\`` };
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
  const isOnce = option.kind === "text" && !option.repeats?.includes(command);
  if (isOnce && given.length > 1) return `option ${dashed} is given twice`;
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
