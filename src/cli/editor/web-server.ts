import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { rules } from "../../../rules/index.ts";
import { localAnalyst } from "../../lsp/analyst.ts";
import { serve } from "../../lsp/server.ts";
import { webWorld } from "./web-world.ts";

/** The version and the pages of the rules, which the build of the extension puts here. */
declare const stowagePackage: {
  readonly version: string;
  readonly pages: Readonly<Record<string, string>>;
};

/** As the client has it; the second bit of `type` stands for a folder, as in `vscode.FileType`. */
interface ListedEntry {
  readonly name: string;
  readonly type: number;
  readonly size: number;
}

// The server of the VS Code extension in browsers: a worker without a file system. It asks the client for files.
const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
serve({
  connection,
  rules,
  tool: { name: "stowage", version: stowagePackage.version },
  page: (rule) => stowagePackage.pages[rule] ?? null,
  analyst: ({ folders, settings }) => {
    const world = webWorld(
      {
        async list(uri) {
          const found = await connection.sendRequest<readonly ListedEntry[] | null>("stowage/list", { uri });
          return found?.map(({ name, type, size }) => ({ name, size, isFolder: (type & 2) !== 0 })) ?? null;
        },
        async read(uri) {
          const found = await connection.sendRequest<{ readonly text: string } | null>("stowage/read", {
            uri,
          });
          return found?.text ?? null;
        },
      },
      folders,
    );
    world.configure(settings);
    return localAnalyst(world, rules);
  },
});
