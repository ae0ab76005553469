import {
  commands,
  type Disposable,
  ProgressLocation,
  Range,
  TabInputTextDiff,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

type Optimized = { readonly text: string; readonly summary: string } | { readonly problem: string };

const scheme = "stowage-optimized";
const texts = new Map<string, string>();

/** Serves the proposed texts to diff editors. */
export function proposals(): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? "",
  });
}

/** Shows a faster Dockerfile beside the one that is open, and takes it over when the user says so. */
export async function optimizeDocument(client: BaseLanguageClient, document: TextDocument): Promise<void> {
  const { version } = document;
  const found = await window.withProgress(
    { location: ProgressLocation.Notification, title: "stowage tries moves" },
    () => client.sendRequest<Optimized>("stowage/optimize", { uri: document.uri.toString() }),
  );
  if ("problem" in found) {
    void window.showInformationMessage(`stowage: ${found.problem}`);
    return;
  }
  const proposal = Uri.from({ scheme, path: document.uri.path, query: String(version) });
  texts.set(proposal.toString(), found.text);
  await commands.executeCommand("vscode.diff", document.uri, proposal, "Dockerfile ↔ optimized");
  const choice = await window.showInformationMessage(found.summary, "Apply", "Discard");
  texts.delete(proposal.toString());
  await closeDiff(proposal);
  if (choice !== "Apply") return;
  if (document.version !== version) {
    void window.showWarningMessage("The Dockerfile has changed meanwhile; optimize it again.");
    return;
  }
  const edit = new WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(document.uri, new Range(0, 0, end.line, end.character), found.text);
  await workspace.applyEdit(edit);
}

/** Closes the diff editor of a proposal, wherever the user has gone meanwhile. */
async function closeDiff(proposal: Uri): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const isIt = ({ input }: (typeof tabs)[number]): boolean =>
    input instanceof TabInputTextDiff && input.modified.toString() === proposal.toString();
  await window.tabGroups.close(tabs.filter(isIt));
}
