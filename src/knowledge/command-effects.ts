/**
 * Where the programs that people run while an image is built read and write. A path stands for all that is below it. Whoever is not in
 * these tables may read and write anything.
 * Sources: Filesystem Hierarchy Standard 3.0; Debian Policy §9 and §10; the manuals of the programs; what their packages write was looked
 * at in images of debian, alpine and fedora (2026-11).
 */

/** Where packages of a Linux distribution put files, and where their scripts look. Distributions leave `/home`, `/opt`, `/srv` and `/usr/src` to others. */
export const systemPackagePaths: readonly string[] =
  `/bin /boot /etc /lib /lib32 /lib64 /root /run /sbin /tmp /usr/bin /usr/games /usr/include /usr/lib /usr/lib32 /usr/lib64 /usr/libexec
  /usr/local /usr/sbin /usr/share /var/backups /var/cache /var/lib /var/local /var/log /var/mail /var/run /var/spool /var/tmp`.split(
    /\s+/,
  );

/** Packages that write where others do not: web servers bring a first page, sources and kernel modules go to `/usr/src`. */
export const packagesElsewhere: readonly { readonly name: RegExp; readonly paths: readonly string[] }[] = [
  { name: /^(?:apache2?|httpd|nginx|lighttpd|caddy)\b/, paths: ["/var/www", "/srv"] },
  { name: /(?:-source|-dkms|-headers?)\b|^(?:googletest|linux-)/, paths: ["/usr/src"] },
  { name: /^(?:.*ftpd|tftp.*|git-daemon.*)$/, paths: ["/srv"] },
  { name: /^(?:google-|microsoft-|mssql|msodbcsql|datadog|newrelic|brave-|vivaldi)/, paths: ["/opt"] },
];

/** What tools of a language need to run, and where they keep settings of the machine and of the user. */
export const toolchainPaths: readonly string[] =
  "/bin /etc /lib /lib64 /root /sbin /usr/bin /usr/lib /usr/lib64 /usr/libexec /usr/local /usr/share /usr/include".split(
    " ",
  );

/** Where an install of what manifests list writes besides its caches: in the project, and outside of it. */
export interface InstallPlaces {
  /** Below the directory of the project, and of each member of a workspace. */
  readonly inProject: readonly string[];
  readonly outside: readonly string[];
  /** Files of the project that it may write anew unless it is told to keep them. */
  readonly rewrites: readonly string[];
}

/** Where tools of languages keep caches and settings below the home directory of who runs them. */
export const homePlaces: readonly string[] =
  ".bundle .bun .cache .cargo .composer .config .gem .local .m2 .node-gyp .npm .npmrc .nuget .pnpm-store .rustup .yarn .yarnrc go".split(
    " ",
  );

export const installPlaces: Readonly<Record<string, InstallPlaces>> = {
  npm: { inProject: ["node_modules"], outside: [], rewrites: ["package-lock.json", "npm-shrinkwrap.json"] },
  yarn: {
    inProject: ["node_modules", ".yarn/install-state.gz", ".yarn/unplugged", ".yarn/build-state.yml"],
    outside: ["/usr/local/share/.cache"],
    rewrites: ["yarn.lock", ".pnp.cjs", ".pnp.loader.mjs", ".yarn/cache"],
  },
  pnpm: { inProject: ["node_modules"], outside: [], rewrites: ["pnpm-lock.yaml"] },
  bun: { inProject: ["node_modules"], outside: [], rewrites: ["bun.lock", "bun.lockb"] },
  pip: { inProject: [], outside: ["/usr/local", "/usr/lib", "/usr/bin"], rewrites: [] },
  bundler: {
    inProject: ["vendor/bundle", ".bundle"],
    outside: ["/usr/local/bundle", "/var/lib/gems", "/usr/local/lib"],
    rewrites: ["Gemfile.lock"],
  },
  // With a lockfile it installs just that; without one it writes one, which no COPY brings.
  composer: { inProject: ["vendor"], outside: [], rewrites: [] },
  go: { inProject: [], outside: ["/go"], rewrites: ["go.sum", "go.work.sum"] },
};

/** Programs that change nothing in the image and read none of its files, or only what is named to their builtin. */
export const idlePrograms: ReadonlySet<string> = new Set(
  ": cd date echo exit export false pwd set sleep true uname unset id whoami".split(" "),
);

/** Programs whose operands are all that they read and write; the first operand of some is a mode or an owner. */
export const fileProgramOperands: Readonly<Record<string, "all" | "after-first">> = {
  chgrp: "after-first",
  chmod: "after-first",
  chown: "after-first",
  cp: "all",
  install: "all",
  ln: "all",
  mkdir: "all",
  mv: "all",
  rm: "all",
  rmdir: "all",
  touch: "all",
};

/** Programs that add accounts: they write the tables in `/etc` and the home directory. */
export const accountPrograms: ReadonlySet<string> = new Set("addgroup adduser groupadd useradd".split(" "));

/** Programs that work on what packages of the distribution have brought, and look at no other file. */
export const systemPrograms: ReadonlySet<string> = new Set(
  `a2dismod a2dissite a2enconf a2enmod a2ensite debconf-set-selections docker-php-ext-configure docker-php-ext-enable docker-php-ext-install
  docker-php-source dpkg-reconfigure install-php-extensions ldconfig locale-gen pecl update-alternatives update-ca-certificates update-locale`.split(
    /\s+/,
  ),
);

/** Where they build, besides the places of packages. */
export const systemBuildPaths: readonly string[] = ["/usr/src/php", "/usr/src/php.tar.xz"];

/**
 * Programs that take nothing from variables but from those that are named after them or stand for the locale, the terminal, the home directory, a
 * proxy or a place for temporary files; whatever else they are told stands on their command line. Source: their manuals (coreutils 9, shadow 4,
 * GnuPG 2.4, curl 8, wget 1.24, tar 1.35, sed 4.9, dpkg 1.22).
 */
export const plainPrograms: ReadonlySet<string> = new Set([
  ...Object.keys(fileProgramOperands),
  ...accountPrograms,
  ..."[ [[ chpasswd curl delgroup deluser dpkg gpasswd gpg groupdel groupmod sed tar tee test unzip userdel usermod wget".split(
    " ",
  ),
]);

/** Programs that put files to where they may be run from; `/opt/tool/bin` is in no table. */
export const bringingPrograms: ReadonlySet<string> = new Set(
  "cp curl gpg install ln mv tar tee unzip wget".split(" "),
);

/** Programs that only read the files named to them, and print. */
export const readingPrograms: ReadonlySet<string> = new Set(
  "awk base64 basename cat cmp cut dirname dpkg-architecture dpkg-query grep head jq md5sum sha1sum sha256sum sha512sum sort stat tail tr uniq wc".split(
    " ",
  ),
);
