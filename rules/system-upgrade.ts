import { callText } from "../src/analysis/install-commands/reading.ts";
import { packageCalls } from "../src/analysis/package-calls.ts";
import { systemUpgrades } from "../src/knowledge/system-upgrades.ts";
import { defineRule } from "../src/rule/rule.ts";

/** What the codes are about, by the name of the manager: only changes of release. */
const codes: Readonly<Record<string, readonly string[]>> = {
  "apt-get": ["DS-0024", "DKL-DI-0003"],
  zypper: ["DL3035"],
};

export default defineRule({
  id: "system-upgrade",
  summary: "A build upgrades all packages of its base image",
  category: "reproducibility",
  severity: "info",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: Object.values(codes).flat(),
  check: {
    file(_, context) {
      for (const { call, command } of context.use(packageCalls)) {
        const { name } = call.manager;
        const known = Object.hasOwn(systemUpgrades, name) ? systemUpgrades[name]! : null;
        const isRelease = known?.release.includes(call.action) === true;
        const isUpgrade = known?.upgrade.includes(call.action) === true && call.operands.length === 0;
        if (!isRelease && !isUpgrade) continue;
        context.report({
          at: command.range,
          aliases: isRelease ? (codes[name] ?? []) : [],
          message: isRelease
            ? `\`${callText(call)}\` may replace and remove packages of the base image as of the day of the build`
            : `\`${callText(call)}\` upgrades the packages of the base image to those of the day of the build`,
          help: "build on a newer base image instead, and let a bot renew it",
        });
      }
    },
  },
});
