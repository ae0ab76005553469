import { unverifiedDownloads } from "../src/analysis/unverified-downloads.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "add-without-checksum",
  summary: "A download is taken as it comes",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["4b410d24", "prefer-copy-over-add", "SEC007"],
  check: {
    file(_, context) {
      for (const { step, range, why } of context.use(unverifiedDownloads)) {
        const { instruction } = step;
        const { end } = instruction.keyword.range;
        // One sum is for one source.
        const isAlone = instruction.kind === "ADD" && instruction.sources.length === 1;
        context.report({
          at: range,
          message:
            why === "http"
              ? "anybody on the way can replace what this URL gives: it has no TLS, and nothing checks the content"
              : "nothing checks that this version is still what it was",
          help: "add `--checksum=sha256:…`; the builder then also need not ask the server in each build",
          // Display: the sum is that of a file that somebody has to fetch and look at.
          ...(isAlone && {
            fix: {
              title: "Add the checksum",
              applicability: "display",
              edits: [{ range: { start: end, end }, text: " --checksum=sha256:<digest>" }],
            },
          }),
        });
      }
    },
  },
});
