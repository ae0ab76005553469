import { ownLineEdits } from "../src/analysis/own-line-comment.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Instruction } from "../src/syntax/nodes.ts";

/** What is reported of surplus words elsewhere, comments or not. */
const codes: Readonly<Record<string, readonly string[]>> = {
  USER: ["extra_args"],
  WORKDIR: ["invalid_workdir"],
};

export default defineRule({
  id: "comment-as-argument",
  summary: "A comment after an instruction is taken for its arguments",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: Object.values(codes).flat(),
  check: {
    file(file, context) {
      for (const comment of file.trailingComments) {
        // What the builder rejects is said as such.
        if (comment.problems.length > 0) continue;
        const { instruction, ranges } = comment;
        const edits = ownLineEdits(file.text, comment);
        const [first] = ranges;
        if (first === undefined) continue;
        context.report({
          at: first,
          aliases: codes[instruction.kind] ?? [],
          message: consequence(instruction),
          // Arguments that nobody uses do no harm.
          ...(instruction.kind === "ARG" && { severity: "info" }),
          help: "move it to the line above: a comment has its `#` at the start of a line",
          related: ranges.slice(1).map((at) => ({ at, message: "this is an argument too" })),
          ...(edits && {
            // Unsafe: the builder has taken the words for arguments until now.
            fix: { title: "Move the comment to a line of its own", applicability: "unsafe", edits },
          }),
        });
      }
    },
  },
});

function consequence(instruction: Instruction): string {
  const { kind } = instruction;
  switch (kind) {
    case "ONBUILD":
      return instruction.trigger === null ? "" : consequence(instruction.trigger);
    case "COPY":
    case "ADD":
      return instruction.json || !instruction.rest.text.startsWith("[")
        ? `\`${kind}\` takes this for more sources and the destination, not for a comment`
        : `\`${kind}\` reads its JSON array as plain words because of what follows it`;
    case "WORKDIR":
      return "`WORKDIR` takes this for a part of the path, not for a comment";
    case "USER":
      return "`USER` takes this for a part of the name, not for a comment";
    case "ENV":
    case "LABEL":
      return `\`${kind}\` takes this for a part of the value, not for a comment`;
    case "ARG":
      return "`ARG` takes each of these words for the name of an argument, not for a comment";
    case "VOLUME":
      return instruction.rest.text.startsWith("[")
        ? "`VOLUME` reads its JSON array as plain words because of what follows it"
        : "`VOLUME` takes each of these words for a path, not for a comment";
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
    case "RUN":
      return `\`${kind}\` hands its JSON array to the shell as text because of what follows it`;
    default:
      return `\`${kind}\` takes this for arguments, not for a comment`;
  }
}
