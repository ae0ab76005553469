// A folder in memory for the test in a browser: the files come with the page's server.
const vscode = require("vscode");

exports.activate = async (context) => {
  const address = vscode.Uri.joinPath(context.extensionUri, "files.json").toString();
  const texts = await (await fetch(address)).json();
  const files = new Map(
    Object.entries(texts).map(([path, text]) => [`/shop/${path}`, new TextEncoder().encode(text)]),
  );
  const changed = new vscode.EventEmitter();
  const childrenOf = (folder) => {
    const found = new Map();
    for (const path of files.keys()) {
      if (!path.startsWith(folder === "/" ? "/" : `${folder}/`)) continue;
      const [name, ...rest] = path.slice(folder === "/" ? 1 : folder.length + 1).split("/");
      found.set(name, rest.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
    }
    return found;
  };
  const missing = (uri) => vscode.FileSystemError.FileNotFound(uri);
  const provider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose() {} }),
    stat(uri) {
      const bytes = files.get(uri.path);
      if (bytes) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length };
      if (uri.path === "/" || childrenOf(uri.path).size > 0)
        return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      throw missing(uri);
    },
    readDirectory: (uri) => [...childrenOf(uri.path)],
    readFile(uri) {
      const bytes = files.get(uri.path);
      if (!bytes) throw missing(uri);
      return bytes;
    },
    writeFile(uri, bytes) {
      files.set(uri.path, bytes);
      changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    },
    createDirectory() {},
    delete: (uri) => void files.delete(uri.path),
    rename() {},
  };
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider("memfs", provider));
};
