import { commands } from "../src/analysis/commands.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { packageCalls } from "../src/analysis/package-calls.ts";
import { removeCommand } from "../src/analysis/script-edits.ts";
import { systemUpgrades } from "../src/knowledge/system-upgrades.ts";
import { defineRule } from "../src/rule/rule.ts";

/** By the name of the manager: those about both ways, about a plain upgrade, and about a change of release. */
const codes: Readonly<Record<string, Readonly<Record<"either" | "upgrade" | "release", readonly string[]>>>> =
  {
    "apt-get": {
      either: ["DL3005", "avoid-apt-get-upgrade", "DF069"],
      upgrade: ["apt-get-upgrade"],
      release: ["DS-0024", "DKL-DI-0003", "apt-get-dist-upgrade"],
    },
    apk: { either: ["DL3017", "avoid-apk-upgrade"], upgrade: [], release: [] },
    dnf: { either: ["DL3039", "avoid-dnf-update"], upgrade: [], release: [] },
    yum: { either: ["DL3031", "avoid-yum-update"], upgrade: [], release: [] },
    zypper: { either: [], upgrade: ["avoid-zypper-update"], release: ["DL3035", "DF044"] },
  };
const anyManager = "CL009";

export default defineRule({
  id: "system-upgrade",
  summary: "A build upgrades all packages of its base image",
  category: "reproducibility",
  severity: "info",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: [...Object.values(codes).flatMap((each) => Object.values(each).flat()), anyManager],
  check: {
    file(_, context) {
      for (const { call, command, step } of context.use(packageCalls)) {
        const { name } = call.manager;
        const known = Object.hasOwn(systemUpgrades, name) ? systemUpgrades[name]! : null;
        const isRelease = known?.release.includes(call.action) === true;
        const isUpgrade = known?.upgrade.includes(call.action) === true && call.operands.length === 0;
        if (!isRelease && !isUpgrade) continue;
        const own = Object.hasOwn(codes, name) ? codes[name] : undefined;
        const script = context.use(commands).of(step.instruction);
        const edit = removeCommand(context.file, step, { script, command });
        context.report({
          at: command.range,
          aliases: [...(own?.either ?? []), ...(own?.[isRelease ? "release" : "upgrade"] ?? []), anyManager],
          message: isRelease
            ? `\`${callText(call)}\` may replace and remove packages of the base image as of the day of the build`
            : `\`${callText(call)}\` upgrades the packages of the base image to those of the day of the build`,
          help: "build on a newer base image instead, and let a bot renew it",
          // Unsafe: the image gets the packages of its base, and not the newest ones.
          ...(edit && { fix: { title: "Remove the upgrade", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
