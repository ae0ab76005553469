import { parentPath, relativePath } from "../../text/posix-path.ts";
import type { Install } from "../installs.ts";
import { fitsWorkspace } from "../workspace-glob.ts";
import type { Collector } from "./collector.ts";
import { inlinePath, quotedStrings, tomlEntries } from "./manifest-text.ts";

/** What requirements files, pyproject.toml and Pipfile point to. */
export function collectPython(collector: Collector, directory: string, install: Install): void {
  const named = install.manifests.filter(({ required }) => required).map(({ pattern }) => pattern);
  for (const pattern of named.filter((name) => !name.startsWith("/"))) {
    const path = collector.resolve(directory, pattern);
    if (path !== null && /\.(txt|in|pip|lock)$/.test(path)) followRequirements(collector, directory, path);
    if (path !== null && /\.ya?ml$/.test(path)) readEnvironment(collector, directory, path);
  }
  if (install.manager === "uv" || install.manager === "poetry") readPyproject(collector, directory, install);
  if (install.manager === "pipenv") readPipfile(collector, directory);
}

/** As many requirements files as are followed. */
const mostFiles = 100;

/** `-r` and `-c` of a requirements file are seen from the file, paths of packages from where pip is started. */
function followRequirements(collector: Collector, directory: string, first: string): void {
  const pending = [first];
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const path of pending) {
    if (seen.has(path) || seen.size >= mostFiles) continue;
    seen.add(path);
    collector.add(path);
    const text = collector.read(path);
    if (text === null) continue;
    for (const line of text.split("\n")) {
      const entry = line.replace(/(^|\s)#.*$/, "").trim();
      const other = /^(?:-r|-c|--requirements?|--constraints?)[\s=]*(\S+)$/.exec(entry)?.[1];
      if (other !== undefined) {
        const target = /^[a-z]+:\/\//.test(other) ? null : collector.resolve(parentPath(path), other);
        if (target !== null) pending.push(target);
      } else readRequirement(collector, directory, path, entry);
    }
  }
}

function readRequirement(collector: Collector, directory: string, file: string, entry: string): void {
  const editable = /^(?:-e|--editable)[\s=]*(\S+)/.exec(entry)?.[1];
  const direct = /^(?:[\w.-]+\s*@\s*)?(?:file:(?:\/\/)?)?(\.{1,2}(?:\/\S*)?)(?:\[[^\]]*\])?(?:\s*;.*)?$/.exec(
    entry,
  )?.[1];
  const local = editable ?? direct;
  if (local === undefined || /^[a-z+]+:\/\/|^git[+@]/.test(local)) return;
  const target = collector.resolve(directory, local.replace(/\[[^\]]*\]$/, ""));
  if (target === null || collector.add(target)) return;
  if (target === directory || !collector.addDirectory(target)) {
    collector.prevent(`\`${file}\` installs \`${entry}\``);
  }
}

/** environment.yml of conda may hand a requirements file to pip. */
function readEnvironment(collector: Collector, directory: string, path: string): void {
  const text = collector.read(path) ?? "";
  for (const [, file = ""] of text.matchAll(/^\s*-\s+(?:-r|--requirement)[\s=]+(\S+)\s*$/gm)) {
    const target = collector.resolve(parentPath(path), file);
    if (target !== null) followRequirements(collector, directory, target);
  }
  for (const [, entry = ""] of text.matchAll(/^\s*-\s+(-e\s+\.\S*|\.)\s*$/gm)) {
    readRequirement(collector, directory, path, entry);
  }
}

function readPyproject(collector: Collector, directory: string, install: Install): void {
  const path = directory === "." ? "pyproject.toml" : `${directory}/pyproject.toml`;
  const entries = tomlEntries(collector.read(path) ?? "");
  const globs: string[] = [];
  for (const { table, key, value } of entries) {
    if (table === "tool.uv.workspace" && key === "members") globs.push(...quotedStrings(value));
    if (table === "tool.uv.workspace" && key === "exclude")
      globs.push(...quotedStrings(value).map((glob) => `!${glob}`));
    const isSource =
      table === "tool.uv.sources" || /^tool\.poetry\.(group\.[^.]+\.)?(dev-)?dependencies$/.test(table);
    const local = isSource ? inlinePath(value) : null;
    const isTable =
      /^tool\.(uv\.sources|poetry\.(group\.[^.]+\.)?dependencies)\.[^.]+$/.test(table) && key === "path";
    const target = local ?? (isTable ? (quotedStrings(value)[0] ?? null) : null);
    if (target !== null) addLocal(collector, directory, path, target);
  }
  if (install.needsSources !== null) {
    const readme = entries.find(
      ({ table, key }) => /^(project|tool\.poetry)$/.test(table) && key === "readme",
    );
    const name =
      readme === undefined
        ? undefined
        : (/file\s*=\s*["']([^"']+)/.exec(readme.value)?.[1] ?? quotedStrings(readme.value)[0]);
    if (name !== undefined) addFile(collector, directory, name);
  }
  if (globs.length === 0) return;
  for (const member of collector.filesNamed("pyproject.toml", directory)) {
    const home = relativePath(parentPath(member), directory);
    if (home !== null && home !== "." && fitsWorkspace(home, globs)) collector.add(member);
  }
}

function readPipfile(collector: Collector, directory: string): void {
  const path = directory === "." ? "Pipfile" : `${directory}/Pipfile`;
  for (const { table, value } of tomlEntries(collector.read(path) ?? "")) {
    const local = table === "source" ? null : inlinePath(value);
    if (local !== null) addLocal(collector, directory, path, local);
  }
}

function addLocal(collector: Collector, directory: string, manifest: string, local: string): void {
  const target = collector.resolve(directory, local);
  if (target === null || collector.add(target)) return;
  if (target === directory) collector.prevent(`\`${manifest}\` installs its own folder`);
  else if (!collector.addDirectory(target)) collector.markIncomplete();
}

function addFile(collector: Collector, directory: string, name: string): void {
  const target = collector.resolve(directory, name);
  if (target !== null) collector.add(target);
}
