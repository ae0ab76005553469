import type { Entry, Host } from "./host.ts";

/** A host as if some files had been written to it: keys are absolute paths, values texts. Their folders appear with them. */
export function overlayHost(host: Host, files: ReadonlyMap<string, string>): Host {
  const folders = new Map<string, Map<string, Entry>>();
  for (const [path, text] of files) {
    let entry: Entry = {
      name: nameOf(path),
      kind: "file",
      size: new TextEncoder().encode(text).length,
      executable: false,
    };
    for (let child = path; child !== folderOf(child); child = folderOf(child)) {
      const folder = folderOf(child);
      const entries = folders.get(folder) ?? new Map<string, Entry>();
      folders.set(folder, entries.set(entry.name, entry));
      entry = { name: nameOf(folder), kind: "directory", size: 0, executable: false };
    }
  }
  const added = (path: string): Entry | undefined => folders.get(folderOf(path))?.get(nameOf(path));
  return {
    readText(path) {
      const text = files.get(path);
      return text === undefined ? host.readText(path) : { text };
    },
    stat(path) {
      const entry = added(path);
      if (entry === undefined) return host.stat(path);
      return entry.kind === "file" ? entry : (host.stat(path) ?? entry);
    },
    list(directory) {
      const below = host.list(directory);
      const above = folders.get(directory);
      if (above === undefined) return below;
      const entries = new Map(below?.map((entry) => [entry.name, entry]));
      for (const entry of above.values()) {
        if (entry.kind === "file" || !entries.has(entry.name)) entries.set(entry.name, entry);
      }
      return [...entries.values()];
    },
    realPath: (path) => host.realPath(path) ?? (added(path) === undefined ? null : path),
  };
}

function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at <= 0 ? path.slice(0, at + 1) || path : path.slice(0, at);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
