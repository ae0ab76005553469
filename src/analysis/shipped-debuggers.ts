import type { Stage } from "../model/build-file.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { stageGraph } from "./stage-graph.ts";
import { targetPurpose } from "./target-purpose.ts";

/** Xdebug in an image that says of itself that it is for production. */
export interface ShippedDebugger {
  readonly word: ShellWord;
  readonly command: Command;
}

/** Where it is installed or enabled first; `null` when a build argument decides, or nothing tells what the image is for. */
export const shippedDebugger = defineFact("shipped-debugger", (analysis): ShippedDebugger | null => {
  const { use } = analysis;
  const { finalStage, lineage } = use(stageGraph);
  if (finalStage === null || use(targetPurpose) === "tooling") return null;
  const stages = lineage(finalStage);
  const run = stages.toReversed().flatMap((stage) => commandsOf(stage, analysis));
  const isTakenBack = run.some(
    ({ name, words }) => /^(?:rm|mv|sed)$/.test(name) && words.some(({ text }) => /xdebug/i.test(text)),
  );
  if (isTakenBack || finalStage.end.scope.lookup("XDEBUG_MODE")?.value === "off") return null;
  for (const command of run) {
    const word = command.inside.length > 0 ? null : xdebugOf(command);
    if (word !== null) return isForProduction(finalStage, stages, run) ? { word, command } : null;
  }
  return null;
});

function commandsOf({ steps }: Stage, { use }: Analysis): readonly Command[] {
  return steps.flatMap(({ instruction }) =>
    instruction.kind === "RUN" ? use(commands).of(instruction).commands : [],
  );
}

function xdebugOf(command: Command): ShellWord | null {
  const installs =
    /^(?:pecl|pie|docker-php-ext-enable|install-php-extensions)$/.test(command.name) ||
    readPackageCommand(command)?.does === "packages";
  const name = /^(?:xdebug(?:-[\w.]+)?|php[\d.]*-(?:pecl-)?xdebug|xdebug\/xdebug(?::.*)?)$/;
  return (installs && command.words.find(({ text }) => name.test(text))) || null;
}

/** Signs that nobody sets in an image to develop in. */
function isForProduction(stage: Stage, stages: readonly Stage[], run: readonly Command[]): boolean {
  return (
    stages.some(
      ({ name }) => name !== null && /(?:^|[-_.])(?:prod|production|release)(?:$|[-_.])/.test(name),
    ) ||
    ["APP_ENV", "SYMFONY_ENV", "YII_ENV"].some((name) =>
      /^prod(?:uction)?$/.test(stage.end.scope.lookup(name)?.value ?? ""),
    ) ||
    run.some(({ words }) =>
      words.some(({ text }) => /php\.ini-production$/.test(text) || text === "--no-dev"),
    )
  );
}
