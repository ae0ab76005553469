import { settingCommand, settingEdits } from "../src/analysis/bundler-edits.ts";
import { removedBundlerOptions } from "../src/analysis/removed-bundler-options.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "removed-bundler-option",
  summary: "`bundle install` is given an option that Bundler 4 does not take",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/ruby/deprecated-bundler-install-flags"],
  check: {
    file(_, context) {
      for (const option of context.use(removedBundlerOptions)) {
        const { flag } = option;
        const edits = settingEdits(context.file, option);
        context.report({
          at: flag.word.range,
          message: `Bundler 4 stops at \`${flag.name}\`, and Bundler 2 warns of it: it is a setting now`,
          help: `run \`${settingCommand(option)}\` first, and leave the option out`,
          // Unsafe: the setting holds for all later calls, as that of most options, but not of all, did with Bundler 2.
          ...(edits && { fix: { title: "Set it before", applicability: "unsafe", edits } }),
        });
      }
    },
  },
});
