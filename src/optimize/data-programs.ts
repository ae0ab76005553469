import { readingPrograms } from "../knowledge/command-effects.ts";
import { type Flag, readArguments } from "../shell/arguments.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { baseName } from "../text/posix-path.ts";

/** Absolute paths of the image that a command reads and writes. */
export interface Paths {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Where a written path lies, seen from a directory; `null` where that is not known. */
type Placed = (path: string, directory: string | null) => string | null;

/** Flags that take a value. Source: the manuals of curl 8, wget 1.24, tar 1.35, unzip 6.0, gpg 2.4, sed 4.9. */
const valued: Readonly<Record<string, readonly string[]>> = {
  curl: "-o --output -H --header -A --user-agent -d --data -e --referer -m --max-time -u --user -x --proxy -X --request -b --cookie --retry --retry-delay --connect-timeout --proto --tlsv1.2".split(
    " ",
  ),
  wget: "-O --output-document -P --directory-prefix -t --tries -T --timeout -U --user-agent --header --retry-connrefused".split(
    " ",
  ),
  tar: "-C --directory -f --file --strip-components --exclude --transform --owner --group".split(" "),
  unzip: ["-d", "-x"],
  gpg: "-o --output --keyserver --homedir --no-default-keyring --keyring --recv-keys".split(" "),
  tee: [],
  sed: ["-e", "--expression", "-f", "--file"],
};

/**
 * What a program that fetches, unpacks or edits files reads and writes, where its command line says so in full; `null` for any other program
 * and any other way to call it.
 */
export function dataEffects(command: Command, directory: string | null, placed: Placed): Paths | null {
  const { name } = command;
  const { flags, operands } = readArguments(command, { valued: valued[name] ?? [] });
  const place = (text: string | null | undefined): string | null =>
    text == null || /[$`*?[{]/.test(text) ? null : placed(text, directory);
  const value = (...names: readonly string[]): Flag | undefined =>
    flags.findLast((flag) => names.includes(flag.name));
  const only = (reads: readonly (string | null)[], writes: readonly (string | null)[]): Paths | null =>
    [...reads, ...writes].includes(null)
      ? null
      : { reads: reads.filter((path) => path !== null), writes: writes.filter((path) => path !== null) };
  if (readingPrograms.has(name))
    return only(
      filesAmong(operands).map(({ text }) => place(text)),
      [],
    );
  switch (name) {
    case "curl": {
      const output = value("-o", "--output");
      if (output !== undefined) return only(["/etc"], [place(output.value)]);
      return value("-O", "--remote-name") ? only(["/etc"], [place(fileOfUrl(operands))]) : only(["/etc"], []);
    }
    case "wget": {
      const output = value("-O", "--output-document");
      if (output !== undefined) return only(["/etc"], output.value === "-" ? [] : [place(output.value)]);
      const folder = value("-P", "--directory-prefix");
      return only(["/etc"], [place(folder === undefined ? fileOfUrl(operands) : folder.value)]);
    }
    case "tar": {
      const archive = value("-f", "--file");
      // `tar xzf a.tgz` has no dash: what its words are is not told apart here.
      const isExtract = flags.some((flag) => flag.name === "-x" || flag.name === "--extract");
      if (!isExtract) return null;
      const from = archive === undefined || archive.value === "-" ? [] : [place(archive.value)];
      return only(from, [place(value("-C", "--directory")?.value ?? ".")]);
    }
    case "unzip":
      return only([place(operands[0]?.text)], [place(value("-d")?.value ?? ".")]);
    case "gpg": {
      const output = value("-o", "--output");
      if (output === undefined || !flags.some((flag) => flag.name === "--dearmor")) return null;
      return only(
        operands.map(({ text }) => place(text)),
        [place(output.value), "/root/.gnupg"],
      );
    }
    case "tee":
      return only(
        [],
        operands.map(({ text }) => place(text)),
      );
    case "sed": {
      if (value("-f", "--file") || flags.some((flag) => flag.value !== null && flag.name === "-i"))
        return null;
      const files = (value("-e", "--expression") ? operands : operands.slice(1)).map(({ text }) =>
        place(text),
      );
      return only(files, flags.some((flag) => flag.name === "-i" || flag.name === "--in-place") ? files : []);
    }
    default:
      return null;
  }
}

/** Operands that may be files: patterns and programs of `grep` and `awk` count too, which is more than is so. */
function filesAmong(operands: readonly ShellWord[]): readonly ShellWord[] {
  return operands.filter(({ text }) => text !== "-" && /^[\w./~-]+$/.test(text));
}

/** The file in which what an URL names is kept. */
function fileOfUrl(operands: readonly ShellWord[]): string | null {
  const urls = operands.filter(({ text }) => /^(?:https?|ftp):/.test(text));
  const [url] = urls;
  if (urls.length !== 1 || url === undefined || /[$?`]/.test(url.text)) return null;
  return baseName(url.text) || null;
}
