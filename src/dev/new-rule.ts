import { existsSync } from "node:fs";
import { readProjectFile, writeGenerated } from "./project-files.ts";
import { scaffold } from "./scaffold.ts";

/** `npm run new-rule <id>`: writes the two files of a rule, to be filled in. */
export function main(args: readonly string[]): boolean {
  const [id] = args;
  if (id === undefined || !/^[a-z]+(-[a-z0-9]+)+$/.test(id)) {
    console.error("usage: npm run new-rule <id>; the id names the smell, in kebab-case");
    return false;
  }
  const { version } = JSON.parse(readProjectFile("package.json")) as { version: string };
  const files = scaffold(id, version);
  const existing = files.find(({ path }) => existsSync(path));
  if (existing) {
    console.error(`${existing.path} already exists`);
    return false;
  }
  return writeGenerated(files, false);
}
