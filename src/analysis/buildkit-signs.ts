import type { Instruction } from "../syntax/nodes.ts";
import { defineFact } from "./fact.ts";

/** Whether the file uses anything that only BuildKit and builders like it understand: a `# syntax` line, mounts, heredocs, `--link`. */
export const buildKitSigns = defineFact("buildkit-signs", ({ file }): boolean => {
  const { directives, instructions } = file.syntax;
  return directives.some(({ name }) => name === "syntax") || instructions.some(isSign);
});

/** Flags that the builder before it had as well. */
const oldFlags = new Set(["from", "chown", "platform", "interval", "timeout", "start-period", "retries"]);

function isSign({ flags, heredocs }: Instruction): boolean {
  return heredocs.length > 0 || flags.some(({ name }) => !oldFlags.has(name));
}
