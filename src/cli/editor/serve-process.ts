import { argv } from "node:process";
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { rules } from "../../../rules/index.ts";
import { serve } from "../../lsp/server.ts";
import { rulePage, tool } from "../package-files.ts";
import type { Terminal } from "../terminal.ts";
import { threadAnalyst } from "./analysis-thread.ts";

/** Serves the program that started this process; its end ends this one. Resolves with whether it said good-bye. */
export function serveProcess({ environment }: Terminal): Promise<boolean> {
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  serve({
    connection,
    rules,
    tool: tool(),
    page: rulePage,
    analyst: ({ folders, isTrusted, settings }) => {
      const analyst = threadAnalyst(argv[1]!, { folders, isTrusted, environment: { ...environment } });
      void analyst.configure(settings).catch(() => {});
      return analyst;
    },
  });
  return new Promise((resolve) => {
    let isShutDown = false;
    connection.onShutdown(() => {
      isShutDown = true;
    });
    connection.onExit(() => resolve(isShutDown));
    process.stdin.on("close", () => resolve(isShutDown));
  });
}
