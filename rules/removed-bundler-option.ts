import { removedBundlerOptions } from "../src/analysis/removed-bundler-options.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "removed-bundler-option",
  summary: "`bundle install` is given an option that Bundler 4 does not take",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/ruby/deprecated-bundler-install-flags"],
  check: {
    file(_, context) {
      for (const { flag, setting, value } of context.use(removedBundlerOptions)) {
        const command = `bundle config set --local ${setting} ${value || "…"}`;
        context.report({
          at: flag.word.range,
          message: `Bundler 4 stops at \`${flag.name}\`, and Bundler 2 warns of it: it is a setting now`,
          help: `run \`${command}\` first, and leave the option out`,
        });
      }
    },
  },
});
