import { type DroppedCleanUps, droppedCleanUps } from "../analysis/dropped-clean-ups.ts";
import type { Analysis } from "../analysis/fact.ts";
import { callText } from "../analysis/install-commands/reading.ts";
import type { MissingMount } from "../analysis/missing-mounts.ts";
import { mountEdits } from "../analysis/mount-edits.ts";
import { pricedMounts } from "../estimate/priced-mounts.ts";
import { leftDownloads } from "./left-downloads.ts";
import type { Move, Proposals, Refusal } from "./moves.ts";

/** Cache mounts for installs whose downloads or compiled results are made anew in each run; what would leave the mount empty goes. */
export function mountMoves(analysis: Analysis): Proposals {
  const moves: Move[] = [];
  const refusals: Refusal[] = [];
  for (const { missing, saves } of analysis.use(pricedMounts)) {
    const call = callText(missing.install.call);
    const { step } = missing.install;
    const dropped = droppedCleanUps(analysis, missing);
    const texts = typeof dropped === "string" ? [] : dropped.texts.map((text) => `\`${text}\``);
    const keeps = `Keep the ${missing.keeps === "results" ? "compiled results" : "downloads"} of \`${call}\` in a cache mount`;
    const title = texts.length === 0 ? keeps : `${keeps}, without ${texts.join(", ")}`;
    const reason = reasonAgainst(analysis, missing, dropped);
    const edits = mountEdits(missing, dropped);
    if (reason !== null || edits === null) {
      refusals.push({
        title,
        step,
        reason: reason ?? "more than flags would have to change",
        edits: null,
        saves,
      });
      continue;
    }
    const kept = `What the mount holds is a cache: \`${call}\` gives the same result without it, and no later step or stage reads it. What the image no longer holds is that cache.`;
    const gone = `${texts.join(", ")} did nothing but keep it out of the image, as the mount does.`;
    moves.push({
      kind: "cache-mount",
      step,
      title,
      why: texts.length === 0 ? kept : `${kept} ${gone}`,
      edits,
    });
  }
  return { moves, refusals };
}

function reasonAgainst(
  analysis: Analysis,
  missing: MissingMount,
  dropped: DroppedCleanUps | string,
): string | null {
  const { owner, note } = missing;
  if (owner !== null)
    return `the number of the user \`${owner}\` is not known, who can't write to the mount without it`;
  if (note !== null) return `it takes more than a mount: ${note}`;
  if (typeof dropped === "string") return dropped;
  return dropped.isRemoval ? leftDownloads(analysis, missing) : null;
}
