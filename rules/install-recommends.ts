import { callText } from "../src/analysis/install-commands/reading.ts";
import {
  everyRecommendingInstall,
  type RecommendingInstall,
  recommendingInstalls,
} from "../src/analysis/recommending-installs.ts";
import { insertAfterAction } from "../src/analysis/script-edits.ts";
import { wantsCertificates } from "../src/knowledge/apt-recommendations.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "install-recommends",
  summary: "Packages come along that nothing asks for",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [
    "DL3015",
    "DS-0029",
    "7384dfb2",
    "aptGetInstallUseNoRec",
    "apt-get_recommends",
    "missing-no-install-recommends",
    "DF016",
    "PERF005",
  ],
  check: {
    file(_, context) {
      const installs = context.literal === "hadolint" ? everyRecommendingInstall : recommendingInstalls;
      for (const found of context.use(installs)) {
        const { call, command } = found;
        const fix = fixOf(found);
        context.report({
          at: command.range,
          message: `\`${callText(call)}\` also installs what its packages only recommend${amountOf(found)}`,
          help: `add \`--no-install-recommends\`, and name those that are needed${exampleOf(found)}`,
          ...(fix && { fix }),
        });
      }
    },
  },
});

function amountOf({ heaviest }: RecommendingInstall): string {
  if (heaviest === null) return "";
  const { name, brings } = heaviest;
  const packages = brings.packages === 1 ? "one package" : `${brings.packages} packages`;
  return `: for \`${name}\`, ${packages} with ${brings.megabytes} MB on Debian 12`;
}

/** The package that `https` would fail without. */
function wantingCertificates({ packages, hasCertificates }: RecommendingInstall) {
  if (hasCertificates) return null;
  return packages.find(({ name }) => wantsCertificates.has(name)) ?? null;
}

function exampleOf(found: RecommendingInstall): string {
  const wanting = wantingCertificates(found);
  return wanting === null ? "" : `, such as \`ca-certificates\` for \`${wanting.name}\``;
}

function fixOf(found: RecommendingInstall): Fix | null {
  const edit = insertAfterAction(found.call, "--no-install-recommends");
  if (edit === null) return null;
  const word = wantingCertificates(found)?.word ?? null;
  // Unsafe: packages that come along by recommendation are missing from the image.
  return {
    title: "Add `--no-install-recommends`",
    applicability: "unsafe",
    edits:
      word === null
        ? [edit]
        : [edit, { range: { start: word.range.start, end: word.range.start }, text: "ca-certificates " }],
  };
}
