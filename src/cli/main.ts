import { type Invocation, readArguments } from "./arguments.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { tool } from "./package-files.ts";
import { refuse } from "./say.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

/** Runs the program and resolves to its exit code; never rejects. What a command needs is loaded when that command runs. */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  try {
    const invocation = readArguments(argv);
    if ("problem" in invocation) return refuse(invocation.problem, terminal);
    if (invocation.asks !== null) {
      const text =
        invocation.asks === "help" ? await help(argv, invocation, terminal) : `${tool().version}\n`;
      return deliver(text, null, terminal) ? exitCodes.clean : exitCodes.problem;
    }
    return await run(invocation, terminal);
  } catch (error) {
    const details = error instanceof Error ? error.stack : String(error);
    terminal.printError(`stowage: this is a defect of stowage, please report it: ${details}\n`);
    return exitCodes.problem;
  }
}

async function help(argv: readonly string[], { command }: Invocation, terminal: Terminal): Promise<string> {
  const { helpText } = await import("./help.ts");
  const isNamed = argv.includes(command);
  return helpText(isNamed ? command : null, Math.min(terminal.columns() ?? 100, 120));
}

async function run(invocation: Invocation, terminal: Terminal): Promise<number> {
  switch (invocation.command) {
    case "check":
      return (await import("./check.ts")).check(invocation, terminal);
    case "estimate":
      return (await import("./estimate.ts")).estimate(invocation, terminal);
    case "optimize":
      return (await import("./optimize.ts")).optimizeFile(invocation, terminal);
    case "why":
      return (await import("./why.ts")).why(invocation, terminal);
    case "compare":
      return (await import("./compare.ts")).compare(invocation, terminal);
    case "record":
      return (await import("./record.ts")).record(invocation, terminal);
    case "merge":
      return (await import("./merge.ts")).merge(invocation, terminal);
    case "init":
      return (await import("./init.ts")).init(invocation, terminal);
    case "explain":
      return (await import("./explain.ts")).explain(invocation, terminal);
    case "rules":
      return (await import("./rules.ts")).listRules(invocation, terminal);
    case "lsp":
      return (await import("./lsp.ts")).lsp(invocation, terminal);
    case "config":
      return (await import("./config.ts")).showConfig(invocation, terminal);
  }
}
