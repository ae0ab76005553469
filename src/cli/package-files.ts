import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tool } from "../report/reporter.ts";

/** Name and version, from `package.json`. */
export function tool(): Tool {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  return { name, version };
}

/** The page of a rule as Markdown; `null` when the package lacks it. */
export function rulePage(rule: string): string | null {
  const path = join(packageRoot(), "rules", `${rule}.md`);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** The folder of this package, of which the program may run from `dist/` or from its sources. */
function packageRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) throw new Error(`no \`package.json\` above ${import.meta.dirname}`);
  }
}
