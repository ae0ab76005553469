import { callText } from "../src/analysis/install-commands/reading.ts";
import { type UnpinnedInstall, unpinnedInstalls } from "../src/analysis/unpinned-packages.ts";
import { defineRule } from "../src/rule/rule.ts";

/** By the name of the manager. */
const codes: Readonly<Record<string, readonly string[]>> = {
  "apt-get": ["DL3008", "965a08d7", "DF005"],
  pip: ["DL3013", "02d9c71f", "DF051"],
  uv: ["DL3013", "02d9c71f", "DF051"],
  npm: ["DL3016", "e36d8880"],
  apk: ["DL3018", "d3499f6d", "DF052"],
  gem: ["DL3028", "22cd11f7", "DF053"],
  yum: ["DL3033", "6452c424"],
  zypper: ["DL3037", "562952e4"],
  dnf: ["DL3041", "93d88cf7"],
  microdnf: ["DL3041", "93d88cf7"],
  go: ["DL3062", "DF054"],
};

export default defineRule({
  id: "unpinned-packages",
  summary: "Packages are installed in whatever version is the newest",
  category: "reproducibility",
  severity: "info",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: [...new Set(Object.values(codes).flat())],
  // No fix: the versions that fit are known to the package server alone.
  check: {
    file(_, context) {
      for (const { call, pins, packages } of context.use(unpinnedInstalls)) {
        // hadolint has this rule for apt-get alone.
        if (context.literal === "hadolint" && /^(apt|aptitude)$/.test(call.command.name)) continue;
        const { name } = packages[0]!;
        context.report({
          at: { start: packages[0]!.word.range.start, end: packages.at(-1)!.word.range.end },
          aliases: codes[call.manager.name] ?? [],
          message: `\`${callText(call)}\` takes ${namesOf(packages)} in the newest version that there is`,
          help: `name the version, as in \`${pins.example(name, call.action)}\`${pins.advice ?? ""}`,
        });
      }
    },
  },
});

/** More names than these are counted. */
const mostNames = 3;

function namesOf(packages: UnpinnedInstall["packages"]): string {
  const names = packages.slice(0, mostNames).map(({ name }) => `\`${name}\``);
  const more = packages.length - names.length;
  if (more > 0) names.push(more === 1 ? "one more" : `${more} more`);
  const last = names.pop()!;
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
