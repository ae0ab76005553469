import { buildKitSigns } from "../src/analysis/buildkit-signs.ts";
import { droppedCleanUps } from "../src/analysis/dropped-clean-ups.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import type { MissingMount } from "../src/analysis/missing-mounts.ts";
import { mountEdits } from "../src/analysis/mount-edits.ts";
import { pricedMounts } from "../src/estimate/priced-mounts.ts";
import type { Step } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "missing-cache-mount",
  summary: "An install that runs often downloads everything anew each time",
  category: "cache",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/prefer-package-cache-mounts", "CL004", "build-without-cache-mount"],
  check: {
    file(_, context) {
      const priced = context
        .use(pricedMounts)
        .toSorted((a, b) => b.saves.seconds.mean - a.saves.seconds.mean);
      const covered = new Set<Step>();
      for (const { missing, saves } of priced) {
        const { install, readers, emptiedBy } = missing;
        // Whoever keeps downloads out of the layer may do so for a builder that knows no mounts.
        if (emptiedBy !== null && !context.use(buildKitSigns)) continue;
        if (covered.has(install.step)) continue;
        for (const step of readers) covered.add(step);
        const edits = mountEdits(missing, droppedCleanUps(context.analysis, missing));
        context.report({
          at: install.command.range,
          message: messageOf(missing),
          help: helpOf(missing),
          related: readers
            .filter((step) => step !== install.step)
            .map(({ instruction }) => ({
              at: instruction.range,
              message: "this reads the same cache, so it needs the same mount",
            })),
          saves,
          // Unsafe: the builder has to know mounts, and the cache is no longer in the image.
          ...(edits && { fix: { title: "Add the cache mount", applicability: "unsafe", edits } }),
        });
      }
    },
  },
});

function messageOf({ install, keeps }: MissingMount): string {
  const command = `\`${callText(install.call)}\``;
  return keeps === "results"
    ? `${command} compiles all packages again each time it runs`
    : `${command} downloads all packages again each time it runs`;
}

function helpOf({ flags, owner, emptiedBy, note }: MissingMount): string {
  const mounts = flags.map((flag) => `\`${flag}\``).join(" and ");
  const more = [
    ...(owner === null
      ? []
      : [`with \`uid=\` and the number of \`${owner}\`, who can't write there otherwise`]),
    ...(emptiedBy === null ? [] : [`and drop ${nameOf(emptiedBy)}, which leaves the cache empty`]),
    ...(note === null ? [] : [`and ${note}`]),
  ];
  const words = [`add ${mounts} to the RUN`, ...more].join(", ");
  return `${words}; it pays on builders that keep their state and does nothing on CI machines that start empty`;
}

function nameOf(emptying: NonNullable<MissingMount["emptiedBy"]>): string {
  if (emptying.kind === "clean-up") return "the clean-up";
  return `\`${emptying.kind === "flag" ? emptying.text : emptying.name}\``;
}
