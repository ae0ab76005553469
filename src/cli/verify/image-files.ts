import { createHash } from "node:crypto";
import { createTarDecoder } from "modern-tar";

/** One path of an image, with all that is compared. */
export interface ImageFile {
  readonly type: string;
  /** Permissions, with setuid, setgid and sticky bit. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** What a symbolic link points to. */
  readonly target: string | null;
  /** SHA-256 of the content of a file. */
  readonly digest: string | null;
}

/** The files of a flat archive by their paths without `/` at either end. A hard link is the file that it links to. */
export async function imageFiles(
  archive: ReadableStream<Uint8Array>,
): Promise<ReadonlyMap<string, ImageFile>> {
  const files = new Map<string, ImageFile>();
  for await (const { header, body } of archive.pipeThrough(createTarDecoder())) {
    const path = header.name.replace(/^\.?\/+|\/+$/g, "");
    const type = header.type ?? "file";
    const hash = createHash("sha256");
    for await (const bytes of body) hash.update(bytes);
    if (type === "link") {
      const linked = files.get((header.linkname ?? "").replace(/^\.?\/+/, ""));
      if (linked !== undefined) files.set(path, linked);
      continue;
    }
    files.set(path, {
      type,
      mode: (header.mode ?? 0) & 0o7777,
      uid: header.uid ?? 0,
      gid: header.gid ?? 0,
      target: type === "symlink" ? (header.linkname ?? "") : null,
      digest: type === "file" ? hash.digest("hex") : null,
    });
  }
  return files;
}
