import yargs from "yargs";
import { type CommandName, choicesOf, commands, exitCodes, options } from "./options.ts";

/** The help of the program, or of one command; made by yargs from the option table. */
export async function helpText(command: CommandName | null, width: number): Promise<string> {
  const shown = options.filter((option) => command === null || option.commands.includes(command));
  const text = commands.find(({ name }) => name === command);
  let program = yargs([])
    .scriptName("stowage")
    .detectLocale(false)
    .wrap(width)
    .help(false)
    .version(false)
    .usage(
      text
        ? `stowage ${[text.name, text.operands].join(" ").trim()} [options]\n\n${text.summary}.`
        : "stowage [check] [paths..] [options]\n\nFinds what is wrong with Dockerfiles and prices each step in expected seconds.",
    )
    .epilogue(
      [
        "Paths are files or folders; `-` reads standard input; none means the working directory.",
        `Exit code: ${exitCodes.clean} nothing at or above --fail-on, ${exitCodes.findings} findings (with --diff: a change), ${exitCodes.problem} usage or environment problem.`,
      ].join("\n"),
    );
  if (command === null) {
    for (const { name, operands, summary } of commands)
      program = program.command(`${name} ${operands}`, summary);
  }
  for (const option of shown) {
    const choices = choicesOf(option, command);
    program = program.option(option.name, {
      type: option.kind === "switch" ? "boolean" : "string",
      describe: option.summary,
      requiresArg: option.kind !== "switch" && option.bare === undefined,
      ...(choices === null ? {} : { choices }),
      ...(option.fallback ? { default: option.fallback } : {}),
    });
  }
  return `${await program.getHelp()}\n`;
}
