import { expandWord } from "./command-setting.ts";
import { flagValue, flagValues, hasAnyFlag, isSwitchedOn } from "./package-command.ts";
import { isLocalPath, packagesOf } from "./packages.ts";
import { movedTo, placeOfFile } from "./place.ts";
import { callText, namedFiles, type Reader, reading, requiredFirst, tableManifests } from "./reading.ts";

/** Go. */
export const readGo: Reader = (call, setting) => {
  if (call.does === "manifest") {
    const copies = call.action.endsWith("vendor");
    const needsSources = copies ? `\`go ${call.action}\` reads the imports of all sources` : null;
    return reading(call, setting, { what: "manifest", needsSources });
  }
  if (call.does !== "build" && call.does !== "install") return null;
  if (call.action === "mod tidy") {
    return reading(call, setting, {
      what: "manifest",
      needsSources: "`go mod tidy` reads the imports of all sources",
    });
  }
  const first = call.operands[0];
  const isRun = call.action === "run";
  const remote = (isRun ? call.operands.slice(0, 1) : call.operands).filter(
    (word) => !isLocalPath(word.text) && (call.action === "get" || word.text.includes("@")),
  );
  if (first !== undefined && remote.length > 0 && remote[0] === first) {
    const packages = packagesOf(call, remote);
    const global = call.action !== "get";
    const manifests = global ? [] : tableManifests(call, setting).map((row) => ({ ...row, required: false }));
    return reading(call, setting, { what: "packages", packages, manifests, global });
  }
  return reading(call, setting, { what: "build" });
};

/** Cargo and cargo-chef. */
export const readCargo: Reader = (call, setting) => {
  const manifest = flagValue(call, ["--manifest-path"]);
  const place =
    manifest === null ? {} : { place: placeOfFile(expandWord(manifest, setting.variable), setting).place };
  if (call.does === "build") return reading(call, setting, { what: "build", ...place });
  if (call.action === "chef cook") {
    const recipe = flagValue(call, ["--recipe-path"]);
    const files = recipe === null ? [] : namedFiles([recipe], setting);
    const fallback = { pattern: "recipe.json", role: "manifest" as const, required: true };
    const manifests = [
      ...(files.length > 0 ? files : [fallback]),
      ...tableManifests(call, setting)
        .filter(({ role }) => role === "configuration")
        .map((row) => ({ ...row, required: false })),
    ];
    return reading(call, setting, { what: "manifest", manifests: requiredFirst(manifests), ...place });
  }
  if (call.does === "manifest") return reading(call, setting, { what: "manifest", ...place });
  if (call.does !== "install" && call.does !== "packages") return null;
  const path = flagValue(call, ["--path"]);
  if (path !== null) {
    const needsSources = `\`cargo install --path ${path.text}\` compiles the sources`;
    const moved = movedTo(expandWord(path, setting.variable), setting);
    return reading(call, setting, { what: "project", needsSources, place: moved });
  }
  const packages = packagesOf(call, call.operands);
  if (packages.length === 0 && !hasAnyFlag(call, ["--git"])) return null;
  return reading(call, setting, { what: "packages", packages, global: true });
};

/** Maven. */
export const readMaven: Reader = (call, setting) => {
  if (call.does !== "build" && call.does !== "manifest") return null;
  const pom = flagValue(call, ["-f", "--file"]);
  const settings = namedFiles(
    flagValues(call, ["-s", "--settings", "-gs", "--global-settings"]),
    setting,
    "configuration",
  );
  const path = pom === null ? null : expandWord(pom, setting.variable);
  const isFile = path?.endsWith(".xml") === true;
  const { place, name } = isFile
    ? placeOfFile(path, setting)
    : { place: movedTo(pom === null ? "." : path, setting), name: null };
  const table = tableManifests(call, setting).map((row) =>
    row.pattern === "pom.xml" && name !== null ? { ...row, pattern: name } : row,
  );
  const manifests = requiredFirst([...table.slice(0, 1), ...settings, ...table.slice(1)]);
  return reading(call, setting, { what: call.does, place, manifests });
};

/** Gradle and sbt. */
export const readTasks: Reader = (call, setting) =>
  call.does === "build" || call.does === "manifest" ? reading(call, setting, { what: call.does }) : null;

/** dotnet. */
export const readDotnet: Reader = (call, setting) => {
  if (call.does === "packages") {
    const packages = packagesOf(call, call.operands);
    return packages.length === 0 ? null : reading(call, setting, { what: "packages", packages });
  }
  if (call.does !== "build" && call.does !== "manifest") return null;
  if (call.action === "tool restore") {
    const manifests = [{ pattern: ".config/dotnet-tools.json", role: "manifest" as const, required: true }];
    return reading(call, setting, { what: "manifest", manifests });
  }
  // What MSBuild is told with a slash is no path: `/p:PublishSingleFile=true`.
  const operands = call.operands.filter((word) => !/^\/[a-z]+:/i.test(word.text));
  const projects = operands.filter((word) => /\.(sln|slnx|[a-z]+proj)$/i.test(word.text));
  const table = tableManifests(call, setting);
  const manifests = requiredFirst([...namedFiles(projects, setting), ...table]);
  // `--self-contained false` may or may not have a value.
  const others = operands.filter((word) => !/^(true|false)$/i.test(word.text));
  const folder = projects.length === 0 && call.action !== "run" ? others[0] : undefined;
  const place = folder === undefined ? {} : { place: movedTo(expandWord(folder, setting.variable), setting) };
  return reading(call, setting, { what: call.does, manifests, ...place });
};

/** Cabal and Stack. */
export const readHaskell: Reader = (call, setting) => {
  const onlyDependencies = hasAnyFlag(call, [
    "--only-dependencies",
    "--dependencies-only",
    "--only-snapshot",
  ]);
  if (call.does === "manifest" || onlyDependencies) return reading(call, setting, { what: "manifest" });
  if (call.does === "build") return reading(call, setting, { what: "build" });
  if (call.does !== "install") return null;
  const remote = call.operands.filter((word) => !isLocalPath(word.text) && !word.text.includes(":"));
  if (remote.length > 0) {
    return reading(call, setting, { what: "packages", packages: packagesOf(call, remote), global: true });
  }
  return reading(call, setting, {
    what: "project",
    needsSources: `\`${callText(call)}\` compiles the sources`,
  });
};

/** Mix. */
export const readMix: Reader = (call, setting) => {
  if (call.does === "packages")
    return reading(call, setting, {
      what: "packages",
      packages: packagesOf(call, call.operands),
      global: true,
    });
  if (call.does !== "build" && call.does !== "manifest") return null;
  const onlyProduction = / --only prod\b/.test(` ${call.command.words.map((word) => word.text).join(" ")}`);
  const omitted = onlyProduction || isSwitchedOn(call, call.manager.omitDevelopment, setting.variable);
  return reading(call, setting, { what: call.does, developmentPackages: omitted ? "omitted" : "included" });
};
