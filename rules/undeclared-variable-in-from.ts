import { findingPlace } from "../src/analysis/finding-places.ts";
import { type UndeclaredVariable, undeclaredInFrom } from "../src/analysis/from-variables.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "undeclared-variable-in-from",
  summary: "FROM uses a variable that no ARG above it declares",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["UndefinedArgInFrom", "BASE_NAME_EMPTY", "DF086"],
  check: {
    file({ text }, context) {
      for (const variable of context.use(undeclaredInFrom)) {
        const { stage, name, at, isOptional, nearest, declaredIn } = variable;
        // With a default nothing is missing.
        if (isOptional && context.literal !== "buildkit") continue;
        const offset = text.slice(at.start, at.end).indexOf(name);
        const range = { start: at.start + offset, end: at.start + offset + name.length };
        context.report({
          at: findingPlace(context, stage.from, at),
          message: `no \`ARG\` above the first \`FROM\` declares \`${name}\`${isOptional ? "" : ", so it is empty here"}`,
          help: helpOf(variable),
          related:
            declaredIn === null
              ? []
              : [{ at: declaredIn.range, message: `this \`ARG\` is for its stage, and no \`FROM\` sees it` }],
          ...(nearest !== null &&
            offset !== -1 && {
              // Unsafe: what is meant is a guess.
              fix: {
                title: `Write \`${nearest}\``,
                applicability: "unsafe",
                edits: [{ range, text: nearest }],
              },
            }),
        });
      }
    },
  },
});

function helpOf({ name, nearest, declaredIn }: UndeclaredVariable): string {
  if (nearest !== null) return `did you mean \`$${nearest}\`?`;
  const what = `\`ARG ${name}=<default>\``;
  return declaredIn === null
    ? `declare it above the first \`FROM\`, as in ${what}`
    : `put ${what} above the first \`FROM\``;
}
