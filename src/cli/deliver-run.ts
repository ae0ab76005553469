import { reporterOf } from "../report/formats.ts";
import type { Invocation, Output } from "./arguments.ts";
import { type CheckedRun, runResult } from "./checked-run.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { rulePage, tool } from "./package-files.ts";
import { type RunPart, storePart } from "./run-part.ts";
import { say } from "./say.ts";
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
        : await (await reporterOf(format))(runResult(run), {
            tool: tool(),
            rules: run.rules,
            page: rulePage,
            palette: await choosePalette(wantsColor(invocation.text("color"), file !== null, terminal)),
            width: terminal.columns() ?? defaultWidth,
            quiet: invocation.has("quiet"),
            notify: (notice) => say(`${file ?? `--format ${format}`}: ${notice}`, terminal),
          });
    if (format === "sarif" && terminal.environment.GITHUB_ACTIONS === "true" && hasHidden(run))
      say(
        "GitHub code scanning would show the findings that comments hide as open alerts; `--format code-scanning` leaves them out",
        terminal,
      );
    if (isPiped && file === null) terminal.printError(text);
    else isDelivered = deliver(text, file, terminal) && isDelivered;
  }
  return isDelivered;
}

function hasHidden({ files }: CheckedRun): boolean {
  return files.some(({ value }) => value.hidden.length > 0);
}
