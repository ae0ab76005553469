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
      for (const { range, why } of context.use(unverifiedDownloads)) {
        context.report({
          at: range,
          message:
            why === "http"
              ? "anybody on the way can replace what this URL gives: it has no TLS, and nothing checks the content"
              : "nothing checks that this version is still what it was",
          help: "add `--checksum=sha256:…`; the builder then also need not ask the server in each build",
        });
      }
    },
  },
});
