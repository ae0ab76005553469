import { projectFilesOf } from "../knowledge/ecosystems.ts";
import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { resolvePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { contextDirectoryAt } from "./context-directory.ts";
import { contextIndex } from "./context-index.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type PackageCommandInStep, packageCommands } from "./installs.ts";

/**
 * Calls of package managers that stand in a RUN and do not run in this project: `if [ -f yarn.lock ]; then yarn; elif [ -f
 * pnpm-lock.yaml ]; then …` is written for every project. Of managers of one ecosystem in branches of one RUN, the one whose lockfile
 * is in the context runs; where none is, or no context can be seen, the first.
 */
export const untakenBranches = defineFact("untaken-branches", (analysis): ReadonlySet<Command> => {
  const choices = new Map<Step, Map<string, PackageCommandInStep[]>>();
  for (const found of analysis.use(packageCommands)) {
    const { ecosystem } = found.call.manager;
    if (ecosystem === "system" || !isInBranch(found.command)) continue;
    const ofStep = choices.get(found.step) ?? new Map<string, PackageCommandInStep[]>();
    choices.set(found.step, ofStep);
    const others = ofStep.get(ecosystem);
    if (others === undefined) ofStep.set(ecosystem, [found]);
    else others.push(found);
  }
  const untaken = new Set<Command>();
  for (const [step, ofStep] of choices) {
    for (const calls of ofStep.values()) {
      const managers = [...new Set(calls.map(({ call }) => call.manager.name))];
      const taken = managers.find((manager) => hasLockfile(analysis, step, manager)) ?? managers[0];
      for (const { command, call } of calls) if (call.manager.name !== taken) untaken.add(command);
    }
  }
  return untaken;
});

function isInBranch(command: Command): boolean {
  return command.inside.some((enclosure) => enclosure === "if" || enclosure === "case");
}

function hasLockfile(analysis: Analysis, step: Step, manager: string): boolean {
  const context = analysis.use(buildContext);
  const files = projectFilesOf(manager)?.files ?? [];
  if (context === null || context.problem !== null || files.length === 0) return false;
  const index = contextIndex(context.files());
  const { path } = step.state.workdir;
  const place = {
    path: path ?? ".",
    isBelowUnknownWorkdir: path === null,
    names: files
      .filter(({ role, required }) => role === "manifest" && required === "always")
      .map((file) => file.pattern),
  };
  const directory = contextDirectoryAt(analysis, step, place) ?? ".";
  return files.some(
    ({ role, pattern }) => role === "lockfile" && index.files.has(resolvePath(directory, pattern)),
  );
}
