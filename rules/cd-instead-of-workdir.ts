import { runScripts } from "../src/analysis/run-scripts.ts";
import { workdirEdits } from "../src/analysis/workdir-edits.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Command } from "../src/shell/command.ts";

const anywhere = ["DL3003", "DS-0013", "use-workdir", "DF008"];

export default defineRule({
  id: "cd-instead-of-workdir",
  summary: "A step changes its directory by itself",
  category: "style",
  severity: "info",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: [...anywhere, "f4a6bcd3"],
  check: {
    file(_, context) {
      for (const { script, step, isTrigger } of context.use(runScripts)) {
        if (isTrigger) continue;
        for (const command of script.commands) {
          if (command.name !== "cd") continue;
          if (context.literal === null && !isForAllOfIt(command)) continue;
          const path = command.words[1]?.text ?? "";
          const edits = workdirEdits(context.analysis, step, command);
          context.report({
            at: command.range,
            message:
              "`cd` changes the directory of this RUN only, where `WORKDIR` says it for all that follows",
            help: "write `WORKDIR` above the RUN; a `cd` between other commands is fine",
            aliases: /^[/~]|^$/.test(path) ? anywhere : [...anywhere, "f4a6bcd3"],
            // Unsafe: WORKDIR makes a directory that is missing, where `cd` stops the build.
            ...(edits && { fix: { title: "Write `WORKDIR`", applicability: "unsafe", edits } }),
          });
        }
      }
    },
  },
});

/** Whether a RUN begins with it: then all of the RUN works there, and WORKDIR would do. */
function isForAllOfIt({ index, inside, pipeline, words }: Command): boolean {
  return index === 0 && inside.length === 0 && pipeline === null && words.length === 2;
}
