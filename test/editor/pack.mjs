import { execFileSync } from "node:child_process";
import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
/** Bytes that the packed extension may have. */
const mostBytes = 2_000_000;

/** Packs the extension as for the marketplace; warnings and a large package are errors. */
export async function packExtension() {
  const vsix = join(mkdtempSync(join(tmpdir(), "stowage-vsix-")), "stowage.vsix");
  const args = ["--yes", "@vscode/vsce@4.1.0", "package", "--no-dependencies", "--out", vsix];
  const said = execFileSync("npx", args, {
    cwd: join(root, "vscode-extension"),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (/WARNING/i.test(said)) throw new Error(`vsce warns:\n${said}`);
  const { size } = statSync(vsix);
  if (size > mostBytes) throw new Error(`the package has ${size} bytes; it may have ${mostBytes}`);
  console.log(`packed ${size} bytes`);
  return vsix;
}
