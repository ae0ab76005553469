// Starts a builder, bundles a check, which is written in TypeScript, and runs it. Usage: run.mjs check-builds|check-fixes|check-mounts|check-images. Ends with 1 when the builder does otherwise than predicted.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const check = process.argv[2] ?? "check-builds";
const root = join(import.meta.dirname, "../..");
const cache = join(root, "node_modules/.cache/stowage");
const outfile = join(cache, `${check}-${process.pid}.mjs`);
const folder = mkdtempSync(join(tmpdir(), "stowage-builder-"));
mkdirSync(cache, { recursive: true });
await build({
  entryPoints: [join(import.meta.dirname, `${check}.ts`)],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
  logLevel: "warning",
});
try {
  const output = execFileSync("bash", [join(import.meta.dirname, "builder.sh"), folder], {
    encoding: "utf8",
  });
  const builder = output.trim().split("\n").at(-1);
  if (check !== "check-builds" && check !== "check-images") {
    const env = { ...process.env, DOCKER_HOST: builder };
    execFileSync("bash", [join(import.meta.dirname, "fix-images.sh"), folder], { env, stdio: "inherit" });
  }
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = (await main(builder)) ? 0 : 1;
} finally {
  rmSync(outfile, { force: true });
  // The engine goes with the folder; one that was there before stays.
  const pid = join(folder, "dockerd.pid");
  if (existsSync(pid)) process.kill(Number(readFileSync(pid, "utf8")));
}
