import { familyOfProgram } from "../knowledge/command-costs.ts";
import type { CostFamily } from "../knowledge/cost-priors.ts";
import type { Command } from "../shell/command.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import type { Install } from "./installs.ts";

/**
 * The kind of work that a command is, other than an install; `null` for one whose time the start of the RUN covers. `installing` are the
 * managers that install something in the same RUN.
 */
export function familyOfCommand(command: Command, installing: ReadonlySet<string>): CostFamily | null {
  const call = readPackageCommand(command);
  if (call !== null) {
    // Timings of installs are those of whole steps, which fetch the lists first.
    if (call.does === "index" && installing.has(call.manager.name)) return null;
    if (call.does === "index") return call.manager.name === "apt-get" ? "apt-update" : "index-update";
    if (call.does === "upgrade") return "os-upgrade";
    if (call.does === "build") return "compile";
    if (call.does !== "other") return null;
    if (["npm", "yarn", "pnpm", "bun"].includes(call.manager.name))
      return familyOfScript(call.action, call.operands[0]?.text);
    return trivialActions.has(call.action) ? null : "unknown";
  }
  const { name, words } = command;
  if (name === "") return null;
  if (/^(python|pypy)[\d.]*$/.test(name)) return familyOfPython(words.map((word) => word.text));
  if (name === "git") {
    return words.some((word) => /^(clone|fetch|pull|submodule|lfs)$/.test(word.text)) ? "git-clone" : null;
  }
  if (name === "rustup") {
    return words.some((word) => /^(?:toolchain|target|component|install|update|default)$/.test(word.text))
      ? "download"
      : null;
  }
  const runsFile = ["sh", "bash", "dash", ".", "source", "eval"].includes(name) && words.length > 1;
  if (runsFile && !words.some((word) => word.text === "-c"))
    return /activate$/.test(words[1]!.text) ? null : "unknown";
  const family = familyOfProgram(name);
  return family === undefined ? "unknown" : family;
}

/** Of package managers: what asks, sets or makes some files. */
const trivialActions = new Set(["", "help", "version", "config", "new", "init", "login", "env"]);

/** `npm run build`, `yarn build`, `pnpm test`. */
function familyOfScript(action: string, operand: string | undefined): CostFamily | null {
  const script = action === "run" || action === "run-script" ? (operand ?? "") : action;
  if (/build|compile|bundle|generate|dist|export/.test(script)) return "node-build";
  if (/test|lint|check/.test(script)) return "test";
  return ["config", "set", "get", "help", "", "cache", "prune", "pkg", "version", "link"].includes(script)
    ? null
    : "unknown";
}

function familyOfPython(words: readonly string[]): CostFamily | null {
  const module = words.indexOf("-m") === -1 ? null : words[words.indexOf("-m") + 1];
  if (module === "venv" || module === "virtualenv") return "python-venv";
  if (module === "pytest" || module === "unittest") return "test";
  return words.length === 1 || words.includes("--version") ? null : "unknown";
}

/** The kind of work that an install is. `isFetched`: an earlier step has its downloads. */
export function familyOfInstall(install: Install, isFetched: boolean): CostFamily {
  const { manager, what } = install;
  const isBuild = what === "build" || what === "project";
  const isOfTools = install.global || what === "packages";
  switch (manager) {
    case "npm":
      if (isOfTools) return "node-global";
      return install.call.action === "ci" ? "npm-ci" : "npm-install";
    case "yarn":
      return isOfTools ? "node-global" : "yarn-install";
    case "pnpm":
      if (isOfTools) return "node-global";
      return isFetched ? "pnpm-offline" : "pnpm-install";
    case "bun":
      return "bun-install";
    case "pip":
      return what === "manifest" ? "pip-requirements" : what === "project" ? "pip-project" : "pip-packages";
    case "uv":
      return "uv-install";
    case "poetry":
      return "poetry-install";
    case "pipenv":
      return "pipenv-install";
    case "conda":
      return "conda-install";
    case "go":
      return what === "packages" ? "go-install" : isBuild ? "go-build" : "go-download";
    case "cargo":
      if (what === "packages") return "cargo-install";
      if (install.call.action === "chef cook") return "cargo-dependencies";
      if (!isBuild) return "cargo-fetch";
      return isFetched ? "cargo-own-crates" : "cargo-build";
    case "maven":
      return isFetched ? "maven-warm" : isBuild ? "maven-build" : "maven-offline";
    case "gradle":
      return isFetched ? "gradle-warm" : isBuild ? "gradle-build" : "gradle-dependencies";
    case "sbt":
      return "sbt";
    case "bundler":
      return "bundle-install";
    case "gem":
      return "gem-install";
    case "composer":
      return "composer-install";
    case "dotnet":
      if (!isBuild) return "dotnet-restore";
      return install.call.action === "publish" ? "dotnet-publish" : "dotnet-build";
    case "mix":
      return isBuild ? "mix-build" : "mix-deps";
    case "cabal":
    case "stack":
      return isBuild ? "haskell-build" : "haskell-dependencies";
    case "apt-get":
      return "apt-install";
    case "apk":
      return "apk-add";
    case "zypper":
      return "zypper-install";
    case "pacman":
      return "pacman-install";
    default:
      return "rpm-install";
  }
}
