import { Uri, ViewColumn, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** Shows the bill of a document's build: a page of the server, whose policy lets nothing in from outside. */
export async function showBill(client: BaseLanguageClient, uri: string): Promise<void> {
  const bill = await client.sendRequest<{ readonly html: string } | null>("stowage/bill", { uri });
  if (bill === null) {
    void window.showInformationMessage("There is nothing to build here; a Dockerfile needs a FROM.");
    return;
  }
  const name = Uri.parse(uri).path.split("/").at(-1);
  const panel = window.createWebviewPanel("stowage.bill", `Bill: ${name}`, ViewColumn.Beside, {
    enableScripts: true,
    localResourceRoots: [],
  });
  panel.webview.html = bill.html;
}
