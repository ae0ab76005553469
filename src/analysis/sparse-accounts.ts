import type { Command, ShellWord } from "../shell/command.ts";
import { useraddFlags } from "./accounts.ts";
import { defineFact } from "./fact.ts";
import { commandSettings, expandWord } from "./install-commands/command-setting.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";

/** A user with a number so high that the login logs get huge. */
export interface SparseAccount {
  readonly run: RunScript;
  readonly command: Command;
  readonly uid: number;
  /** Where the number stands. */
  readonly word: ShellWord;
  /** What `/var/log/lastlog` and `/var/log/faillog` then claim to hold. */
  readonly bytes: number;
}

/** The least number that counts. From here on the two logs claim 32 MB. */
const leastUid = 100_000;

/** Bytes of a record in each log. Source: `struct lastlog` of glibc, `struct faillog` of shadow on 64-bit Linux (read 2026-11). */
const recordBytes = 292 + 32;

/** Calls of `useradd` with a high number and without `--no-log-init`, in the order of the file. */
export const sparseAccounts = defineFact("sparse-accounts", ({ use }): readonly SparseAccount[] =>
  use(runScripts).flatMap((run) => {
    const { commands } = run.script;
    if (!commands.some(({ name }) => name === "useradd")) return [];
    const { settings } = commandSettings(run.step, commands);
    return commands.flatMap((command, at) => {
      const flags = useraddFlags(command);
      if (flags === null || flags.some(({ name }) => name === "-l" || name === "--no-log-init")) return [];
      const flag = flags.findLast(({ name, value }) => value !== null && (name === "-u" || name === "--uid"));
      if (flag?.value == null) return [];
      const word = flag.valueWord ?? flag.word;
      const text = expandWord({ ...word, text: flag.value }, settings[at]!.variable);
      const uid = text !== null && /^\d{1,10}$/.test(text) ? Number(text) : 0;
      return uid < leastUid ? [] : [{ run, command, uid, word, bytes: uid * recordBytes }];
    });
  }),
);
