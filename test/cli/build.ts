import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the program once before its tests, whatever was built before. */
export default function setup(): void {
  execFileSync(process.execPath, ["build.mjs"], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: "inherit",
  });
}
