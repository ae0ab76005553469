import { sourceRange } from "../text/mapped-text.ts";
import { findBlank, skipAsciiSpace } from "./characters.ts";
import type { CommandForm, Instruction } from "./nodes.ts";
import { quote } from "./quote.ts";
import { commandOf, common, isParserProblem, missingArgument, type Reading, report } from "./reading.ts";

/** The word after the flags, in upper case: `CMD`, `NONE`, or a mistake. */
export function healthcheckType({ draft }: Reading): string {
  const { line, parts } = draft;
  return line.text.slice(parts.restStart, findBlank(line.text, parts.restStart, parts.restEnd)).toUpperCase();
}

/** Reads HEALTHCHECK: `CMD` with a command, or `NONE`. */
export function readHealthcheck(reading: Reading): Instruction {
  const { line, parts } = reading.draft;
  const type = healthcheckType(reading);
  const typeEnd = findBlank(line.text, parts.restStart, parts.restEnd);
  const from = skipAsciiSpace(line.text, typeEnd, parts.restEnd);
  let command: CommandForm | null = null;
  if (type === "") report(reading, missingArgument(reading, "`CMD` with a command, or `NONE`"));
  else if (type === "NONE") {
    if (from < parts.restEnd) {
      report(reading, {
        code: "healthcheck-none-arguments",
        message: "`HEALTHCHECK NONE` takes no arguments",
        range: sourceRange(line, from, parts.restEnd),
        help: "remove them, or write `CMD` instead of `NONE`",
      });
    }
  } else {
    command = commandOf(reading, from);
    if (type !== "CMD") {
      report(reading, {
        code: "healthcheck-type",
        message: `\`HEALTHCHECK\` takes \`CMD\` or \`NONE\`, not ${quote(line.text.slice(parts.restStart, typeEnd))}`,
        range: sourceRange(line, parts.restStart, typeEnd),
        help: "write `HEALTHCHECK CMD` before the command",
      });
    } else if (command.form === "exec" ? command.strings.length === 0 : command.script.text === "") {
      if (!reading.problems.some(isParserProblem))
        report(reading, missingArgument(reading, "a command after `CMD`"));
    }
  }
  return { kind: "HEALTHCHECK", ...common(reading), command };
}
