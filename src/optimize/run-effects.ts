import { buildContext } from "../analysis/build-context.ts";
import { commands } from "../analysis/commands.ts";
import { contextIndex } from "../analysis/context-index.ts";
import type { Analysis } from "../analysis/fact.ts";
import {
  type CommandSetting,
  commandSettings,
  expandWord,
} from "../analysis/install-commands/command-setting.ts";
import { type PackageCommand, readPackageCommand } from "../analysis/install-commands/package-command.ts";
import { callText } from "../analysis/install-commands/reading.ts";
import { everyInstall, type Install } from "../analysis/installs.ts";
import { neededFiles } from "../analysis/manifests.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { users } from "../analysis/users.ts";
import {
  accountPrograms,
  bringingPrograms,
  fileProgramOperands,
  homePlaces,
  idlePrograms,
  installPlaces,
  packagesElsewhere,
  systemBuildPaths,
  systemPackagePaths,
  systemPrograms,
  toolchainPaths,
} from "../knowledge/command-effects.ts";
import type { Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import { readArguments } from "../shell/arguments.ts";
import type { Command } from "../shell/command.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Run } from "../syntax/nodes.ts";
import { isWithin, parentPath, relativePath, resolvePath } from "../text/posix-path.ts";
import { dataEffects, type Paths } from "./data-programs.ts";
import { addedAccounts, type Effects, effects, unknownEffects } from "./effects.ts";
import { neededDirectories } from "./made-directories.ts";

/** What a RUN reads and writes: known where each of its commands is in a table, and all that it is told is written out. */
export function runEffects(analysis: Analysis, step: Step): Effects {
  const { instruction } = step;
  if (instruction.kind !== "RUN") return effects({});
  const flag = flagOf(analysis, instruction);
  if (flag !== null) return unknownEffects(flag);
  const script = analysis.use(commands).of(instruction);
  if (script.unread !== null || script.problems.length > 0 || instruction.heredocs.length > 0)
    return unknownEffects("its script can't be followed");
  const reads = new Set<string>(searchedPaths(analysis, step));
  const writes = new Set<string>();
  const { settings } = commandSettings(step, script.commands);
  const entered: string[] = [];
  const worked = new Set<string>();
  for (const [at, command] of script.commands.entries()) {
    const found = effectsOfCommand(analysis, step, command, settings[at]?.directory ?? null);
    if (typeof found === "string") return unknownEffects(found);
    for (const path of found.reads) reads.add(path);
    for (const path of found.writes) writes.add(path);
    const target = enteredBy(command, settings[at]!);
    if (target === null) return unknownEffects(`it is not known where \`${command.name}\` leads`);
    entered.push(...target);
    if (readPackageCommand(command) !== null) for (const path of found.reads) worked.add(path);
    const redirected = redirectsOf(command, settings[at]?.directory ?? null);
    if (redirected === null) return unknownEffects(`it is not known where \`${command.name}\` writes`);
    for (const path of redirected) writes.add(path);
    const isInstall = readPackageCommand(command) !== null;
    for (const path of neededDirectories(step, isInstall ? redirected : [...found.writes, ...redirected]))
      writes.add(path);
  }
  for (const directory of entered) {
    // What an install reads there ties it to whoever brings that.
    if ([...worked].some((path) => isWithin(path, directory))) continue;
    for (const path of neededDirectories(step, [resolvePath(directory, "a")])) writes.add(path);
  }
  return effects({
    reads,
    writes,
    settingsRead: { names: new Set(["WORKDIR", "USER", "SHELL", "programs"]), allVariables: true },
    settingsWritten: new Set([
      ...(script.commands.some(brings) ? ["programs"] : []),
      ...(script.commands.some(addsAccounts) ? [addedAccounts] : []),
    ]),
  });
}

/** The directory that a `cd` goes to, which has to be there; `null` where that is not known. */
function enteredBy({ name, words }: Command, setting: CommandSetting): readonly string[] | null {
  if (name !== "cd" && name !== "pushd") return [];
  const [word] = words.slice(1).filter(({ text }) => !/^-[LPe@]+$|^--$/.test(text));
  // Home is there, and so is where the shell has been.
  if (word === undefined || word.text === "-") return [];
  const text = expandWord(word, setting.variable);
  const path = text === null || /[*?[{]/.test(text) ? null : placed(text, setting.directory);
  return path === null ? null : [path];
}

/** Packages of the system bring accounts of their own. */
function addsAccounts(command: Command): boolean {
  return accountPrograms.has(command.name) || readPackageCommand(command)?.manager.ecosystem === "system";
}

function brings({ name, redirects }: Command): boolean {
  return (
    bringingPrograms.has(name) ||
    redirects.some(({ target }) => target?.text.startsWith("/") && !target.text.startsWith("/dev/"))
  );
}

/** Directories that the file adds to `PATH`: what stands there is run in place of what the base image has. */
function searchedPaths({ file, use }: Analysis, step: Step): readonly string[] {
  const found: string[] = [];
  for (const stage of use(stageGraph).lineage(step.stage)) {
    for (const { instruction, index, state } of stage.steps) {
      if (instruction.kind !== "ENV" || (stage === step.stage && index >= step.index)) continue;
      for (const { key, value } of instruction.pairs) {
        if (key.text !== "PATH" || value === null) continue;
        const text = expand(value.text, state.scope, file.syntax.escape).value;
        found.push(...text.split(":").filter((path) => path.startsWith("/") && path !== "/"));
      }
    }
  }
  return found.map((path) => resolvePath("/", path));
}

/** What stands in the way of moving a RUN with such flags. */
function flagOf({ file }: Analysis, { flags }: Run): string | null {
  for (const flag of flags) {
    if (flag.name === "network" || flag.name === "security")
      return `\`--${flag.name}\` changes what it can reach`;
    if (flag.name !== "mount") continue;
    const { type } = parseMount(flag, file.syntax.escape);
    if (type === "secret" || type === "ssh") return "it takes a secret";
    if (type === "bind") return "it mounts files, and what is there without the mount is hidden";
  }
  return null;
}

/** Whether the tables say what a command of a step reads and writes. */
export function knownCommand(analysis: Analysis, step: Step, command: Command): boolean {
  const directory = step.state.workdir.path;
  return (
    typeof effectsOfCommand(analysis, step, command, directory) !== "string" &&
    redirectsOf(command, directory) !== null
  );
}

const noPaths: Paths = { reads: [], writes: [] };

/** @returns why nothing is known, where that is so. */
function effectsOfCommand(
  analysis: Analysis,
  step: Step,
  command: Command,
  directory: string | null,
): Paths | string {
  const { name, words } = command;
  if (command.background) return "it leaves something running in the background";
  if (name === "" && words.length === 0) return noPaths;
  const call = readPackageCommand(command);
  if (call !== null) {
    return call.manager.ecosystem === "system"
      ? systemCall(call, directory)
      : languageCall(analysis, step, command, call);
  }
  if (testPrograms.has(name)) return testCall(command, directory);
  if (idlePrograms.has(name)) return noPaths;
  if (accountPrograms.has(name)) return accountCall(command);
  if (Object.hasOwn(fileProgramOperands, name)) return fileCall(command, directory);
  if (systemPrograms.has(name)) {
    const paths = [...systemPackagePaths, ...systemBuildPaths];
    return { reads: paths, writes: paths };
  }
  const moved = dataEffects(command, directory, placed);
  if (moved !== null) return moved;
  if (name === "corepack" && words.some(({ text }) => text === "enable"))
    return { reads: toolchainPaths, writes: ["/usr/local/bin", "/usr/bin", "/root"] };
  return name === ""
    ? "the name of a program is not known"
    : `it is not known what \`${name}\` reads and writes`;
}

const testPrograms: ReadonlySet<string> = new Set(["[", "[[", "test"]);

/** Files that a test asks about; what it compares may be one, too. */
function testCall({ words }: Command, directory: string | null): Paths | string {
  const reads: string[] = [];
  for (const [at, { text }] of words.entries()) {
    const isAskedFor =
      /^-[a-hkprstuwxGLNOS]$/.test(words[at - 1]?.text ?? "") ||
      /^-(?:nt|ot|ef)$/.test(words[at + 1]?.text ?? "") ||
      /^-(?:nt|ot|ef)$/.test(words[at - 1]?.text ?? "");
    if (!isAskedFor) continue;
    const path = /[$`*?]/.test(text) ? null : placed(text, directory);
    if (path === null) return "it is not known which files it asks for";
    reads.push(path);
  }
  return { reads, writes: [] };
}

const systemActions: ReadonlySet<string> = new Set(["packages", "index", "upgrade", "remove", "clean"]);

function systemCall(call: PackageCommand, directory: string | null): Paths | string {
  if (!systemActions.has(call.does)) return `it is not known what \`${callText(call)}\` reads and writes`;
  const local = call.operands.filter(({ text }) => /^[./~]/.test(text)).map(({ text }) => text);
  const files = local.map((text) => placed(text, directory));
  if (files.some((file) => file === null)) return `it is not known which files \`${callText(call)}\` takes`;
  const elsewhere = packagesElsewhere.filter(({ name }) => call.operands.some(({ text }) => name.test(text)));
  const paths = [...systemPackagePaths, ...elsewhere.flatMap((row) => row.paths)];
  return { reads: [...paths, ...files.filter((file) => file !== null)], writes: paths };
}

function languageCall(
  analysis: Analysis,
  step: Step,
  command: Command,
  call: PackageCommand,
): Paths | string {
  const caches = cachePlaces(analysis, step);
  if (caches === null) return "the home directory of the user is not known";
  if (call.does === "clean") return { reads: toolchainPaths, writes: caches };
  const install = analysis.use(everyInstall).find((each) => each.step === step && each.command === command);
  const text = callText(call);
  if (install === undefined) return `it is not known what \`${text}\` reads and writes`;
  if (install.needsSources !== null || install.what === "build" || install.what === "project")
    return install.needsSources ?? `\`${text}\` reads the sources`;
  if (install.what === "packages") return packagesByName(install, text, caches);
  return listedPackages(analysis, install, text, caches);
}

/** Packages of a registry that stand on the command line, for all users. */
function packagesByName(install: Install, text: string, caches: readonly string[]): Paths | string {
  const { call, manager, cacheDirectories } = install;
  const isForAll = install.global || manager === "pip" || manager === "gem";
  if (!isForAll) return `\`${text}\` changes the manifest of the project`;
  if (call.operands.some(({ text: word }) => /^[./~$]/.test(word)))
    return `\`${text}\` takes files of the project`;
  const outside = [...(installPlaces[manager]?.outside ?? []), "/usr/local", "/usr/lib", "/usr/bin"];
  return { reads: [...toolchainPaths, ...caches], writes: [...outside, ...caches, ...cacheDirectories] };
}

/** What manifests list. */
function listedPackages(
  analysis: Analysis,
  install: Install,
  text: string,
  caches: readonly string[],
): Paths | string {
  const places = Object.hasOwn(installPlaces, install.manager) ? installPlaces[install.manager]! : null;
  if (places === null) return `it is not known where \`${text}\` writes`;
  const { directory } = install;
  if (directory === null) return "the working directory is not known";
  const needed = neededFiles(analysis, install);
  const [obstacle] = needed.obstacles;
  if (obstacle !== undefined) return obstacle.message;
  if (install.manager === "composer" && holdsGit(analysis))
    return `\`${text}\` writes the commit of \`.git\`, which is in the build context, into what it installs`;
  if (!needed.complete || needed.directory === null) return `not all files that \`${text}\` reads are known`;
  const found = imagePaths(needed.files, needed.directory, directory);
  if (found === null) return `\`${text}\` reads files outside of its directory`;
  const files = [...found, ...namedElsewhere(install, directory, found)];
  const homes = [...new Set([directory, ...files.map(parentPath)])];
  const written = homes.flatMap((home) => places.inProject.map((path) => resolvePath(home, path)));
  const rewritten = install.isFrozen ? [] : places.rewrites.map((path) => resolvePath(directory, path));
  return {
    reads: [...toolchainPaths, ...places.outside, ...caches, ...files, ...written],
    writes: [...written, ...rewritten, ...places.outside, ...caches, ...install.cacheDirectories],
  };
}

/** Manifests that a command names by a path out of its directory, such as `-r /requirements.txt`, and where what they name stands then. */
function namedElsewhere(
  { manifests }: Install,
  directory: string,
  found: readonly string[],
): readonly string[] {
  const named = manifests
    .filter(({ pattern }) => /^(?:\/|\.\.(?:\/|$))/.test(pattern))
    .map(({ pattern }) => resolvePath(directory, pattern.replace(/[^/]*[*?[{].*$/, ".")));
  const below = found.flatMap((path) => relativePath(path, directory) ?? []);
  return named.flatMap((path) => [path, ...below.map((file) => resolvePath(parentPath(path), file))]);
}

function holdsGit(analysis: Analysis): boolean {
  const context = analysis.use(buildContext);
  return (
    context === null || context.problem !== null || contextIndex(context.files()).directories.has(".git")
  );
}

/** Where a tool that the user of a step runs keeps its own files; `null` when nobody knows who that is. */
function cachePlaces(analysis: Analysis, step: Step): readonly string[] | null {
  const { kind, text } = analysis.use(users).at(step);
  const name = kind === "root" ? "root" : (text?.split(":")[0] ?? null);
  if (name === null || kind === "unknown") return null;
  const home = name === "root" ? "/root" : `/home/${name}`;
  return ["/tmp", "/usr/local/share/.cache", ...homePlaces.map((place) => `${home}/${place}`)];
}

/** Paths of the context as an install in `directory` of the image finds them; `null` when one lies elsewhere. */
export function imagePaths(
  files: readonly string[],
  contextDirectory: string,
  directory: string,
): readonly string[] | null {
  const paths = files.map((file) => {
    const below = relativePath(file.replace(/\/$/, ""), contextDirectory);
    return below === null ? null : resolvePath(directory, below);
  });
  return paths.includes(null) ? null : paths.filter((path) => path !== null);
}

function accountCall({ words }: Command): Paths {
  const homes = words.map(({ text }) => text).filter((text) => text.startsWith("/"));
  const paths = ["/etc", "/home", "/var/mail", "/var/spool", ...homes];
  return { reads: paths, writes: paths };
}

/** All operands count as read and as written, which is more than is so. */
function fileCall(command: Command, directory: string | null): Paths | string {
  const { operands } = readArguments(command);
  const paths = fileProgramOperands[command.name] === "after-first" ? operands.slice(1) : operands;
  const places = paths.map((word) => {
    const wildcard = word.text.search(/[*?[{]/);
    const text = wildcard === -1 ? word.text : word.text.slice(0, word.text.lastIndexOf("/", wildcard) + 1);
    return word.text.includes("$") || word.text.includes("`") ? null : placed(text || ".", directory);
  });
  if (places.some((place) => place === null))
    return `it is not known which files \`${command.name}\` changes`;
  const found = places.filter((place) => place !== null);
  return { reads: [...found, "/etc/passwd", "/etc/group"], writes: found };
}

/** Where the output of a command goes; `null` when that is not known. */
function redirectsOf({ redirects }: Command, directory: string | null): readonly string[] | null {
  const paths: string[] = [];
  for (const { operator, target } of redirects) {
    if (!operator.includes(">") || operator.endsWith("&")) continue;
    const path = target?.literal === true ? placed(target.text, directory) : null;
    if (path === null) return null;
    if (!path.startsWith("/dev/")) paths.push(path);
  }
  return paths;
}

function placed(path: string, directory: string | null): string | null {
  if (path.startsWith("~")) return resolvePath("/root", path.replace(/^~\/?/, "./"));
  if (path.startsWith("/")) return resolvePath("/", path);
  return directory === null ? null : resolvePath(directory, path);
}
