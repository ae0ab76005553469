import { reporterOf } from "../report/formats.ts";
import type { Invocation, Output } from "./arguments.ts";
import { type CheckedRun, runResult } from "./checked-run.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { rulePage, tool } from "./package-files.ts";
import { type RunPart, storePart } from "./run-part.ts";
import type { Terminal } from "./terminal.ts";

/** Cells of a line where there is no terminal to ask. */
const defaultWidth = 100;

/** Prints and writes a run in all formats that are asked for. @returns whether all of them arrived; what did not is said on standard error. */
export async function deliverRun(
  run: CheckedRun,
  {
    outputs,
    invocation,
    terminal,
    isPiped = false,
    part = null,
  }: {
    readonly outputs: readonly Output[];
    readonly invocation: Invocation;
    readonly terminal: Terminal;
    /** Whether standard output has something else, so that standard error gets what would be printed there. */
    readonly isPiped?: boolean;
    /** Which part of a search this is, that JSON then is of, for `merge`. */
    readonly part?: Pick<RunPart, "shard" | "search"> | null;
  },
): Promise<boolean> {
  let isDelivered = true;
  for (const { format, file } of outputs) {
    const text =
      part !== null && format === "json"
        ? storePart({ ...part, run }, tool().version)
        : (await reporterOf(format))(runResult(run), {
            tool: tool(),
            rules: run.rules,
            page: rulePage,
            palette: await choosePalette(wantsColor(invocation.text("color"), file !== null, terminal)),
            width: terminal.columns() ?? defaultWidth,
            quiet: invocation.has("quiet"),
          });
    if (isPiped && file === null) terminal.printError(text);
    else isDelivered = deliver(text, file, terminal) && isDelivered;
  }
  return isDelivered;
}
