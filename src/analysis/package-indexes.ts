import type { Stage, Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type CommandSetting, commandSettings } from "./install-commands/command-setting.ts";
import { cacheState, emptiesCache } from "./install-commands/download-cache.ts";
import { hasAnyFlag, type PackageCommand, readPackageCommand } from "./install-commands/package-command.ts";
import { cacheMountTargets } from "./installs.ts";
import { isOpaque } from "./opaque-commands.ts";
import { runsScript } from "./script-files.ts";
import { stageGraph } from "./stage-graph.ts";

/** A command that fetches the list of available packages into a layer: `apt-get update`. */
export interface IndexFetch {
  readonly step: Step;
  readonly call: PackageCommand;
  /** What works with the list, in the order of the file, also in stages built on this one. */
  readonly uses: readonly IndexUse[];
  /** Where a script or an unknown program runs after it, which may work with the list, in the order of the file. */
  readonly possibleUses: readonly Step[];
}

/** An install or upgrade with a list that was fetched before. */
export interface IndexUse {
  readonly step: Step;
  readonly call: PackageCommand;
}

/** Whether its own RUN has no use for the list: what is to be said of it concerns the RUNs that do. */
export function isFetchedAlone({ step, uses, possibleUses }: IndexFetch): boolean {
  if (possibleUses.length > 0 && uses.length === 0) return false;
  return !possibleUses.includes(step) && uses.every((use) => use.step !== step);
}

interface Fetch extends IndexFetch {
  readonly setting: CommandSetting;
  readonly uses: IndexUse[];
  readonly possibleUses: Step[];
}

/** Managers whose installs don't look for a newer list themselves, and apk, before which people update all the same. */
const managers: ReadonlySet<string> = new Set(["apt-get", "pacman", "apk"]);

/** Only stages that the target needs; in the order of the file. A list in a cache mount is in no layer. */
export const indexFetches = defineFact("index-fetches", (analysis): readonly IndexFetch[] => {
  const graph = analysis.use(stageGraph);
  const fetches: Fetch[] = [];
  const atEnd = new Map<Stage, readonly Fetch[]>();
  for (const stage of analysis.file.stages) {
    if (!graph.isReachable(stage)) continue;
    let present = stage.base.kind === "stage" ? (atEnd.get(stage.base.stage) ?? []) : [];
    for (const step of stage.steps) present = presentAfter(analysis, step, { present, fetches });
    atEnd.set(stage, present);
  }
  return fetches;
});

/** Reads one step: what is fetched goes to `fetches`, what is used to the fetch. @returns the lists that are there afterwards. */
function presentAfter(
  analysis: Analysis,
  step: Step,
  { present: before, fetches }: { readonly present: readonly Fetch[]; readonly fetches: Fetch[] },
): readonly Fetch[] {
  const { instruction } = step;
  if (instruction.kind === "ONBUILD") markUnseen(before, step);
  if (instruction.kind !== "RUN") return before;
  const script = analysis.use(commands).of(instruction);
  if (script.unread !== null) markUnseen(before, step);
  const mounts = cacheMountTargets(step, analysis.file.syntax.escape);
  const { settings } = commandSettings(step, script.commands);
  let present = before;
  // A script may fetch a new list for what follows it.
  let mayBeNew = false;
  for (const [at, command] of script.commands.entries()) {
    const setting = settings[at]!;
    const call = readPackageCommand(command);
    if (command.name === "rm" || command.name === "find" || call?.does === "clean") {
      present = present.filter((fetch) => !emptiesCache({ command, setting }, fetch.call, fetch.setting));
    } else if (call === null) {
      if (!mayUseLists(command)) continue;
      markUnseen(present, step);
      mayBeNew = true;
    } else if (managers.has(call.manager.name)) {
      const ofOthers = present.filter((fetch) => fetch.call.manager !== call.manager);
      if (cacheState(call.manager.caches.slice(0, 1), call, setting, mounts).isMounted) {
        present = ofOthers;
      } else if (call.does === "index") {
        // A second try, as in `apt-get update || apt-get update`, is no other fetch.
        if (present.some((other) => other.call.manager === call.manager && other.step === step)) continue;
        const fetch: Fetch = { step, call, setting, uses: [], possibleUses: [] };
        fetches.push(fetch);
        present = [...ofOthers, fetch];
      } else if (isUse(call)) {
        const fetch = present.find((other) => other.call.manager === call.manager);
        if (fetch && !(mayBeNew && fetch.step !== step)) fetch.uses.push({ step, call });
      }
    }
  }
  return present;
}

function markUnseen(fetches: readonly Fetch[], step: Step): void {
  for (const { possibleUses } of fetches) if (possibleUses.at(-1) !== step) possibleUses.push(step);
}

/** `-y` of pacman fetches a list of its own. */
function isUse(call: PackageCommand): boolean {
  if (call.manager.name === "pacman" && hasAnyFlag(call, ["-y", "--refresh"])) return false;
  if (call.does === "other") return call.action !== "help" && call.action !== "";
  return call.does === "packages" || call.does === "upgrade";
}

/** Programs that read or renew the lists, or run a package manager. */
const relatives = /^(apt-cache|apt-file|add-apt-repository|apt-add-repository|tasksel|install_packages)$/;

function mayUseLists(command: Command): boolean {
  // What stands in `sh -c '…'` follows it in the list of commands.
  if (/^(sh|bash|dash|ash|zsh|eval)$/.test(command.name) && !runsScript(command)) return false;
  if (relatives.test(command.name) || runsScript(command) || isOpaque(command)) return true;
  // `xargs apt-get install`, `retry 3 apk add`.
  return command.words
    .slice(1)
    .some(({ text }) => /(^|[\s/])(apt-get|apt|aptitude|apk|pacman)(\s|$)/.test(text));
}
