import { commands, type Disposable, Uri, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

const scheme = "stowage-rule";
const pages = new Map<string, string>();

/** Serves the pages of rules as documents. */
export function rulePages(): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? "",
  });
}

/** Shows the page of a rule; asks which where none is named. */
export async function explainRule(client: BaseLanguageClient, named: string | null): Promise<void> {
  const rule = named ?? (await chooseRule(client));
  if (rule === null) return;
  const page = await client.sendRequest<{ readonly markdown: string } | null>("stowage/explain", { rule });
  if (page === null) {
    void window.showInformationMessage(`There is no rule ${rule}.`);
    return;
  }
  const uri = Uri.from({ scheme, path: `/${rule}.md` });
  pages.set(uri.toString(), page.markdown);
  const isThere = (await commands.getCommands(true)).includes("markdown.showPreview");
  if (isThere) await commands.executeCommand("markdown.showPreview", uri);
  else await window.showTextDocument(uri, { preview: true });
}

async function chooseRule(client: BaseLanguageClient): Promise<string | null> {
  const rules =
    await client.sendRequest<readonly { readonly id: string; readonly summary: string }[]>("stowage/rules");
  const items = rules.map(({ id, summary }) => ({ label: id, detail: summary }));
  const chosen = await window.showQuickPick(items, { matchOnDetail: true, placeHolder: "Rule to explain" });
  return chosen?.label ?? null;
}
