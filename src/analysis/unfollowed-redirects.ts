import { redirectingAddresses } from "../knowledge/redirects.ts";
import type { ShellWord } from "../shell/command.ts";
import { type Download, downloads } from "./downloads.ts";
import { defineFact } from "./fact.ts";

/** A `curl` that takes the answer "look there" for the file. */
export interface UnfollowedRedirect {
  readonly download: Download;
  readonly address: ShellWord;
}

/** Switches that follow it, or ask for just that answer. */
const lookers: ReadonlySet<string> = new Set([
  ...["-L", "--location", "--location-trusted", "--follow", "-K", "--config"],
  ...[
    "-I",
    "--head",
    "-i",
    "--include",
    "--show-headers",
    "-D",
    "--dump-header",
    "-w",
    "--write-out",
    "-v",
    "--verbose",
  ],
]);

/** Those whose address is known to redirect; a file with settings for curl may say the same as the switch. */
export const unfollowedRedirects = defineFact(
  "unfollowed-redirects",
  ({ file, use }): readonly UnfollowedRedirect[] => {
    if (file.text.includes("curlrc")) return [];
    return use(downloads).flatMap((download) => {
      const { tool, goesTo, flags, addresses } = download;
      if (tool !== "curl" || (goesTo !== "file" && goesTo !== "pipe")) return [];
      if (flags.some(({ name }) => lookers.has(name))) return [];
      const address = addresses.find(({ word }) =>
        redirectingAddresses.some((pattern) => pattern.test(word.text)),
      );
      return address === undefined ? [] : [{ download, address: address.word }];
    });
  },
);
