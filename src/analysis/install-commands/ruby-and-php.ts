import { expandWord } from "./command-setting.ts";
import { flagValue, hasAnyFlag } from "./package-command.ts";
import { packagesOf } from "./packages.ts";
import { placeOfFile } from "./place.ts";
import { namedFiles, type Reader, reading, tableManifests } from "./reading.ts";

/** Bundler. */
export const readBundler: Reader = (call, setting) => {
  if (call.does !== "manifest" && call.does !== "packages") return null;
  const flag = flagValue(call, ["--gemfile"]);
  const path = flag === null ? setting.variable("BUNDLE_GEMFILE") : expandWord(flag, setting.variable);
  const { place, name } = path === null ? { place: null, name: null } : placeOfFile(path, setting);
  const table = tableManifests(call, setting);
  const manifests =
    name === null || name === "Gemfile"
      ? table
      : table.map((row) =>
          /^Gemfile(\.lock)?$/.test(row.pattern)
            ? { ...row, pattern: row.pattern.replace("Gemfile", name) }
            : row,
        );
  return reading(call, setting, {
    what: call.does,
    packages: call.does === "packages" ? packagesOf(call, call.operands) : [],
    manifests,
    ...(place === null ? {} : { place }),
  });
};

/** RubyGems. */
export const readGem: Reader = (call, setting) => {
  if (call.does !== "packages") return null;
  const file = flagValue(call, ["-g", "--file"]);
  if (file !== null)
    return reading(call, setting, { what: "manifest", manifests: namedFiles([file], setting) });
  const archives = call.operands.filter((word) => word.text.endsWith(".gem"));
  return reading(call, setting, {
    what: "packages",
    packages: packagesOf(call, call.operands),
    manifests: namedFiles(archives, setting),
    global: true,
  });
};

/** Composer. */
export const readComposer: Reader = (call, setting) => {
  if (hasAnyFlag(call, ["--dry-run"])) return null;
  if (call.does === "manifest") return reading(call, setting, { what: "manifest" });
  if (call.does !== "packages") return null;
  const creates = call.action === "create-project";
  const named = creates ? call.operands.slice(0, 1) : call.operands;
  const global = call.action.startsWith("global");
  const manifests =
    creates || global ? [] : tableManifests(call, setting).map((row) => ({ ...row, required: false }));
  return reading(call, setting, { what: "packages", packages: packagesOf(call, named), manifests, global });
};
