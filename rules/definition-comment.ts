import { definitionComment } from "../src/analysis/definition-comments.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Instruction } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "definition-comment",
  summary: "The comment above an ARG or a stage does not begin with its name",
  category: "style",
  severity: "style",
  preset: "off",
  fixable: true,
  since: "0.1.0",
  aliases: ["InvalidDefinitionDescription"],
  check: {
    file({ syntax }, context) {
      for (const instruction of syntax.instructions) check(instruction, context);
    },
  },
});

function check(instruction: Instruction, context: RuleContext): void {
  const names = namesOf(instruction);
  if (names.length === 0) return;
  const comment = definitionComment(context.file, instruction, context.literal === "buildkit");
  if (comment === null || names.includes(comment.firstWord)) return;
  const name = names.length === 1 ? names[0]! : "<name>";
  const at = comment.range.start + 1;
  context.report({
    at: context.literal === "buildkit" ? instruction.keyword.range : comment.range,
    message: `the comment does not begin with ${names.length === 1 ? `\`${name}\`` : "one of the names"}, so tools don't show it as a description`,
    help: `write \`# ${name} …\`, or put a line that is only \`#\` below it`,
    // Safe: a comment is no part of the build. One of several names would be a guess.
    ...(names.length === 1 &&
      !comment.isForTool && {
        fix: {
          title: "Begin with the name",
          applicability: "safe",
          edits: [
            {
              range: { start: at, end: at },
              text: ` ${name}${/^\s/.test(context.file.text.charAt(at)) ? "" : " "}`,
            },
          ],
        },
      }),
  });
}

/** What can be described: arguments, and a stage with a name. */
function namesOf(instruction: Instruction): readonly string[] {
  if (instruction.kind === "ARG") return instruction.pairs.map(({ key }) => key.text);
  return instruction.kind === "FROM" && instruction.name !== null
    ? [instruction.name.text.toLowerCase()]
    : [];
}
