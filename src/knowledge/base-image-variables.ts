/**
 * The variables that official images set for those built on them, old and new versions together; all have `PATH`. Images that are not
 * here may set anything.
 * Source: common knowledge of these images, not looked up image by image (2026-11); rather too many names than too few, since a
 * missing one is a false alarm.
 */
const java = "JAVA_HOME JAVA_VERSION LANG LANGUAGE LC_ALL JAVA_TOOL_OPTIONS";

/** By familiar name; a name that ends in `*` stands for all that begin so. */
const variablesByImage: Readonly<Record<string, string>> = {
  alpine: "",
  busybox: "",
  debian: "",
  ubuntu: "",
  "buildpack-deps": "",
  almalinux: "LANG",
  amazonlinux: "LANG",
  archlinux: "LANG",
  rockylinux: "LANG",
  "rockylinux/rockylinux": "LANG",
  oraclelinux: "LANG",
  fedora: "DISTTAG FBR FGC LANG container",
  gcc: "GCC_VERSION GPG_KEYS GCC_MIRRORS GMP_VERSION MPFR_VERSION MPC_VERSION",
  node: "NODE_VERSION NPM_CONFIG_LOGLEVEL YARN_VERSION",
  python: "GPG_KEY LANG LC_ALL",
  golang: "GOLANG_VERSION GOPATH GOTOOLCHAIN",
  rust: "CARGO_HOME RUSTUP_HOME RUST_VERSION",
  ruby: "BUNDLE_APP_CONFIG BUNDLE_BIN BUNDLE_PATH BUNDLE_SILENCE_ROOT_WARNING BUNDLER_VERSION GEM_HOME LANG RUBYGEMS_VERSION RUBY_VERSION",
  php: "APACHE_CONFDIR APACHE_ENVVARS GPG_KEYS PHPIZE_DEPS",
  nginx: "ACME_VERSION DYNPKG_RELEASE NGINX_VERSION NJS_RELEASE NJS_VERSION PKG_RELEASE",
  "eclipse-temurin": java,
  amazoncorretto: java,
  maven: `${java} BASE_URL MAVEN_CONFIG MAVEN_HOME SHA USER_HOME_DIR`,
  "mcr.microsoft.com/dotnet/aspnet": "APP_UID ASPNET_VERSION",
  "mcr.microsoft.com/dotnet/runtime": "APP_UID",
  "mcr.microsoft.com/dotnet/runtime-deps": "APP_UID",
  "mcr.microsoft.com/dotnet/sdk": "APP_UID ASPNET_VERSION NUGET_XMLDOC_MODE POWERSHELL_DISTRIBUTION_CHANNEL",
  "gcr.io/distroless/*": `${java} SSL_CERT_FILE NODE_VERSION`,
};

/** Variables that belong to the program an image is for begin with its name; which of them exist changes with versions. */
const ownPrefix: Readonly<Record<string, RegExp>> = {
  "eclipse-temurin": /^JAVA_/,
  amazoncorretto: /^JAVA_/,
  golang: /^GO/,
  maven: /^(?:JAVA|MAVEN)_/,
};

const sets = new Map<string, ReadonlySet<string>>();
for (const [name, list] of Object.entries(variablesByImage)) {
  sets.set(name, new Set(["PATH", ...list.split(" ").filter((variable) => variable !== "")]));
}

/** What any of the images sets, and what others are known to set. */
const usualVariables: ReadonlySet<string> = new Set([
  ...[...sets.values()].flatMap((names) => [...names]),
  ..."HOME USER SHELL TERM TZ DEBIAN_FRONTEND CONDA_DIR CUDA_VERSION GRADLE_HOME M2_HOME PGDATA VIRTUAL_ENV".split(
    " ",
  ),
]);

/** Whether an image with this name sets a variable; `null` when the name is not in the table. */
export function setsVariable(image: string, variable: string): boolean | null {
  const key = sets.has(image) ? image : `${image.slice(0, image.lastIndexOf("/") + 1)}*`;
  const names = sets.get(key);
  if (names === undefined) return null;
  if (names.has(variable)) return true;
  if (image.startsWith("mcr.microsoft.com/dotnet/"))
    return /^(?:ASPNETCORE|DOTNET|NUGET|COMPLUS)_/.test(variable);
  return ownPrefix[image]?.test(variable) ?? variable.startsWith(`${image.toUpperCase()}_`);
}

/** Whether some base image is likely to set a variable, for images that are not known. */
export function isUsualVariable(variable: string): boolean {
  return usualVariables.has(variable) || /(?:^|_)(?:HOME|VERSION|PATH|USER|DIR|LANG)$/.test(variable);
}
