import { jvmManagers } from "./jvm-managers.ts";
import { languageManagers } from "./language-managers.ts";
import { nodeManagers } from "./node-managers.ts";
import type { PackageManager } from "./package-manager.ts";
import { pythonManagers } from "./python-managers.ts";
import { systemManagers } from "./system-managers.ts";

/** All package managers and build tools that download what they need. */
export const packageManagers: readonly PackageManager[] = [
  ...nodeManagers,
  ...pythonManagers,
  ...languageManagers,
  ...jvmManagers,
  ...systemManagers,
];

const byName = new Map(packageManagers.map((manager) => [manager.name, manager]));
const byProgram = new Map<string, PackageManager>();
const byPrefix = new Map<string, PackageManager>();
const byModule = new Map<string, PackageManager>();
for (const manager of packageManagers) {
  for (const program of manager.programs) {
    if (program.endsWith("*")) byPrefix.set(program.slice(0, -1), manager);
    else byProgram.set(program, manager);
  }
  for (const module of manager.modules ?? []) byModule.set(module, manager);
}

/** The row of a manager by its own name (`apt-get`, `pip`); `null` for an unknown one. */
export function packageManagerNamed(name: string): PackageManager | null {
  return byName.get(name) ?? null;
}

/** The row for a program as it is called: `apt`, `pip3.11`, `mvnw`. */
export function packageManagerOfProgram(program: string): PackageManager | null {
  const exact = byProgram.get(program);
  if (exact) return exact;
  const stem = program.replace(/[\d.]+$/, "");
  return byPrefix.get(stem) ?? null;
}

/** The row for `python -m <module>`. */
export function packageManagerOfModule(module: string): PackageManager | null {
  return byModule.get(module) ?? null;
}
