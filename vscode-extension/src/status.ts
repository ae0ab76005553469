import { type Disposable, StatusBarAlignment, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

interface Status {
  readonly uri: string;
  readonly text: string;
  readonly tooltip: string;
}

/** What the build of the active document takes, in the status bar. */
export function statusItem(): Disposable & { follow(client: BaseLanguageClient): void } {
  const item = window.createStatusBarItem("stowage.build", StatusBarAlignment.Right, 90);
  item.name = "stowage: expected build";
  item.command = "stowage.showBill";
  const known = new Map<string, Status>();
  const show = (): void => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : known.get(uri);
    if (status === undefined || status.text === "") {
      item.hide();
      return;
    }
    item.text = `$(clock) ${status.text}`;
    item.tooltip = status.tooltip;
    item.show();
  };
  const listening = window.onDidChangeActiveTextEditor(show);
  return {
    follow(client) {
      client.onNotification("stowage/status", (status: Status) => {
        known.set(status.uri, status);
        show();
      });
    },
    dispose() {
      listening.dispose();
      item.dispose();
    },
  };
}
