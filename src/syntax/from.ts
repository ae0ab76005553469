import type { Instruction, SyntaxProblem, Word } from "./nodes.ts";
import { quote } from "./quote.ts";
import { common, missingArgument, plainWords, type Reading, report } from "./reading.ts";
import { literalText } from "./shell-word.ts";
import { textProblem, wordProblem } from "./word-problems.ts";

/** Reads FROM: an image, or an image, `AS` and a stage name. */
export function readFrom(reading: Reading): Instruction {
  const words = plainWords(reading);
  const [image = null, as = null, name = null] = words;
  const hasName = as !== null && /^as$/i.test(as.text);
  if (image === null) report(reading, missingArgument(reading, "an image, an earlier stage or `scratch`"));
  else if (words.length === 2 || words.length > 3 || (as !== null && !hasName))
    report(reading, fromArguments(words, hasName));
  else if (name !== null && !/^[a-z][a-z0-9_.-]*$/.test(name.text.toLowerCase()))
    report(reading, badStageName(name));
  if (image !== null && literalText(image.text, reading.draft.escapeChar) === "") {
    report(reading, {
      code: "empty-image",
      message: "the name of the image is empty",
      range: image.range,
      help: "name an image",
    });
  }
  const [imageSpan] = reading.draft.ast.words;
  const { line, parts, escapeChar } = reading.draft;
  if (imageSpan) {
    report(
      reading,
      wordProblem(line, parts.restStart + imageSpan[0], parts.restStart + imageSpan[1], { escapeChar }),
    );
  }
  for (const flag of reading.base.flags) report(reading, textProblem(flag.mapped, escapeChar));
  return { kind: "FROM", ...common(reading), image, as: hasName ? as : null, name: hasName ? name : null };
}

function fromArguments(words: readonly Word[], hasName: boolean): SyntaxProblem {
  const extra = words.slice(hasName && words.length > 3 ? 3 : 1);
  const range = { start: extra[0]!.range.start, end: extra.at(-1)!.range.end };
  const code = "from-arguments";
  if (extra[0]!.text.startsWith("#")) {
    const message = "`FROM` takes this for arguments: a comment must stand on a line of its own";
    return { code, message, range, help: "move the comment to the line above" };
  }
  if (hasName && words.length === 2) {
    return { code, message: "`AS` has no stage name after it", range, help: "write `FROM image AS name`" };
  }
  return {
    code,
    message: "`FROM` takes an image, or an image, `AS` and a stage name",
    range,
    help: "write `FROM image AS name`, and remove everything else",
  };
}

function badStageName(name: Word): SyntaxProblem {
  return {
    code: "invalid-stage-name",
    message: `${quote(name.text)} is no valid stage name`,
    range: name.range,
    help: "begin it with a letter, and use letters, digits, `-`, `_` and `.` only",
  };
}
