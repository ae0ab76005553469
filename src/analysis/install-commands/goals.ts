import { goalActions } from "../../knowledge/jvm-managers.ts";
import type { ManagerAction } from "../../knowledge/package-manager.ts";
import type { ShellWord } from "../../shell/command.ts";

/** What a command line of goals does as a whole. */
interface Goals {
  readonly action: string;
  readonly does: ManagerAction;
  readonly operands: readonly ShellWord[];
}

/**
 * Reads the words of tools that take goals, phases or tasks (Maven, Gradle, sbt, `mix do`): one goal that builds makes it a
 * build. `null` for all other tools.
 */
export function goalsOf(manager: string, words: readonly ShellWord[]): Goals | null {
  const action = words.map((word) => word.text).join(" ");
  if (manager === "mix") return words[0]?.text === "do" ? mixGoals(action, words.slice(1)) : null;
  if (!Object.hasOwn(goalActions, manager)) return null;
  const rows = goalActions[manager]!;
  let does: ManagerAction = "other";
  for (const { text } of words) {
    const known = rows.find((row) => fits(text, row.goal))?.does ?? "build";
    if (known === "build") return { action, does: "build", operands: [] };
    if (known === "manifest") does = "manifest";
  }
  return { action, does, operands: [] };
}

/** `mix do deps.get --only prod, deps.compile` and `mix do deps.get + compile`. */
function mixGoals(action: string, words: readonly ShellWord[]): Goals {
  const goals = words.map((word) => word.text.replace(/,$/, ""));
  const builds = goals.some((goal) => goal === "compile" || goal === "release");
  const fetches = goals.some((goal) => goal.startsWith("deps."));
  return { action, does: builds ? "build" : fetches ? "manifest" : "other", operands: [] };
}

/** One or two stars, each for any characters. */
function fits(goal: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (!goal.startsWith(first)) return false;
  if (rest.length === 0) return goal === first;
  let at = first.length;
  for (const piece of rest.slice(0, -1)) {
    const found = goal.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  const last = rest.at(-1) ?? "";
  return goal.length - at >= last.length && goal.endsWith(last);
}
