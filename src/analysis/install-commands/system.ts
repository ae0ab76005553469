import { hasAnyFlag } from "./package-command.ts";
import { packagesOf } from "./packages.ts";
import { namedFiles, type Reader, reading } from "./reading.ts";

/** Packages of the operating system. */
export const readSystem: Reader = (call, setting) => {
  if (call.does !== "packages" || hasAnyFlag(call, ["--download-only", "--dry-run", "--simulate"]))
    return null;
  const archives = call.operands.filter((word) => /^\.{0,2}\/.*\.(deb|rpm|apk)$/.test(word.text));
  return reading(call, setting, {
    what: "packages",
    packages: packagesOf(call, call.operands),
    manifests: namedFiles(archives, setting),
    global: true,
  });
};
