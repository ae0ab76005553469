import { runScripts } from "../src/analysis/run-scripts.ts";
import { needlessSudo } from "../src/analysis/sudo-calls.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "sudo-in-build",
  summary: "A step asks for the rights that it has",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [
    "DL3004",
    "DS-0010",
    "CKV2_DOCKER_1",
    "8ada6e80",
    "sudo_usage",
    "no-sudo-in-dockerfile",
    "DKL-DI-0001",
    "DF010",
    "SEC005",
  ],
  check: {
    file(_, context) {
      for (const { step, script } of context.use(runScripts)) {
        for (const command of script.commands) {
          const sudo = command.wrappers.find(({ name }) => name === "sudo");
          if (sudo === undefined && command.name !== "sudo") continue;
          const needless = sudo === undefined ? null : needlessSudo(context.analysis, step, command);
          if (needless === null && context.literal === null) continue;
          context.report({
            at: sudo?.range ?? command.range,
            message:
              needless === null
                ? "`sudo` runs a program as another user than the one the step has"
                : `\`sudo\` does nothing here: the step runs as root (${needless.reason})`,
            help:
              needless === null
                ? "change the user with `USER` around the step"
                : "leave it out; no package has to be installed for it then",
            ...(needless?.edit == null
              ? {}
              : // Unsafe: `sudo` sets other variables, such as `HOME`, than the step has.
                { fix: { title: "Remove `sudo`", applicability: "unsafe", edits: [needless.edit] } }),
          });
        }
      }
    },
  },
});
