import { declarationEdits } from "../src/analysis/declaration-edits.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { type VolatileArguments, volatileArguments } from "../src/analysis/volatile-arguments.ts";
import { estimates } from "../src/estimate/estimates.ts";
import { defineRule } from "../src/rule/rule.ts";

const mostCommands = 3;
/** Seconds per build below which nobody notices. */
const leastSaving = 0.5;

export default defineRule({
  id: "volatile-arg-before-install",
  summary: "An argument with a new value in each build stands above an install",
  category: "cache",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["CL007"],
  check: {
    file(file, context) {
      for (const found of context.use(volatileArguments)) {
        const { declarations, installs } = found;
        const [first, ...others] = declarations;
        const [install] = installs;
        const last = installs.findLast(({ step }) => step.stage === install?.step.stage);
        if (first === undefined || install === undefined || last === undefined) continue;
        const names = declarations.map(({ name }) => name);
        const saves = context
          .use(estimates)
          .saving({ kind: "move-arguments-below", names, below: last.step });
        // It misses all the same, or costs next to nothing.
        if (saves === null || saves.seconds.mean < leastSaving) continue;
        const edits = declarationEdits(file, found, last.step);
        const it = names.length === 1 ? "it" : "them";
        const calls = [...new Set(installs.map(({ call }) => callText(call)))];
        const runs = calls.length === 1 ? "runs" : "run";
        context.report({
          at: first.range,
          message: `${listOf(names)} ${it === "it" ? "changes" : "change"} with each ${occasionOf(found)}, and ${listOf(calls)} ${runs} again for ${it}`,
          help: `move ${it} below \`${callText(last.call)}\`, right above what uses ${it}`,
          related: [
            ...others.map(({ range }) => ({ at: range, message: "this one too" })),
            {
              at: install.command.range,
              message: "a RUN has all arguments above it in its environment, used or not",
            },
          ],
          saves,
          ...(edits && {
            // Unsafe: a step in between may use the argument through a file or a script.
            fix: {
              title: "Declare below the installs",
              applicability: "unsafe",
              edits,
            },
          }),
        });
      }
    },
  },
});

function occasionOf({ declarations }: VolatileArguments): string {
  return declarations.every(({ carries }) => carries === "commit") ? "commit" : "build";
}

function listOf(texts: readonly string[]): string {
  const all = texts.map((text) => `\`${text}\``);
  const named = all.length > mostCommands + 1 ? all.slice(0, mostCommands) : all;
  if (named.length < all.length) named.push(`${all.length - named.length} more`);
  const last = named.pop() ?? "";
  return named.length === 0 ? last : `${named.join(", ")} and ${last}`;
}
