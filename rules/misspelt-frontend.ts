import { type WrongFrontend, wrongFrontend } from "../src/analysis/frontend-names.ts";
import { defineRule } from "../src/rule/rule.ts";
import { quote } from "../src/syntax/quote.ts";

export default defineRule({
  id: "misspelt-frontend",
  summary: "`# syntax` does not lead to the frontend that is meant",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/syntax-directive-typo"],
  check: {
    file(_, context) {
      const found = context.use(wrongFrontend);
      if (found === null) return;
      const { range, meant } = found;
      context.report({
        at: range,
        message: messageOf(found),
        help: meant === null ? "name an image, as in `# syntax=docker/dockerfile:1`" : `write \`${meant}\``,
        ...(meant !== null && {
          // Unsafe: what is meant is a guess.
          fix: {
            title: `Write \`${meant}\``,
            applicability: "unsafe",
            edits: [{ range, text: meant }],
          },
        }),
      });
    },
  },
});

function messageOf({ why, text }: WrongFrontend): string {
  switch (why) {
    case "name":
      return `${quote(text)} is no image that reads Dockerfiles: the build fails before its first step`;
    case "tag":
      return `${quote(text)} has a tag that does not exist: versions of this image begin without \`v\``;
    case "reference":
      return `${quote(text)} is no name of an image: the build fails before its first step`;
    case "directive":
      return `${quote(text)} is no directive: this line is a comment, and does nothing`;
  }
}
