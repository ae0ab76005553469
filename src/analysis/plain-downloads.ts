import type { ShellWord } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { type Address, addressOf, downloads } from "./downloads.ts";
import { defineFact } from "./fact.ts";
import { runScripts } from "./run-scripts.ts";

/** Something fetched over a connection that nobody checks. */
export interface PlainDownload {
  readonly program: "curl" | "wget" | "git" | "ADD";
  readonly host: string;
  readonly scheme: string;
  readonly range: Range;
  /** Makes it `https`; `null` where the address is not written plainly. */
  readonly secure: TextEdit | null;
}

/** Of `curl`, `wget`, `git clone` and ADD; those that a sum or signature in the same step vouches for are left out. In the order of the file. */
export const plainDownloads = defineFact("plain-downloads", ({ file, use }): readonly PlainDownload[] => {
  const found: PlainDownload[] = [];
  const add = (program: PlainDownload["program"], { word, scheme, host, isLocal }: Address): void => {
    if (!["http", "ftp", "git"].includes(scheme) || (scheme === "git" && program !== "git")) return;
    // An address without a dot is a service beside the builder.
    if (isLocal || !/^[\w-]+(?:\.[\w-]+)+$/.test(host) || isPrivate(host)) return;
    found.push({ program, host, scheme, range: word.range, secure: secureEdit(file.text, word, scheme) });
  };
  for (const { tool, addresses, isVerified, goesTo } of use(downloads)) {
    if (!isVerified && goesTo !== "nowhere") for (const address of addresses) add(tool, address);
  }
  for (const { script } of use(runScripts)) {
    for (const { name, words } of script.commands) {
      if (name !== "git" || !words.some(({ text }) => text === "clone")) continue;
      for (const word of words.slice(2)) add("git", addressOf(word));
    }
  }
  for (const stage of file.stages) {
    for (const { instruction } of stage.steps) {
      if (instruction.kind !== "ADD" || instruction.flags.some(({ name }) => name === "checksum")) continue;
      for (const { text, range } of instruction.sources) {
        if (/^(?:https?|ftp):/i.test(text)) {
          add("ADD", addressOf({ text, range, literal: true, quoted: false, variables: [] }));
        }
      }
    }
  }
  return found.sort((a, b) => a.range.start - b.range.start);
});

/** Networks of a company or a house. Source: RFC 1918, RFC 6762, RFC 8375. */
function isPrivate(host: string): boolean {
  return (
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host) ||
    /\.(?:local|internal|lan|home\.arpa|test)$/.test(host)
  );
}

function secureEdit(text: string, { range }: ShellWord, scheme: string): TextEdit | null {
  const written = text.slice(range.start, range.end);
  const at = written.search(/\bhttp:\/\//);
  if (scheme !== "http" || at === -1 || at > 1) return null;
  const end = range.start + at + "http".length;
  return { range: { start: end, end }, text: "s" };
}
