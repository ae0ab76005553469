import { rules } from "../../rules/index.ts";
import { ruleNames } from "../config/rule-names.ts";
import type { FixTrust } from "../engine/choose-fixes.ts";
import type { Finding } from "../rule/finding.ts";
import type { Invocation, Output } from "./arguments.ts";
import { namesOf } from "./load-config.ts";

/** Which fixes are applied, and whether they are only shown. */
export interface Fixing {
  readonly trust: FixTrust;
  readonly isShownOnly: boolean;
  readonly isWanted: (finding: Finding) => boolean;
}

/** What the options say of fixing; `null` when nothing is to be fixed. */
export function readFixing(invocation: Invocation): Fixing | null {
  const asked = invocation.text("fix");
  const isShownOnly = invocation.has("diff");
  if (asked === null && !isShownOnly) return null;
  const names = ruleNames(rules);
  const wanted = new Set(
    namesOf(invocation, "fix-rule").flatMap((name) => names.find(name).map(({ id }) => id)),
  );
  return {
    trust: asked === "unsafe" ? "unsafe" : "safe",
    isShownOnly,
    isWanted: ({ rule }) => wanted.size === 0 || wanted.has(rule),
  };
}

/** Why fixing and the other options can't go together; `null` when they can. */
export function fixingObstacle(invocation: Invocation): string | null {
  const fixing = readFixing(invocation);
  if (fixing === null)
    return namesOf(invocation, "fix-rule").length > 0 ? "`--fix-rule` goes with `--fix` or `--diff`" : null;
  const option = fixing.isShownOnly ? "--diff" : "--fix";
  if (invocation.has("add-ignores"))
    return `\`${option}\` and \`--add-ignores\` can't go together; fix first, then hide the rest`;
  const [{ format, file }] = invocation.outputs as readonly [Output];
  if (fixing.isShownOnly && invocation.outputs.length > 1)
    return "`--diff` prints a unified diff and no other format";
  if (fixing.isShownOnly && format !== "text" && format !== "json")
    return `\`--diff\` prints a unified diff, or has it in JSON; not in \`--format ${format}\``;
  const isPiped = invocation.operands.includes("-") && !fixing.isShownOnly;
  if (isPiped && invocation.operands.length > 1)
    return "`--fix` prints the text that it reads from `-`, so `-` has to stand alone";
  if (isPiped && (format !== "text" || file !== null))
    return "`--fix` prints the fixed text for `-`; leave out `--format` and `--output`";
  return null;
}
