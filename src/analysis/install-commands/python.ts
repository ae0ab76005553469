import type { ShellWord } from "../../shell/command.ts";
import type { CommandSetting } from "./command-setting.ts";
import { flagValues, hasAnyFlag, isSwitchedOn, type PackageCommand } from "./package-command.ts";
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

/** pip, pip-tools, pipx, uv, poetry, pipenv, conda and `setup.py`. */
export const readPython: Reader = (call, setting) => {
  switch (call.manager.name) {
    case "pip":
      return readPip(call, setting);
    case "uv":
      return call.action.startsWith("pip ") ? readPip(call, setting) : readUv(call, setting);
    case "poetry":
      return readPoetry(call, setting);
    case "pipenv":
      return readPipenv(call, setting);
    default:
      return readConda(call, setting);
  }
};

const requirementFlags = ["-r", "--requirement", "--requirements"];
const isWheel = (text: string): boolean => /\.(whl|tar\.gz|zip)(\[[^\]]*\])?$|\/[^/]*\*$/.test(text);
const isAddress = (text: string): boolean => /^([a-z][a-z+]*:\/\/|git@)/.test(text) || / @ /.test(text);

function readPip(call: PackageCommand, setting: CommandSetting): Reading | null {
  if (call.does === "project") {
    return reading(call, setting, {
      what: "project",
      manifests: tableManifests(call, setting, "setuptools"),
      needsSources: `\`${call.action}\` builds the project`,
    });
  }
  if (hasAnyFlag(call, ["--dry-run"]) || (call.does !== "install" && call.does !== "manifest")) return null;
  const isSync = call.does === "manifest";
  const requirements = isSync ? call.operands : flagValues(call, requirementFlags);
  const constraints = flagValues(call, ["-c", "--constraint", "--constraints"]);
  const words = isSync ? [] : call.operands;
  const source =
    flagValues(call, ["-e", "--editable"]).find((word) => !isAddress(word.text)) ??
    words.find((word) => isLocalPath(word.text) && !isWheel(word.text)) ??
    null;
  const wheels = words.filter((word) => isWheel(word.text) && !isAddress(word.text));
  const files = requiredFirst([
    ...namedFiles(requirements, setting),
    ...namedFiles(wheels, setting),
    ...namedFiles(constraints, setting, "configuration"),
    ...(isSync && requirements.length === 0
      ? [{ pattern: "requirements.txt", role: "manifest" as const, required: true }]
      : []),
    ...(hasAnyFlag(call, ["--group"])
      ? [{ pattern: "pyproject.toml", role: "manifest" as const, required: true }]
      : []),
    ...(source === null ? [] : tableManifests(call, setting, "setuptools")),
  ]);
  const needsSources = source === null ? null : `\`${sourceText(call, source)}\` builds the project`;
  const packages = packagesOf(call, words);
  const isManifest = requirements.length > 0 || isSync || hasAnyFlag(call, ["--group"]);
  if (!isManifest && source === null && packages.length === 0) {
    // `pip install -e git+https://…` is all that is left.
    return flagValues(call, ["-e", "--editable"]).length > 0
      ? reading(call, setting, { what: "packages" })
      : null;
  }
  return reading(call, setting, {
    what: isManifest ? "manifest" : source === null ? "packages" : "project",
    packages,
    manifests: files,
    needsSources,
    developmentPackages: namesDevelopment(requirements, source) ? "included" : "unknown",
    global: call.command.name === "pipx" || hasAnyFlag(call, ["--user", "--system"]),
  });
}

function sourceText(call: PackageCommand, source: ShellWord): string {
  const editable = flagValues(call, ["-e", "--editable"]).some(
    (word) => word.range.start === source.range.start,
  );
  return editable ? `-e ${source.text}` : `${callText(call)} ${source.text}`;
}

/** `requirements-dev.txt`, `requirements/test.txt`, `.[dev]`. */
function namesDevelopment(requirements: readonly ShellWord[], source: ShellWord | null): boolean {
  const names = /(^|[^a-z])(dev|develop|development|test|tests|testing|lint|docs?)([^a-z]|$)/i;
  return (
    requirements.some((word) => names.test(word.text)) ||
    (source !== null && names.test(/\[(.*)\]/.exec(source.text)?.[1] ?? ""))
  );
}

function readUv(call: PackageCommand, setting: CommandSetting): Reading | null {
  if (call.does === "build") {
    const needsSources = "`uv build` packs the project";
    return reading(call, setting, { what: "build", needsSources });
  }
  if (call.does === "packages") {
    const packages = packagesOf(call, call.operands);
    const global = call.action === "tool install";
    const manifests = global ? [] : tableManifests(call, setting);
    return reading(call, setting, { what: "packages", packages, manifests, global });
  }
  if (call.does !== "manifest") return null;
  const withoutProject =
    hasAnyFlag(call, [
      "--no-install-project",
      "--no-install-workspace",
      "--no-install-local",
      "--only-group",
      "--only-dev",
    ]) || isSwitchedOn(call, { variables: [{ name: "UV_NO_INSTALL_PROJECT" }] }, setting.variable);
  const needsSources = withoutProject
    ? null
    : "`uv sync` installs the project itself; `--no-install-project` leaves it out";
  return reading(call, setting, { what: "manifest", needsSources });
}

function readPoetry(call: PackageCommand, setting: CommandSetting): Reading | null {
  if (call.does === "build") {
    return reading(call, setting, { what: "build", needsSources: "`poetry build` packs the project" });
  }
  if (call.does === "packages") {
    const packages = packagesOf(call, call.operands);
    const isSelf = call.action === "self add";
    const manifests = isSelf ? [] : tableManifests(call, setting);
    return reading(call, setting, { what: "packages", packages, manifests, global: isSelf });
  }
  if (call.does !== "manifest" || hasAnyFlag(call, ["--dry-run", "--lock"])) return null;
  if (hasAnyFlag(call, ["--only-root"])) {
    return reading(call, setting, {
      what: "project",
      needsSources: "`poetry install --only-root` installs the project",
    });
  }
  // `poetry update` installs no root package.
  const withRoot = !hasAnyFlag(call, ["--no-root"]) && call.action !== "update";
  const needsSources = withRoot
    ? "`poetry install` installs the project itself; `--no-root` leaves it out"
    : null;
  const only = flagValues(call, ["--only"]);
  const read = reading(call, setting, { what: "manifest", needsSources });
  if (only.length === 0) return read;
  const named = only.flatMap((word) => word.text.split(","));
  return { ...read, developmentPackages: named.includes("dev") ? "included" : "omitted" };
}

function readPipenv(call: PackageCommand, setting: CommandSetting): Reading | null {
  if (call.does !== "install" && call.does !== "manifest") return null;
  const editable = flagValues(call, ["-e", "--editable"]).find((word) => !isAddress(word.text));
  const needsSources = editable === undefined ? null : `\`-e ${editable.text}\` builds the project`;
  const requirements = namedFiles(flagValues(call, ["-r", "--requirements"]), setting);
  const packages = call.does === "install" ? packagesOf(call, call.operands) : [];
  if (packages.length > 0) {
    const manifests = tableManifests(call, setting);
    return reading(call, setting, { what: "packages", packages, manifests, needsSources });
  }
  const table = tableManifests(call, setting);
  const pipfile =
    requirements.length > 0 ? [] : [{ pattern: "Pipfile", role: "manifest" as const, required: true }];
  return reading(call, setting, {
    what: "manifest",
    manifests: requiredFirst([...requirements, ...pipfile, ...table]),
    needsSources,
  });
}

function readConda(call: PackageCommand, setting: CommandSetting): Reading | null {
  if (call.does !== "packages" && call.does !== "manifest") return null;
  const named = namedFiles(flagValues(call, ["-f", "--file"]), setting);
  if (call.does === "manifest" || named.length > 0) {
    const fallback = { pattern: "environment.yml", role: "manifest" as const, required: true };
    const manifests = named.length > 0 ? named : [fallback];
    const packages = call.does === "packages" ? packagesOf(call, call.operands) : [];
    return reading(call, setting, { what: "manifest", manifests, packages });
  }
  return reading(call, setting, { what: "packages", packages: packagesOf(call, call.operands) });
}
