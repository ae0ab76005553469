import { sparseAccounts } from "../src/analysis/sparse-accounts.ts";
import { defineRule } from "../src/rule/rule.ts";
import { byteSize } from "../src/text/byte-size.ts";

export default defineRule({
  id: "sparse-login-log",
  summary: "A user with a high number makes the login logs huge",
  category: "size",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3046", "DF064"],
  check: {
    file(_, context) {
      for (const { command, word, uid, bytes } of context.use(sparseAccounts)) {
        const [program] = command.words;
        context.report({
          at: word.range,
          message: `user number ${uid} makes the login logs ${byteSize(bytes)} long, mostly holes, which not everything that packs layers keeps`,
          help: "add `--no-log-init` to `useradd`",
          ...(program === undefined || program.quoted
            ? {}
            : {
                // Unsafe: the user is in no log of logins.
                fix: {
                  title: "Add `--no-log-init`",
                  applicability: "unsafe",
                  edits: [
                    { range: { start: program.range.end, end: program.range.end }, text: " --no-log-init" },
                  ],
                },
              }),
        });
      }
    },
  },
});
