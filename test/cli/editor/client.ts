import { type ChildProcess, spawn } from "node:child_process";
import type { Diagnostic, InitializeResult, PublishDiagnosticsParams } from "vscode-languageserver";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

/** A client of the real server, which runs as an editor starts it. */
export interface Client {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly capabilities: InitializeResult["capabilities"];
  /** What was published, in the order in which it came. */
  readonly published: readonly PublishDiagnosticsParams[];
  readonly messages: readonly unknown[];
  open(uri: string, text: string, languageId?: string): void;
  /** The diagnostics of a version, once they are complete. */
  diagnostics(
    uri: string,
    version: number,
    isEnough?: (found: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]>;
  /** A status that was sent and that fits, but none of the first `after - 1`. */
  status(fits: (sent: Status) => boolean, after?: number): Promise<Status>;
  /** Says good-bye; resolves to the exit code. */
  close(): Promise<number | null>;
}

export interface Status {
  readonly uri: string;
  readonly text: string;
  readonly tooltip: string;
}

export interface ClientOptions {
  readonly program: readonly string[];
  readonly folders?: readonly string[];
  readonly initializationOptions?: unknown;
  readonly capabilities?: object;
  readonly configuration?: () => unknown;
}

export async function startClient({
  program,
  folders = [],
  initializationOptions,
  capabilities = {},
  configuration,
}: ClientOptions): Promise<Client> {
  const child = spawn(process.execPath, [...program], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  const messages: unknown[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification("textDocument/publishDiagnostics", (sent: PublishDiagnosticsParams) => {
    published.push(sent);
    for (const check of [...waiting]) check();
  });
  const statuses: Status[] = [];
  connection.onNotification("stowage/status", (status: Status) => {
    statuses.push(status);
    for (const check of [...waiting]) check();
  });
  connection.onNotification("window/logMessage", (message: unknown) => void messages.push(message));
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/configuration", () => [configuration?.() ?? null]);
  connection.onRequest("workspace/codeLens/refresh", () => null);
  connection.onUnhandledNotification(() => {});
  connection.listen();
  const started: InitializeResult = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: folders[0] ?? null,
    workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification("initialized", {});
  return {
    connection,
    process: child,
    capabilities: started.capabilities,
    published,
    messages,
    open(uri, text, languageId = "dockerfile") {
      void connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    diagnostics(uri, version, isEnough = () => true) {
      return new Promise((resolve) => {
        const check = (): void => {
          const last = published.findLast((one) => one.uri === uri);
          if (last?.version !== version || !isEnough(last.diagnostics)) return;
          waiting.delete(check);
          resolve(last.diagnostics);
        };
        waiting.add(check);
        check();
      });
    },
    status(fits, after = 1) {
      return new Promise((resolve) => {
        const check = (): void => {
          const found = statuses.slice(after - 1).find(fits);
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      });
    },
    async close() {
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      const code = await ended;
      connection.dispose();
      return code;
    },
  };
}
