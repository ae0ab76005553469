import type { CostFamily } from "./cost-priors.ts";

/**
 * Programs other than package managers: the family of their cost, or `null` for those whose time the start of the RUN covers.
 * List as of 2026-11.
 */
const programs = (
  family: CostFamily | null,
  names: string,
): readonly (readonly [string, CostFamily | null])[] =>
  names.split(/\s+/).map((name) => [name, family] as const);

const families: ReadonlyMap<string, CostFamily | null> = new Map([
  ...programs(
    null,
    `: [ [[ (( addgroup adduser alias awk basename bash break cat cd chgrp chmod chown chpasswd command continue cp cut date
     dash deluser df dirname dos2unix dpkg-reconfigure du echo egrep env envsubst eval exec exit export expr false fc-cache fi fgrep find
     getent grep groupadd groupdel groupmod gpg gpgconf gpg-agent groups hash head hostname id install jq ldconfig let ln local
     locale-gen localedef ls md5sum mkdir mktemp mv nproc openssl passwd popd printenv printf pushd pwd read readlink readonly
     realpath return rm rmdir sed set setcap sh sha1sum sha256sum sha512sum shasum shift shopt sleep sort source stat strip su sudo tail tee
     test touch tr trap true type ulimit umask uname uniq unlink unset update-alternatives update-ca-certificates update-locale
     useradd userdel usermod visudo wait wc whereis which whoami xargs yes yq ssh-keyscan add-apt-repository a2enmod a2ensite
     a2dismod dpkg-divert apt-mark apt-key apt-cache apt-config debconf-set-selections . tini corepack alternatives rpm dpkg`,
  ),
  ...programs("download", "aria2c curl wget http axel"),
  ...programs("unpack", "7z bunzip2 gunzip tar unxz unzip xz zcat zip zstd"),
  ...programs("git-clone", "git hg svn"),
  ...programs(
    "compile",
    `autoreconf bazel bazelisk c++ cc clang clang++ cmake configure configure.sh autogen.sh bootstrap.sh g++ gcc javac kotlinc make meson ninja
     rustc scons swift zig just task mage ant`,
  ),
  ...programs("test", "ctest jest pytest rspec tox vitest phpunit"),
  ...programs(
    "node-build",
    "astro esbuild gatsby gulp grunt lerna next ng nest nuxt nx parcel rollup tsc tsup turbo vite webpack svelte-kit remix",
  ),
  ...programs("python-venv", "virtualenv"),
]);

/** `undefined` for a program that is not known. */
export function familyOfProgram(name: string): CostFamily | null | undefined {
  return families.get(name);
}
