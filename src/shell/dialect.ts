/** The language that a shell reads. */
export type Dialect = "posix" | "bash" | "powershell" | "cmd" | "unknown";

/** Shells by program name. zsh and the Korn shells are close enough to Bash to be read as such. */
const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ["sh", "posix"],
  ["ash", "posix"],
  ["dash", "posix"],
  ["bash", "bash"],
  ["ksh", "bash"],
  ["mksh", "bash"],
  ["zsh", "bash"],
  ["powershell", "powershell"],
  ["pwsh", "powershell"],
  ["cmd", "cmd"],
]);

/**
 * The language of scripts that are run by these words (`["/bin/bash", "-o", "pipefail", "-c"]`). The first word that is a
 * shell decides, so that `["conda", "run", "-n", "app", "/bin/bash", "-c"]` is Bash.
 */
export function dialectOf(shellWords: readonly string[]): Dialect {
  for (const word of shellWords) {
    const dialect = DIALECTS.get(programName(word));
    if (dialect !== undefined) return dialect;
  }
  return "unknown";
}

/** The first word of a command line that is a shell, by its base name; `null` when there is none. */
export function shellName(words: readonly string[]): string | null {
  return words.map(programName).find((name) => DIALECTS.has(name)) ?? null;
}

/** Whether scripts in this language can be read by `parseShell`. */
export function isReadable(dialect: Dialect): boolean {
  return dialect === "posix" || dialect === "bash";
}

/** Whether a program is a shell whose scripts can be read by `parseShell`, by its base name. */
export function isReadableShell(name: string): boolean {
  return isReadable(DIALECTS.get(name) ?? "unknown");
}

/** The language that the `#!` line of a script asks for; `null` when the script has none. */
export function shebangDialect(script: string): Dialect | null {
  const words = shebangWords(script);
  return words === null ? null : dialectOf(words);
}

/** The words of the `#!` line of a script; `null` when it has none. */
export function shebangWords(script: string): readonly string[] | null {
  if (!script.startsWith("#!")) return null;
  const end = script.indexOf("\n");
  const line = script.slice(2, end === -1 ? undefined : end);
  return line.trim().split(/[ \t]+/);
}

function programName(word: string): string {
  const name = word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1).toLowerCase();
  return name.endsWith(".exe") ? name.slice(0, -4) : name;
}
