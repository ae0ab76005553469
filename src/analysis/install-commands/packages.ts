import type { ShellWord } from "../../shell/command.ts";
import type { InstalledPackage } from "../installs.ts";
import { flagValue, type PackageCommand } from "./package-command.ts";

/** Splits a word into name and version, as one manager writes them. */
type Split = (text: string) => readonly [name: string, version: string | null];

/** A path or an address stands for what is there; it has no version of its own. */
const isPlace = (text: string): boolean =>
  /^(\.{0,2}\/|\.{1,2}$|~\/|file:|link:|[a-z][a-z+]*:\/\/|git@)/.test(text);

const atFirst =
  (separator: RegExp, from = 0): Split =>
  (text) => {
    const found = text.slice(from).search(separator);
    if (found === -1) return [text, null];
    const at = from + found;
    const version = text.slice(at).replace(separator, "");
    return [text.slice(0, at), version === "" ? null : version];
  };

const atSign: Split = (text) => atFirst(/@/, 1)(text);

/** `name-1.2-3.el9`: the part from the first dash before a digit on is a version. */
const rpm: Split = (text) => {
  if (text.includes("$")) {
    const at = text.search(/-\$\{/);
    return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  }
  const at = text.search(/-\d+[.:]|-\d+(-|$)/);
  // `java-17-openjdk` and `python3-3` name a product line, not a version.
  return at <= 0 || /-\d+-[a-z]/i.test(text.slice(at))
    ? [text, null]
    : [text.slice(0, at), text.slice(at + 1)];
};

/** `name[extra]==1.0`, `name>=1`, `name @ https://…`; the operator stays unless it pins. */
const requirement: Split = (text) => {
  const at = text.search(/\s*(===|==|~=|!=|>=|<=|>|<|@)/);
  if (at <= 0) return [text, null];
  const name = text
    .slice(0, at)
    .replace(/\[[^\]]*\]$/, "")
    .trim();
  return [
    name,
    text
      .slice(at)
      .trim()
      .replace(/^(===|==|@)\s*/, ""),
  ];
};

const apt: Split = (text) => {
  const [name, version] = atFirst(/[=/]/)(text);
  return [name.replace(/:(amd64|arm64|armhf|i386|native|any|all)$/, ""), version];
};

const conda: Split = (text) => {
  const [name, version] = atFirst(/(==|=|>=|<=|>|<)/)(text.replace(/^[\w./-]+::/, ""));
  return [name, version];
};

const splits: Readonly<Record<string, Split>> = {
  npm: atSign,
  yarn: atSign,
  pnpm: atSign,
  bun: atSign,
  pip: requirement,
  uv: requirement,
  poetry: (text) => (/[=<>~!]/.test(text) ? requirement(text) : atSign(text)),
  pipenv: requirement,
  conda,
  go: atSign,
  cargo: atSign,
  gem: atFirst(/:/),
  composer: atFirst(/[:=]/),
  "apt-get": apt,
  apk: (text) => atFirst(/[=~<>@]+/)(text),
  dnf: rpm,
  microdnf: rpm,
  yum: rpm,
  zypper: atFirst(/[=<>]+/),
};

/** The packages that a command names. `--version` of managers that take one package applies to all words. */
export function packagesOf(call: PackageCommand, words: readonly ShellWord[]): readonly InstalledPackage[] {
  const { name } = call.manager;
  const split = splits[name] ?? ((text: string) => [text, null] as const);
  const versionFlag = ["gem", "cargo", "dotnet"].includes(name)
    ? (flagValue(call, ["--version", "-v", "--vers"])?.text ?? null)
    : null;
  return words.map((word) => {
    const [title, version] = isPlace(word.text) ? ([word.text, null] as const) : split(word.text);
    return { name: title, version: version ?? versionFlag, word };
  });
}

/** Whether a word names files of the project, not a package of a registry. */
export function isLocalPath(text: string): boolean {
  return /^(\.{1,2}(\/|\[|$)|\/|~\/|file:|link:)/.test(text);
}
