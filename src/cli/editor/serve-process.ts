import {
  type Connection,
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

/**
 * Serves the program that started this process; its end ends this one. Resolves with whether it said good-bye.
 * @param program The file that becomes the thread that looks at documents.
 */
export function serveProcess(program: string, environment: Terminal["environment"]): Promise<boolean> {
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  const ended = serveConnection(connection, program, environment);
  return new Promise((resolve) => {
    void ended.then(resolve);
    process.stdin.on("close", () => resolve(false));
  });
}

/** The same over any connection of Node. */
export function serveConnection(
  connection: Connection,
  program: string,
  environment: Terminal["environment"],
): Promise<boolean> {
  serve({
    connection,
    rules,
    tool: tool(),
    page: rulePage,
    analyst: ({ folders, isTrusted, settings }) => {
      const analyst = threadAnalyst(program, { folders, isTrusted, environment: { ...environment } });
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
  });
}
