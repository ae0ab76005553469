import type { Step } from "../model/build-file.ts";
import { commands } from "./commands.ts";
import { defineFact } from "./fact.ts";
import { installs } from "./installs.ts";

/** A RUN that makes the program, or files that it serves, out of its sources. */
export interface BuildStep {
  readonly step: Step;
  /** Key of `src/knowledge/ecosystems.ts`; `null` where the command doesn't tell, as `make` does not. */
  readonly ecosystem: string | null;
}

const buildWord =
  /(?:^|[:/])(?:assemble|build|bundle|compile|generate|package|precompile|publish|release|tsc)(?:$|:)/i;

const nodePrograms =
  /^(?:bun|bunx|esbuild|gulp|ng|next|npm|npx|nx|parcel|pnpm|rollup|tsc|turbo|vite|vue-cli-service|webpack|yarn)$/;

/** What takes a folder called `build` for an operand. */
const fileProgram =
  /^(?:\.|\[|\[\[|apk|apt|apt-get|cat|cd|chmod|chown|cp|echo|export|find|ls|mkdir|mv|printf|rm|tar|test|touch)$/;

/** Builds in the order of the file, one for each command. `bundle install` and the like are installs and none. */
export const buildSteps = defineFact("build-steps", ({ use }): readonly BuildStep[] => {
  const byCommand = new Map(use(installs).map((install) => [install.command, install]));
  const found: BuildStep[] = [];
  for (const { step, command } of use(commands).inRuns()) {
    const install = byCommand.get(command);
    if (install !== undefined) {
      if (install.what === "build") found.push({ step, ecosystem: install.ecosystem });
    } else if (fileProgram.test(command.name)) {
      // No build.
    } else if (
      /^(?:make|ninja|tsc)$/.test(command.name) ||
      command.words.slice(command.name === "bundle" ? 1 : 0).some(({ text }) => buildWord.test(text))
    ) {
      found.push({ step, ecosystem: nodePrograms.test(command.name) ? "node" : null });
    }
  }
  return found;
});
