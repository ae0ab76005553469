import { addSwitch } from "../src/analysis/download-edits.ts";
import { unfollowedRedirects } from "../src/analysis/unfollowed-redirects.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "unfollowed-redirect",
  summary: "`curl` takes a redirect for the file",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["curlUseFlagL", "tally/curl-should-follow-redirects"],
  check: {
    file(_, context) {
      for (const { download, address } of context.use(unfollowedRedirects)) {
        const edit = addSwitch(download, "L");
        context.report({
          at: address.range,
          message: "this address redirects, and `curl` follows only with `--location`: it gets an empty file",
          help: "add `-L` (`--location`)",
          // Unsafe: the build gets the file that the server leads to.
          ...(edit && { fix: { title: "Add `-L`", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
