import { type ExtensionContext, FileType, Uri, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import { clientOptions, runClient } from "./client.ts";

/** Starts the server as a worker, which asks for the files that rules read. */
export function activate(context: ExtensionContext): Promise<void> {
  return runClient(context, () => {
    const worker = new Worker(Uri.joinPath(context.extensionUri, "dist/web-server.js").toString(true));
    const client = new LanguageClient("stowage", "stowage", worker, clientOptions(workspace.isTrusted));
    client.onRequest("stowage/list", ({ uri }: { readonly uri: string }) => list(Uri.parse(uri)));
    client.onRequest("stowage/read", ({ uri }: { readonly uri: string }) => read(Uri.parse(uri)));
    return client;
  });
}

async function list(folder: Uri): Promise<readonly { name: string; type: FileType; size: number }[] | null> {
  try {
    const found = await workspace.fs.readDirectory(folder);
    return await Promise.all(
      found.map(async ([name, type]) => ({
        name,
        type,
        size: (type & FileType.Directory) !== 0 ? 0 : await sizeOf(Uri.joinPath(folder, name)),
      })),
    );
  } catch {
    return null;
  }
}

async function sizeOf(file: Uri): Promise<number> {
  try {
    return (await workspace.fs.stat(file)).size;
  } catch {
    return 0;
  }
}

async function read(file: Uri): Promise<{ readonly text: string } | null> {
  try {
    const bytes = await workspace.fs.readFile(file);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return null;
  }
}
