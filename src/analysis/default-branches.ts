import type { Scope } from "../model/variables.ts";
import type { Command, ShellWord } from "../shell/command.ts";

/**
 * The commands of a script that a build without arguments does not reach, since a test of variables that the file sets (or
 * leaves unset, as `ARG DEBUG` does) stands before them: `if [ "$DEBUG" = 1 ]; then …`, `[ -n "$DEBUG" ] && …`.
 * Only what is known: a test of files, of other variables, or of one that the script sets itself leaves everything in.
 *
 * @param scope the variables at the step that runs the script
 */
export function unreachedByDefault(script: readonly Command[], scope: Scope): ReadonlySet<Command> {
  const unreached = new Set<Command>();
  const own = new Set<string>();
  /** By list of commands: the condition that was last asked in it. */
  const asked = new Map<number, Condition>();
  /** By list of commands: whether what `&&` joins to it is not reached. */
  const failed = new Set<number>();
  for (const command of script) {
    const { levels, inside, connector } = command;
    const list = levels.at(-1) ?? 0;
    const isSkipped = connector === "&&" && failed.has(list);
    const verdict = isSkipped || command.negated ? null : testOf(command, scope, own);
    if (isSkipped || isInUntakenBranch(command, asked)) unreached.add(command);
    if (!isSkipped) {
      if (verdict === false && (connector === null || connector === ";" || connector === "newline"))
        failed.add(list);
      else if (connector !== "&&") failed.delete(list);
    }
    if (inside.at(-1) === "condition") {
      const parent = levels.at(-2) ?? 0;
      const before = asked.get(parent);
      if (before?.list === list) {
        // Of several joined with `&&` one that fails is enough; of others nothing is said.
        if (connector !== "&&") before.holds = null;
        else if (verdict === false && before.holds !== null) before.holds = false;
      } else asked.set(parent, { list, holds: verdict ?? true, branch: null });
    }
    for (const { name } of command.assignments) own.add(name);
    if (settingPrograms.has(command.name)) for (const { text } of command.words) own.add(nameIn(text));
  }
  return unreached;
}

interface Condition {
  /** Number of its list of commands. */
  readonly list: number;
  /** `false` when a build without arguments finds it false; `true` and `null` leave the branch in. */
  holds: boolean | null;
  /** Number of the list that runs where it holds, once that has begun; what comes after is `else`. */
  branch: number | null;
}

function isInUntakenBranch({ levels, inside }: Command, asked: ReadonlyMap<number, Condition>): boolean {
  return inside.some((enclosure, depth) => {
    const condition = enclosure === "if" ? asked.get(levels[depth] ?? 0) : undefined;
    if (condition === undefined) return false;
    const list = levels[depth + 1] ?? 0;
    condition.branch ??= list;
    return condition.branch === list && condition.holds === false;
  });
}

const settingPrograms = new Set(["export", "read", "local", "declare", "typeset", "readonly", "unset", "."]);

function nameIn(text: string): string {
  return /^\w*/.exec(text)?.[0] ?? "";
}

/** What a `test` says in a build without arguments; `null` when that is not known. */
function testOf({ name, words }: Command, scope: Scope, own: ReadonlySet<string>): boolean | null {
  if (name !== "test" && name !== "[" && name !== "[[") return null;
  const operands = words.slice(1).filter(({ text }, at) => at < words.length - 2 || !/^\]\]?$/.test(text));
  const [first, operator, second] = operands;
  if (first === undefined) return null;
  if (operator === undefined) {
    const value = valueIn(first, scope, own);
    return value === null ? null : value !== "";
  }
  if (second === undefined) {
    const value = valueIn(operator, scope, own);
    if (value === null) return null;
    return first.text === "-n" ? value !== "" : first.text === "-z" ? value === "" : null;
  }
  if (operands.length > 3) return null;
  const isEqual = /^(?:==?|-eq)$/.test(operator.text);
  if (!isEqual && !/^(?:!=|-ne)$/.test(operator.text)) return null;
  // To `[[` the right side is a pattern.
  if (name === "[[" && !second.literal && second.variables.length === 0) return null;
  const left = valueIn(first, scope, own);
  const right = valueIn(second, scope, own);
  if (left === null || right === null) return null;
  return (left === right) === isEqual;
}

/** What a word stands for; `null` when a part of it is not known. */
function valueIn(word: ShellWord, scope: Scope, own: ReadonlySet<string>): string | null {
  if (word.literal) return word.text;
  let isKnown = word.variables.length > 0;
  const value = word.text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const variable = own.has(name) ? null : scope.lookup(name);
    if (variable === null || variable.source === "platform" || (variable.value === null && variable.isSet))
      isKnown = false;
    return variable?.value ?? "";
  });
  return isKnown && !/[$`*?]/.test(value) ? value : null;
}
