import { type EarlyCopy, earlyCopies } from "../src/analysis/early-copies.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { splitEdits } from "../src/analysis/split-edits.ts";
import type { Saving } from "../src/estimate/estimate.ts";
import { type Estimates, estimates } from "../src/estimate/estimates.ts";
import { warmRatios } from "../src/knowledge/cost-priors.ts";
import { projectFilesOf } from "../src/knowledge/ecosystems.ts";
import { defineRule } from "../src/rule/rule.ts";

/** A directory of its own beside the manifests has to cost this much, in seconds, before it is worth a word. */
const leastSavingOfPart = 2;
const mostNames = 4;
const fixTitle = "Copy the manifests first, install, then copy the rest";

export default defineRule({
  id: "copy-before-install",
  summary: "An install runs again for files that it does not read",
  category: "cache",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DF070", "CL001", "PERF001", "broad-copy-before-deps"],
  check: {
    file(_, context) {
      for (const early of context.use(earlyCopies)) {
        const { install, copy } = early;
        const saves = savingOf(early, context.use(estimates));
        if (saves === null && isPriced(early)) continue;
        if (!copy.whole && (saves?.seconds.mean ?? 0) < leastSavingOfPart) continue;
        const edits = splitEdits(context.analysis, early);
        context.report({
          at: install.command.range,
          message: messageOf(early),
          help: helpOf(early),
          related: [
            {
              at: copy.step.instruction.range,
              message: `this brings ${copy.whole ? "the whole build context" : "more than the install reads"}`,
            },
          ],
          saves,
          // Unsafe: an install may read files that nothing tells of.
          ...(edits && { fix: { title: fixTitle, applicability: "unsafe", edits } }),
        });
      }
    },
  },
});

function messageOf({ install, reads, needed, carried }: EarlyCopy): string {
  const command = `\`${callText(install.call)}\``;
  const change =
    carried === null
      ? "any change to the build context"
      : `a change to ${carried === 1 ? "a file" : `any of ${carried} files`} that it does not read`;
  if (reads === "nothing") return `${command} runs again after ${change}`;
  const names = namesOf(needed.files);
  if (reads === "sources") {
    const builds = carried === null ? change : change.replace(" that it does not read", "");
    return `${command} fetches all dependencies again after ${builds}; they depend only on ${names}`;
  }
  return `${command} runs again after ${change}; it needs only ${names}`;
}

function helpOf({ install, copy, reads, needed }: EarlyCopy): string {
  const { keyword } = copy.step.instruction;
  if (reads === "nothing") return `move it above the ${keyword.text}`;
  const names = namesOf(needed.files);
  const table = projectFilesOf(install.manager)?.install;
  const command = reads === "sources" && table ? table : callText(install.call);
  const first = copy.kind === "bind" ? `mount only ${names}` : `copy ${names} first`;
  const rest = reads === "sources" ? "then copy the rest and build" : "then copy the rest";
  const caution =
    needed.obstacles[0]?.message ?? (needed.missingLockfile ? "there is no lockfile, so commit one" : null);
  return `${first}, run \`${command}\`, ${rest}${caution === null ? "" : `; mind that ${caution}`}`;
}

function namesOf(files: readonly string[]): string {
  const named = files.length > mostNames + 1 ? files.slice(0, mostNames) : files;
  const rest = files.length - named.length;
  const parts = [...named.map((name) => `\`${name}\``), ...(rest > 0 ? [`${rest} more`] : [])];
  const last = parts.pop() ?? "its manifests";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

/** Manifests alone, install, the rest; where a build fetches too, the fetching moves up and the rest of the build stays. */
function savingOf({ install, copy, reads }: EarlyCopy, { saving }: Estimates): Saving | null {
  if (reads !== "sources") {
    return saving({ kind: "split-manifests", copy: copy.step, installs: [install.step] });
  }
  const { alpha, beta } = warmRatios[install.manager] ?? unknownRatio;
  const rest = { kind: "beta", alpha, beta } as const;
  return saving({ kind: "fetch-before-copy", copy: copy.step, build: install.step, rest });
}

/** Whether a missing saving means that there is none: changes across stages, and mounts, can't be priced. */
function isPriced({ install, copy }: EarlyCopy): boolean {
  return copy.kind !== "bind" && copy.step.stage === install.step.stage;
}

const unknownRatio = { alpha: 5, beta: 5 };
