import { type ExtensionContext, workspace } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { clientOptions, runClient } from "./client.ts";

/** Starts the server as a process of Node. */
export function activate(context: ExtensionContext): Promise<void> {
  const server = {
    module: context.asAbsolutePath("dist/server.js"),
    transport: TransportKind.ipc,
    options: { execArgv: ["--max-old-space-size=512"] },
  };
  return runClient(
    context,
    () =>
      new LanguageClient(
        "stowage",
        "stowage",
        { run: server, debug: server },
        clientOptions(workspace.isTrusted),
      ),
  );
}
