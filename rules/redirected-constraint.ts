import { type RedirectedConstraint, redirectedConstraints } from "../src/analysis/redirected-constraints.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "redirected-constraint",
  summary: "The shell takes the version of a package for a file",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  check: {
    file({ text }, context) {
      for (const found of context.use(redirectedConstraints)) {
        const { at } = found;
        const fix = fixOf(found, text);
        context.report({
          at,
          message: messageOf(found),
          help: "put the package and its version in quotes",
          ...(fix && { fix }),
        });
      }
    },
  },
});

function messageOf({ redirects: [first] }: RedirectedConstraint): string {
  const name = first?.target?.text ?? "";
  return first?.operator === "<"
    ? `without quotes the shell reads this from a file \`${name}\`, and fails when there is none`
    : `without quotes the shell writes to a file \`${name}\`, and the package comes in any version`;
}

/** Blanks within are left to the writer: what they mean depends on the package manager. */
function fixOf({ at }: RedirectedConstraint, text: string): Fix | null {
  const written = text.slice(at.start, at.end);
  if (/[\s'"\\]/.test(written)) return null;
  // Unsafe: another version may be installed, and no file appears.
  return {
    title: "Write it in quotes",
    applicability: "unsafe",
    edits: [{ range: at, text: `"${written}"` }],
  };
}
