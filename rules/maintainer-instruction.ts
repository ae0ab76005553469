import type { Fix } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Maintainer } from "../src/syntax/nodes.ts";
import { sourceRange } from "../src/text/mapped-text.ts";

const label = "org.opencontainers.image.authors";

export default defineRule({
  id: "maintainer-instruction",
  summary: "MAINTAINER is deprecated",
  category: "correctness",
  severity: "info",
  preset: "recommended",
  fixable: true,
  shownAs: "deprecated",
  since: "0.1.0",
  aliases: [
    "DL4000",
    "MaintainerDeprecated",
    "DS-0022",
    "CKV_DOCKER_6",
    "99614418",
    "DEPRECATED_MAINTAINER",
    "deprecated_in_1.13",
    "maintainer-is-deprecated",
    "DF019",
    "BP004",
  ],
  check: {
    MAINTAINER({ instruction }, context) {
      const fix = fixOf(instruction, context.file.syntax.escape);
      context.report({
        at: instruction.keyword.range,
        message: "`MAINTAINER` is deprecated: images name their authors in a label",
        help: `write \`LABEL ${label}="…"\``,
        ...(fix && { fix }),
      });
    },
  },
});

/** All that follows the keyword is the name, as it stands; in a label, quotes, variables and the escape character count. */
function fixOf({ keyword, rest, problems }: Maintainer, escapeChar: string): Fix | null {
  if (rest.text === "" || problems.length > 0) return null;
  const name = /^"([^"]*)"$|^'([^']*)'$/.exec(rest.text);
  const text = name === null ? rest.text : (name[1] ?? name[2] ?? "");
  const special = ['"', "$", escapeChar];
  const value = [...text].map((char) => (special.includes(char) ? escapeChar + char : char)).join("");
  // Unsafe: the image gets a label, and loses what `docker inspect` shows as its author.
  return {
    title: "Write it as a label",
    applicability: "unsafe",
    edits: [
      { range: keyword.range, text: keyword.text === "maintainer" ? "label" : "LABEL" },
      { range: sourceRange(rest, 0, rest.text.length), text: `${label}="${value}"` },
    ],
  };
}
