import { readArguments } from "../shell/arguments.ts";
import type { ShellWord } from "../shell/command.ts";
import { parentPath } from "../text/posix-path.ts";
import type { Install } from "./installs.ts";
import { type CommandAtWork, pathOf } from "./ownership-commands.ts";

/** Ecosystems whose managers put what they fetch, or what they build, into the folder of the project. */
const intoProject: ReadonlySet<string> = new Set(["node", "php", "dotnet", "elixir"]);
const buildsIntoProject: ReadonlySet<string> = new Set(["maven", "gradle", "cargo"]);

/** A directory, absolute, that a command has to be able to make something in. */
export interface DirectoryWrite {
  readonly directory: string;
  /** What it makes there unless it is there already; `null` when it writes in any case. */
  readonly creates: string | null;
}

/** What a command writes to, as far as that is certain. */
export function directoriesWritten(work: CommandAtWork, install: Install | null): readonly DirectoryWrite[] {
  const { command, setting } = work;
  if (install !== null) return ofInstall(install, work).map((directory) => ({ directory, creates: null }));
  const targets: ShellWord[] = [];
  for (const { operator, target } of command.redirects) {
    if (target !== null && /^(?:>|>>|&>|&>>|>\|)$/.test(operator)) targets.push(target);
  }
  if (["mkdir", "touch", "tee"].includes(command.name)) {
    targets.push(...readArguments(command, { valued: ["-m", "--mode", "-d", "-t", "-r"] }).operands);
  }
  const paths = targets.map((word) => pathOf(word, setting)).filter((path) => path !== null);
  const isDeep =
    command.name === "mkdir" && command.words.some(({ text }) => /^(?:-[a-z]*p[a-z]*|--parents)$/.test(text));
  return paths
    .filter((path) => path !== "/")
    .map((path) => ({ directory: parentPath(path), creates: isDeep ? path : null }));
}

/** Files and directories, absolute, whose mode or owner a command changes: only root and their owner may do that. */
export function pathsChanged({ command, setting }: CommandAtWork): readonly string[] {
  if (!/^(?:chmod|chown|chgrp)$/.test(command.name)) return [];
  const { flags, operands } = readArguments(command);
  if (flags.some(({ name }) => !/^(?:-[Rvcf]|--recursive|--verbose)$/.test(name))) return [];
  return operands
    .slice(1)
    .filter(({ text }) => !/[*?[{]/.test(text))
    .map((word) => pathOf(word, setting))
    .filter((path) => path !== null);
}

function ofInstall(install: Install, { command, setting }: CommandAtWork): readonly string[] {
  const { manager, ecosystem, what, directory, global, call } = install;
  const isSet = (...names: string[]): boolean => names.some((name) => setting.variable(name) !== null);
  if (manager === "npm" && global) {
    const hasPrefix = isSet("npm_config_prefix", "NPM_CONFIG_PREFIX", "N_PREFIX", "NVM_DIR", "HOME");
    return hasPrefix || call.flags.some(({ name }) => name === "--prefix")
      ? []
      : ["/usr/local/lib/node_modules"];
  }
  if (manager === "uv" && call.flags.some(({ name }) => name === "--system")) return ["/usr/local/lib"];
  if (global || directory === null || command.words[0]?.text === "npx") return [];
  const writes = intoProject.has(ecosystem) || (what === "build" && buildsIntoProject.has(manager));
  return writes ? [directory] : [];
}
