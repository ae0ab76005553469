/**
 * Programs that fetch files and programs that look at what was fetched.
 * Source: manual pages of curl 8, GNU Wget 1.24, GNU coreutils 9, GnuPG 2.4; BusyBox 1.36 (read 2026-11).
 */

/** Options of curl that take a value. */
export const curlValueFlags: readonly string[] = [
  ...[
    "-A",
    "-b",
    "-c",
    "-C",
    "-d",
    "-D",
    "-e",
    "-E",
    "-F",
    "-h",
    "-H",
    "-K",
    "-m",
    "-o",
    "-P",
    "-Q",
    "-r",
    "-t",
  ],
  ...["-T", "-u", "-U", "-w", "-x", "-X", "-y", "-Y", "-z"],
  ...[
    "--cacert",
    "--capath",
    "--cert",
    "--ciphers",
    "--config",
    "--connect-timeout",
    "--cookie",
    "--cookie-jar",
  ],
  ...[
    "--data",
    "--data-binary",
    "--data-raw",
    "--data-urlencode",
    "--dump-header",
    "--form",
    "--header",
    "--json",
  ],
  ...[
    "--key",
    "--limit-rate",
    "--max-redirs",
    "--max-time",
    "--netrc-file",
    "--noproxy",
    "--output",
    "--output-dir",
  ],
  ...[
    "--pinnedpubkey",
    "--proto",
    "--proto-redir",
    "--proxy",
    "--proxy-user",
    "--range",
    "--referer",
    "--request",
  ],
  ...[
    "--resolve",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "--speed-limit",
    "--speed-time",
    "--stderr",
  ],
  ...[
    "--time-cond",
    "--tls-max",
    "--unix-socket",
    "--upload-file",
    "--url",
    "--user",
    "--user-agent",
    "--write-out",
  ],
];

/** Options of Wget that take a value. */
export const wgetValueFlags: readonly string[] = [
  ...[
    "-a",
    "-A",
    "-B",
    "-D",
    "-e",
    "-i",
    "-I",
    "-l",
    "-o",
    "-O",
    "-P",
    "-Q",
    "-R",
    "-t",
    "-T",
    "-U",
    "-w",
    "-X",
  ],
  ...[
    "--append-output",
    "--ca-certificate",
    "--connect-timeout",
    "--header",
    "--input-file",
    "--output-document",
  ],
  ...[
    "--output-file",
    "--password",
    "--post-data",
    "--progress",
    "--referer",
    "--tries",
    "--timeout",
    "--user",
  ],
  ...["--user-agent", "--wait", "--waitretry", "--directory-prefix", "--read-timeout", "--secure-protocol"],
];

/** Programs that download what their arguments name. */
export const downloaders: ReadonlySet<string> = new Set(["curl", "wget", "aria2c", "svn", "http"]);

/** Actions of Git that get files from elsewhere, or another version of them. */
export const gitFetches = /^(?:archive|checkout|clone|fetch|ls-remote|pull|submodule)$/;

/** Programs that do nothing but write what they read in another form, to their output. */
export const textFilters: ReadonlySet<string> = new Set([
  ...[
    "cat",
    "column",
    "cut",
    "fold",
    "head",
    "jq",
    "less",
    "more",
    "nl",
    "sed",
    "sort",
    "tail",
    "tr",
    "uniq",
  ],
  ...["b2sum", "base64", "md5sum", "od", "sha1sum", "sha256sum", "sha512sum", "shasum", "wc", "xxd", "yq"],
]);

/** Programs that compare a file with a sum or a signature. */
export const verifiers: ReadonlySet<string> = new Set([
  ...["md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "shasum", "b2sum", "b3sum"],
  ...["gpgv", "minisign", "cosign", "signify"],
]);

/** Programs that fail when their input is empty or no archive, key or match. */
export const strictReaders: ReadonlySet<string> = new Set([
  ...["tar", "bsdtar", "cpio", "unzip", "funzip", "gzip", "gunzip", "zcat", "xz", "unxz", "xzcat", "bzip2"],
  ...["bunzip2", "bzcat", "zstd", "unzstd", "gpg", "gpg2", "apt-key", "grep", "egrep", "fgrep", "rg", "rpm"],
]);

/** Programs that refuse a web page where they expect a package or an archive. */
export const formatReaders: ReadonlySet<string> = new Set([
  ...[
    "tar",
    "bsdtar",
    "cpio",
    "unzip",
    "gzip",
    "gunzip",
    "zcat",
    "xz",
    "unxz",
    "bzip2",
    "bunzip2",
    "zstd",
    "unzstd",
  ],
  ...[
    "7z",
    "7za",
    "dpkg",
    "dpkg-deb",
    "gdebi",
    "apt",
    "apt-get",
    "rpm",
    "yum",
    "dnf",
    "microdnf",
    "zypper",
    "apk",
  ],
  ...["gpg", "gpg2", "apt-key", "pip", "pip3", "java", "patch"],
]);

/** Hosts that no network lies in front of. */
export const localHosts = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0|host\.docker\.internal)$/i;
