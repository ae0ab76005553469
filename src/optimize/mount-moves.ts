import type { Analysis } from "../analysis/fact.ts";
import { callText } from "../analysis/install-commands/reading.ts";
import type { MissingMount } from "../analysis/missing-mounts.ts";
import { mountEdits } from "../analysis/mount-edits.ts";
import { pricedMounts } from "../estimate/priced-mounts.ts";
import type { Move, Proposals, Refusal } from "./moves.ts";

/** Cache mounts for installs whose downloads or compiled results are made anew in each run. */
export function mountMoves(analysis: Analysis): Proposals {
  const moves: Move[] = [];
  const refusals: Refusal[] = [];
  for (const { missing } of analysis.use(pricedMounts)) {
    const call = callText(missing.install.call);
    const title = `Keep the ${missing.keeps === "results" ? "compiled results" : "downloads"} of \`${call}\` in a cache mount`;
    const reason = reasonAgainst(missing);
    const edits = mountEdits(missing, analysis.file.text);
    if (reason !== null || edits === null) {
      const step = missing.install.step;
      refusals.push({ title, step, reason: reason ?? "more than flags would have to change", edits });
      continue;
    }
    moves.push({
      kind: "cache-mount",
      step: missing.install.step,
      title,
      why: `What the mount holds is a cache: \`${call}\` gives the same result without it, and no later step or stage reads it. What the image no longer holds is that cache.`,
      edits,
    });
  }
  return { moves, refusals };
}

/** Options and clean-ups that leave the cache empty are there for the size of the image, which the mount sees to as well; but they are more than a flag. */
function reasonAgainst({ owner, note, emptiedBy }: MissingMount): string | null {
  if (owner !== null)
    return `the number of the user \`${owner}\` is not known, who can't write to the mount without it`;
  if (note !== null) return `it takes more than a mount: ${note}`;
  if (emptiedBy !== null && emptiedBy.kind !== "flag")
    return "something empties the cache, and would have to go as well";
  return null;
}
