import { hasAnyFlag } from "./package-command.ts";
import { isLocalPath, packagesOf } from "./packages.ts";
import {
  callText,
  namedFiles,
  type Reader,
  type Reading,
  reading,
  requiredFirst,
  tableManifests,
} from "./reading.ts";

/** npm, yarn, pnpm and bun. */
export const readNode: Reader = (call, setting) => {
  if (hasAnyFlag(call, ["--dry-run", "--package-lock-only", "--lockfile-only"])) return null;
  const named = call.does === "manifest" ? [] : call.operands;
  const common = { manifests: withoutHooks(tableManifests(call, setting), call) };
  if (call.does === "project") {
    const needsSources = `\`${callText(call)}\` packs the project itself`;
    return reading(call, setting, { ...common, what: "project", needsSources });
  }
  if (!["install", "manifest", "packages"].includes(call.does)) return null;
  if (call.manager.name === "pnpm" && call.action === "fetch") {
    // It reads the lockfile alone, so that manifests may change without a new download.
    const manifests = requiredFirst(
      common.manifests
        .filter(({ pattern }) => !pattern.endsWith("package.json"))
        .map((row) => (row.role === "lockfile" ? { ...row, required: true } : row)),
    );
    return reading(call, setting, { what: "manifest", manifests });
  }
  if (named.length === 0) {
    return call.does === "packages" ? null : reading(call, setting, { ...common, what: "manifest" });
  }
  const packages = packagesOf(call, named);
  const local = named.filter((word) => isLocalPath(word.text));
  const archives = local.filter((word) => /\.(tgz|tar|tar\.gz)$/.test(word.text));
  const folder = local.find((word) => !archives.includes(word));
  if (folder !== undefined) {
    const needsSources = `\`${callText(call)} ${folder.text}\` installs a folder of the project`;
    return reading(call, setting, { ...common, what: "project", packages, needsSources });
  }
  const read = reading(call, setting, { what: "packages", packages });
  // Without `-g` it installs what the manifest lists as well.
  const files = read.global ? [] : common.manifests.map((row) => ({ ...row, required: false }));
  return { ...read, manifests: requiredFirst([...namedFiles(archives, setting), ...files]) };
};

/** Hooks are scripts of the project and what they read: nothing of it is needed with `--ignore-scripts`. */
function withoutHooks(manifests: Reading["manifests"], call: Parameters<Reader>[0]): Reading["manifests"] {
  return hasAnyFlag(call, ["--ignore-scripts"]) ? manifests.filter(({ role }) => role !== "hook") : manifests;
}
