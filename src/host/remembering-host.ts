import type { Host, ReadResult } from "./host.ts";

/** A host that reads each text once, for as long as nothing changes, and keeps what is worked out from its files. */
export function rememberingHost(host: Host): Host {
  const texts = new Map<string, ReadResult>();
  return {
    readText(path) {
      let read = texts.get(path);
      if (read === undefined) {
        read = host.readText(path);
        texts.set(path, read);
      }
      return read;
    },
    list: (directory) => host.list(directory),
    stat: (path) => host.stat(path),
    realPath: (path) => host.realPath(path),
    derived: new Map(),
  };
}
