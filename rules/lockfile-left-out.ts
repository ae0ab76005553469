import { callText } from "../src/analysis/install-commands/reading.ts";
import { leftOutLockfiles } from "../src/analysis/left-out-lockfiles.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "lockfile-left-out",
  summary: "An install does not get the lockfile that the project has",
  category: "reproducibility",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  needs: ["context"],
  since: "0.1.0",
  aliases: ["manifest-without-lockfile"],
  check: {
    file(_, context) {
      // One copy of it helps all installs below.
      const reported = new Set<string>();
      for (const { install, lockfile, bringer, isRequired, copy } of context.use(leftOutLockfiles)) {
        const key = `${bringer.step.instruction.index} ${lockfile}`;
        if (reported.has(key)) continue;
        reported.add(key);
        const command = `\`${callText(install.call)}\``;
        const lacks = `\`${lockfile}\`, which the image does not have`;
        context.report({
          at: install.command.range,
          message: isRequired
            ? `${command} needs ${lacks}`
            : `${command} chooses all versions anew: they stand in ${lacks}`,
          help: `copy \`${lockfile}\` along with the manifest`,
          related: [{ at: bringer.step.instruction.range, message: "this brings the manifest" }],
          ...(copy && {
            // Unsafe: the install takes the versions of the lockfile.
            fix: { title: `Copy \`${lockfile}\` too`, applicability: "unsafe", edits: [copy] },
          }),
        });
      }
    },
  },
});
