import type { Analysis } from "../analysis/fact.ts";
import { shellSources } from "../analysis/shell-sources.ts";
import type { LintInput } from "../engine/input.ts";
import type { InputProblem } from "../engine/result.ts";
import type { Invocation } from "./arguments.ts";
import { say } from "./say.ts";
import type { ShellChecker } from "./shellcheck.ts";
import type { Terminal } from "./terminal.ts";

/** The program that the options lead to; `null` without one, which only `--verbose` tells. */
export async function chooseShellCheck(
  invocation: Invocation,
  terminal: Terminal,
): Promise<ShellChecker | { readonly refused: string } | null> {
  const given = invocation.text("shellcheck") ?? "auto";
  if (given === "off") return null;
  const { findShellCheck, shellChecker } = await import("./shellcheck.ts");
  const program = findShellCheck(given === "auto" ? "shellcheck" : given, terminal);
  const checker = program === null ? null : shellChecker(program);
  if (given !== "auto" && (await checker?.version()) == null)
    return { refused: `\`--shellcheck ${given}\`: there is no such program, or it is not ShellCheck` };
  if (invocation.has("verbose")) {
    const told =
      checker === null
        ? "there is no `shellcheck` on PATH, so that nothing is reported that only it sees"
        : `ShellCheck ${(await checker.version()) ?? "of an unknown version"}: ${checker.program}`;
    say(told, terminal);
  }
  return checker;
}

/** Asks about all scripts of some files. @returns a problem for each file with a script that gets no answer. */
export async function askShellCheck(
  checker: ShellChecker,
  files: readonly { readonly input: LintInput; readonly analysis: Analysis }[],
): Promise<readonly InputProblem[]> {
  const sources = files.map(({ analysis }) => analysis.use(shellSources));
  const unanswered = new Set(await checker.ask(sources.flat()));
  return files.flatMap(({ input: { path } }, index) =>
    sources[index]!.some((source) => unanswered.has(source))
      ? [
          {
            path,
            message:
              "ShellCheck breaks on a script or takes too long, so that its remarks are missing; `--shellcheck off` leaves them out",
          },
        ]
      : [],
  );
}
