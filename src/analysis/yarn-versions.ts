import { baseName } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import type { Install } from "./installs.ts";
import { neededFiles } from "./manifests.ts";

/** Whether an install of Yarn is, or may well be, one of version 2 or later, which keeps its cache elsewhere and may run from it. */
export function usesBerry(analysis: Analysis, install: Install): boolean {
  if (install.call.flags.some(({ name }) => name === "--immutable" || name === "--immutable-cache"))
    return true;
  if (install.call.action === "workspaces focus") return true;
  if (analysis.use(corepackUse)) return true;
  return neededFiles(analysis, install).files.some((path) => baseName(path) === ".yarnrc.yml");
}

/** It installs the version of Yarn that the project names, which mostly is a later one. */
const corepackUse = defineFact("corepack-use", ({ use }): boolean => {
  for (const { command } of use(commands).inRuns()) if (command.name === "corepack") return true;
  return false;
});
