import { hash64 } from "../text/hash64.ts";
import type { BuildLog } from "./build-log.ts";
import { historyReader } from "./image-history.ts";
import { logLines } from "./log-lines.ts";
import { plainReader } from "./plain-progress.ts";
import { rawReader } from "./raw-progress.ts";

/**
 * Reads what builds have printed: `--progress=rawjson` or `plain`, `docker buildx history logs`, `docker history`, with the timestamps of a CI
 * service or without. Every line tells by itself what it is, so all of this may stand in one text, and other lines between. Never throws; linear.
 */
export function readLog(text: string): BuildLog {
  const raw = rawReader();
  const plain = plainReader();
  const history = historyReader();
  let stamped = 0;
  let summary = 0;
  for (const line of logLines(text)) {
    if (raw.read(line.text)) continue;
    if (plain.read(line)) {
      if (line.time !== null) stamped++;
    } else if (!history.read(line.text) && isOfSummary(line.text)) summary++;
  }
  let textName: string | null = null;
  const idOf = (time: number | null, index: number): string => {
    if (time !== null) return hash64(`at ${time.toFixed(3)}`);
    textName ??= hash64(text);
    return hash64(`${index} of ${textName}`);
  };
  const builds = [...raw.finish(), ...plain.finish()]
    .filter(({ steps }) => steps.length > 0)
    .map((build, index) => ({ ...build, id: idOf(build.time, index) }));
  return {
    builds,
    layers: history.layers,
    isOfCi: stamped > 0,
    isSummary: builds.length === 0 && history.layers.length === 0 && summary > 0,
  };
}

/** The text form and the JSON form of `docker buildx history inspect`. */
function isOfSummary(line: string): boolean {
  return /^Build Steps:\t|^ {2}"NumCachedSteps": \d/.test(line);
}
