import { shellRemarks } from "../src/analysis/shell-remarks.ts";
import { shellCheckAlias } from "../src/knowledge/tool-codes.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "shellcheck-remark",
  summary: "ShellCheck, where it is installed, has something to say of a script",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [shellCheckAlias],
  check: {
    file(_file, context) {
      for (const { source, remark, at, fix } of context.use(shellRemarks)) {
        // hadolint asks it about nothing else.
        if (context.literal === "hadolint" && (source.instruction.kind !== "RUN" || source.isInJson))
          continue;
        const code = shellCheckAlias.replace("####", String(remark.code).padStart(4, "0"));
        context.report({
          at,
          message: `ShellCheck ${code}: ${remark.message.replace(/\.$/, "")}`,
          help: `read https://www.shellcheck.net/wiki/${code}`,
          severity: remark.level,
          aliases: [code],
          ...(fix && {
            // What is quoted is split no longer, for example: most fixes change what a script does with unusual values.
            // Safe: ShellCheck's rewriting means the same for each value, in a RUN. Unsafe: all others, and what the image records as it is
            // written: CMD, ENTRYPOINT, HEALTHCHECK, ONBUILD, or a file.
            fix: {
              title: `write it as ShellCheck proposes for ${code}`,
              applicability: fix.isSafe && source.step.instruction.kind === "RUN" ? "safe" : "unsafe",
              edits: fix.edits,
            },
          }),
        });
      }
    },
  },
});
