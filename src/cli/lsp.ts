import { argv } from "node:process";
import { isMainThread } from "node:worker_threads";
import type { Invocation } from "./arguments.ts";
import { exitCodes } from "./options.ts";
import { refuse } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Serves an editor on standard input and output until it goes. The program starts itself a second time, as the thread that looks at
 * documents. Resolves to the exit code.
 */
export async function lsp({ operands }: Invocation, terminal: Terminal): Promise<number> {
  if (!isMainThread) return (await import("./editor/analysis-thread.ts")).answerMainThread();
  const isOfHabit = (word: string): boolean => word === "--stdio";
  const rest = operands.filter((word) => !isOfHabit(word));
  if (rest.length > 0)
    return refuse("`lsp` takes no operands; it talks on standard input and output", terminal);
  const { serveProcess } = await import("./editor/serve-process.ts");
  return (await serveProcess(argv[1]!, terminal.environment)) ? exitCodes.clean : exitCodes.problem;
}
