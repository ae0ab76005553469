import { runScripts } from "../src/analysis/run-scripts.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Command } from "../src/shell/command.ts";

export default defineRule({
  id: "wget-beside-curl",
  summary: "A stage uses both `wget` and `curl`",
  category: "size",
  severity: "info",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL4001", "DS-0014", "fc775e75", "use-either-wget-or-curl", "DF058"],
  // No fix: the two have other options and defaults, and the package may be needed by other programs.
  check: {
    file(_, context) {
      /** The first uses, by stage (its triggers apart) and program. */
      const firstUses = new Map<string, Command>();
      for (const { step, script, isTrigger } of context.use(runScripts)) {
        const place = `${step.stage.index}${isTrigger ? " trigger" : ""}`;
        let isSaid =
          firstUses.has(`${place} wget`) && firstUses.has(`${place} curl`) && context.literal === null;
        for (const command of script.commands) {
          const { name } = command;
          if ((name !== "wget" && name !== "curl") || (context.literal === null && isFallback(command)))
            continue;
          if (!firstUses.has(`${place} ${name}`)) firstUses.set(`${place} ${name}`, command);
          const other = firstUses.get(`${place} ${name === "wget" ? "curl" : "wget"}`);
          if (other === undefined || isSaid) continue;
          isSaid = true;
          context.report({
            at: command.words[0]?.range ?? command.range,
            message: `\`${name}\` does what \`${other.name}\` does in the same stage: one of them is enough`,
            help: "use one of the two, and install only that",
            related: [
              { at: other.words[0]?.range ?? other.range, message: `\`${other.name}\` is used here` },
            ],
          });
        }
      }
    },
  },
});

/** `curl … || wget …`, and a branch of an `if`: the script takes whichever there is. */
function isFallback({ connector, inside }: Command): boolean {
  return connector === "||" || inside.includes("if");
}
