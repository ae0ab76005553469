import { buildContext } from "../src/analysis/build-context.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "dockerfile-outside-context",
  summary: "The Dockerfile does not stand in its build context",
  category: "context",
  severity: "info",
  preset: "recommended",
  fixable: false,
  needs: ["context"],
  since: "0.1.0",
  // No fix: the file would have to move, or the builder be told of another context.
  check: {
    file({ syntax }, context) {
      const built = context.use(buildContext);
      if (built === null || built.dockerfile !== null || context.analysis.options.path === null) return;
      const [first] = syntax.instructions;
      context.report({
        at: first?.keyword.range ?? { start: 0, end: 0 },
        message:
          "the Dockerfile stands outside its build context, so a builder that gets only the context can't find it",
        help: "move it into the context, or name the context that it belongs to",
      });
    },
  },
});
