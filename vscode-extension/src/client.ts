import { commands, type ExtensionContext, type TextDocument, window, workspace } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { showBill } from "./bill.ts";
import { optimizeDocument, proposals } from "./optimize.ts";
import { recordTimings } from "./record-timings.ts";
import { explainRule, rulePages } from "./rule-pages.ts";
import { statusItem } from "./status.ts";

/** Languages with Dockerfiles in them. */
const selector = [{ language: "dockerfile" }, { language: "dockercompose" }];

/** What both kinds of client tell their server. */
export function clientOptions(isTrusted: boolean): LanguageClientOptions {
  return {
    // What stowage proposes and shows is not looked at again.
    documentSelector: selector.flatMap(({ language }) =>
      ["file", "untitled", "vscode-vfs", "vscode-test-web", "memfs"].map((scheme) => ({ language, scheme })),
    ),
    initializationOptions: { trusted: isTrusted, settings: plainSettings() },
    outputChannelName: "stowage",
  };
}

/** The settings as they can be sent to a worker: the object of VS Code has functions. */
function plainSettings(): unknown {
  return JSON.parse(JSON.stringify(workspace.getConfiguration("stowage")));
}

/** Runs a client for as long as the extension is active, and registers what users can ask for. */
export async function runClient(context: ExtensionContext, make: () => BaseLanguageClient): Promise<void> {
  let client = make();
  const status = statusItem();
  const start = async (): Promise<void> => {
    status.follow(client);
    await client.start();
  };
  const restart = async (): Promise<void> => {
    await client.stop();
    await client.dispose();
    client = make();
    await start();
  };
  const withDockerfile = (act: (document: TextDocument) => Promise<void>) => async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId === "dockerfile") await act(document);
    else void window.showInformationMessage("Open a Dockerfile first.");
  };
  context.subscriptions.push(
    status,
    proposals(),
    rulePages(),
    commands.registerCommand(
      "stowage.optimize",
      withDockerfile((document) => optimizeDocument(client, document)),
    ),
    commands.registerCommand("stowage.showBill", async (uri?: unknown) => {
      const address = typeof uri === "string" ? uri : window.activeTextEditor?.document.uri.toString();
      if (address !== undefined) await showBill(client, address);
    }),
    commands.registerCommand("stowage.explainRule", (rule?: unknown) =>
      explainRule(client, typeof rule === "string" ? rule : null),
    ),
    commands.registerCommand(
      "stowage.recordTimings",
      withDockerfile((document) => recordTimings(client, document)),
    ),
    commands.registerCommand("stowage.restart", restart),
    commands.registerCommand("stowage.showOutput", () => client.outputChannel.show()),
    // With trust the history of the repository counts.
    workspace.onDidGrantWorkspaceTrust(restart),
    { dispose: () => void client.dispose() },
  );
  await start();
}
