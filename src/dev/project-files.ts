import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { ProjectFile } from "./generated-files.ts";

/** Ids of all rules, by the names of their files. Paths are relative to the project's root, where npm starts scripts. */
export function ruleIds(): readonly string[] {
  return readdirSync("rules")
    .filter((name) => name.endsWith(".ts") && name !== "index.ts")
    .map((name) => name.slice(0, -".ts".length));
}

/** The text of a file of the project; empty when there is none. */
export function readProjectFile(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/**
 * Writes the files that changed and names them. With `check` it writes nothing and tells what is stale.
 * @returns whether all is well: false when `check` found a stale file.
 */
export function writeGenerated(files: readonly ProjectFile[], check: boolean): boolean {
  const stale = files.filter(({ path, text }) => readProjectFile(path) !== text);
  for (const { path, text } of stale) {
    if (check) console.error(`${path} is stale: run \`npm run generate\``);
    else {
      writeFileSync(path, text);
      console.log(`wrote ${path}`);
    }
  }
  return stale.length === 0 || !check;
}
