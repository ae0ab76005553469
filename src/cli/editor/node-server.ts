import { isMainThread } from "node:worker_threads";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { answerMainThread } from "./analysis-thread.ts";
import { serveConnection } from "./serve-process.ts";

// The server of the VS Code extension on desktops: one file, which is both the process that the client starts and its thread.
if (isMainThread) void serveConnection(createConnection(ProposedFeatures.all), __filename, process.env);
else void answerMainThread();
