import { type TextDocument, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** Takes from a log that the user chooses what the steps of a Dockerfile took. */
export async function recordTimings(client: BaseLanguageClient, document: TextDocument): Promise<void> {
  const [file] =
    (await window.showOpenDialog({ canSelectMany: false, openLabel: "Record", title: "A build log" })) ?? [];
  if (file === undefined) return;
  const log = new TextDecoder().decode(await workspace.fs.readFile(file));
  const { message } = await client.sendRequest<{ readonly message: string }>("stowage/record", {
    uri: document.uri.toString(),
    log,
  });
  void window.showInformationMessage(message);
}
