import { findingPlace } from "../src/analysis/finding-places.ts";
import { equalsForm } from "../src/analysis/legacy-pairs.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Env, Label } from "../src/syntax/nodes.ts";

const codes = ["LegacyKeyValueFormat", "DF082"];
const ofLabels = "label_invalid";

export default defineRule({
  id: "legacy-key-value",
  summary: "ENV or LABEL is written without an equals sign",
  category: "style",
  severity: "style",
  preset: "recommended",
  fixable: true,
  shownAs: "deprecated",
  since: "0.1.0",
  aliases: [...codes, ofLabels],
  check: {
    ENV: ({ instruction }, context) => check(instruction, context),
    LABEL: ({ instruction }, context) => check(instruction, context),
  },
});

function check(instruction: Env | Label, context: RuleContext): void {
  const [pair] = instruction.pairs;
  if (!instruction.legacy || pair === undefined || pair.value === null) return;
  const { kind } = instruction;
  const { key, value, range } = pair;
  const edits = equalsForm(context.file, instruction);
  // `ENV A b=c`, and a line below with `NAME value`: people mean two names.
  const [, ...linesBelow] = context.file.text.slice(value.range.start, value.range.end).split("\n");
  const takesLines = linesBelow.some((line) => /^\s*[A-Z][A-Z0-9_]+\s+\S/.test(line));
  const takesEquals = value.text.startsWith("=");
  const looksLikeMore = takesLines || /^[A-Za-z_]\w*=/.test(value.text);
  context.report({
    at: findingPlace(context, instruction, range),
    aliases: kind === "LABEL" ? [...codes, ofLabels] : codes,
    message: takesEquals
      ? `because of the blank before it, \`${kind}\` takes the \`=\` for the first character of the value`
      : looksLikeMore
        ? `without an \`=\` behind \`${key.text}\`, \`${kind}\` takes all the rest ${takesLines ? "with the lines below" : "of the line"} for its value`
        : `\`${kind} name value\` is an old form that holds one name`,
    help: looksLikeMore ? "write `name=value` for each name" : `write \`${kind} name=value\``,
    ...((takesLines || takesEquals) && { severity: "warning" }),
    ...(takesEquals && {
      // Unsafe: the value has begun with the equals sign until now.
      fix: {
        title: "Leave out the blanks around the equals sign",
        applicability: "unsafe",
        edits: [
          {
            range: { start: key.range.end, end: value.range.start + /^=[ \t]*/.exec(value.text)![0].length },
            text: "=",
          },
        ],
      },
    }),
    ...(!takesEquals &&
      !takesLines &&
      edits && {
        // Safe: the builder reads the same name and value.
        fix: { title: "Write it with an equals sign", applicability: "safe", edits },
      }),
  });
}
