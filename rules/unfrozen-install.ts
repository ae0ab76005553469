import { callText } from "../src/analysis/install-commands/reading.ts";
import type { Install } from "../src/analysis/installs.ts";
import { lockedInstalls } from "../src/analysis/locked-installs.ts";
import { usesBerry } from "../src/analysis/yarn-versions.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

export default defineRule({
  id: "unfrozen-install",
  summary: "An install may choose other versions than the lockfile has",
  category: "reproducibility",
  severity: "info",
  preset: "strict",
  fixable: true,
  needs: ["context"],
  since: "0.1.0",
  aliases: ["DF031", "tally/ruby/missing-bundle-deployment"],
  check: {
    file(_, context) {
      for (const { install, lockfile, lockfileIs } of context.use(lockedInstalls)) {
        if (lockfileIs !== "beside-manifest" || install.isFrozen || install.isOffline) continue;
        const advice = adviceFor(install, context);
        if (advice === null) continue;
        const fix = fixOf(install);
        context.report({
          at: install.command.range,
          message: `where \`${lockfile}\` does not fit the manifest, \`${callText(install.call)}\` chooses other versions and says nothing`,
          help: advice,
          ...(fix && { fix }),
        });
      }
    },
  },
});

/** `null` for managers that stop by themselves, or know nothing of the kind. */
function adviceFor(install: Install, { analysis }: RuleContext): string | null {
  const { manager, action } = install.call;
  // It has no such option.
  if (action === "workspaces focus") return null;
  const { flags = [], actions = [], variables = [] } = manager.frozen ?? {};
  if (manager.name === "yarn" && usesBerry(analysis, install)) return "add `--immutable`";
  // Bundler has given up its options for settings.
  if (manager.name === "bundler" && variables[0]) return `set \`${variables[0].name}=true\``;
  if (flags[0] !== undefined) return `add \`${flags[0]}\``;
  return actions[0] === undefined ? null : `run \`${manager.name} ${actions[0]}\``;
}

/** `npm install` becomes `npm ci`. */
function fixOf({ manager, call }: Install): Fix | null {
  if (manager !== "npm" || (call.action !== "install" && call.action !== "i")) return null;
  const word = call.command.words.find(({ text }) => text === call.action);
  if (word === undefined || word.quoted) return null;
  // Unsafe: `npm ci` stops where the lockfile does not fit the manifest, and installs anew what is there.
  return {
    title: "Run `npm ci`",
    applicability: "unsafe",
    edits: [{ range: word.range, text: "ci" }],
  };
}
