import { findingPlace } from "../src/analysis/finding-places.ts";
import { type MissingDefault, missingDefaults } from "../src/analysis/from-variables.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "base-without-default",
  summary: "FROM names no image unless the build gives an argument",
  category: "correctness",
  severity: "info",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["InvalidDefaultArgInFrom", "BASE_NAME_EMPTY"],
  // No fix: what a build without arguments is to start from, only a person knows.
  check: {
    file(_, context) {
      for (const missing of context.use(missingDefaults)) {
        const { stage, isConstant } = missing;
        const { image } = stage.from;
        // That the builder rejects such a name is said elsewhere.
        if (image === null || (isConstant && context.literal === null)) continue;
        context.report({ at: findingPlace(context, stage.from, image.range), ...said(missing) });
      }
    },
  },
});

function said({ stage, name, variables, isConstant }: MissingDefault): { message: string; help: string } {
  if (isConstant)
    return { message: `no image can be called \`${name}\``, help: "write it as `registry/path:tag`" };
  const list = variables.map((variable) => `\`${variable}\``).join(", ");
  return {
    message:
      name === ""
        ? `a build without arguments has no image to start from: \`${stage.from.image?.text}\` is empty`
        : `a build without arguments starts from \`${name}\`, which is no image`,
    help: variables.length === 0 ? "give the variable another default" : `give ${list} a default`,
  };
}
