import { boardImages, driverPrograms, pythonQueries } from "../knowledge/gpu-queries.ts";
import type { Command } from "../shell/command.ts";
import { defineFact } from "./fact.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";
import { stageGraph } from "./stage-graph.ts";

/** A command of a RUN that fails, or says something wrong, where the builder has no GPU for it. */
export interface GpuQuery {
  readonly run: RunScript;
  readonly command: Command;
  /** What asks: `nvidia-smi`, `torch.cuda.is_available()`. */
  readonly name: string;
}

/** In the order of the file; those whose failure the script expects are left out. */
export const gpuQueries = defineFact("gpu-queries", ({ use }): readonly GpuQuery[] => {
  const { root } = use(stageGraph);
  const mayHaveGpu = ({ step, instruction }: RunScript): boolean => {
    const base = root(step.stage);
    return (
      instruction.flags.some(({ name }) => name === "device") ||
      (base.kind === "image" && boardImages.test(base.image.text))
    );
  };
  return use(runScripts).flatMap((run) => {
    const { commands } = run.script;
    const lastChoice = commands.findLastIndex(({ connector }) => connector === "||");
    const found = commands.flatMap((command) => {
      const name = queryOf(command);
      return name === null || isExpected(command, lastChoice) ? [] : [{ run, command, name }];
    });
    return found.length === 0 || mayHaveGpu(run) ? [] : found;
  });
});

function queryOf({ name, words, redirects }: Command): string | null {
  if (driverPrograms.has(name)) {
    return words.some(({ text }) => /^(?:-h|--help|--version)$/.test(text)) ? null : name;
  }
  if (!/^(?:python|pypy)[\d.]*$/.test(name)) return null;
  const inline = words[words.findIndex(({ text }) => text === "-c") + 1];
  const script = redirects.find(({ heredoc }) => heredoc !== null)?.heredoc?.text ?? inline?.text ?? "";
  for (const pattern of pythonQueries) {
    const asks = pattern.exec(script)?.[1];
    if (asks !== undefined) return asks.endsWith("(") ? `${asks})` : asks;
  }
  return null;
}

/** Whether the script has a way on for when the command fails; `lastChoice` is the last command behind `||`. */
function isExpected(command: Command, lastChoice: number): boolean {
  return command.negated || command.inside.includes("condition") || lastChoice > command.index;
}
