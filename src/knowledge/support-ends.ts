/**
 * The last day on which a version got fixes for security, from its own project and for everybody. Only what lies in the past: a version that
 * is not here is not known to have ended.
 * Source: wiki.debian.org/LTS, ubuntu.com/about/release-cycle (standard support), alpinelinux.org/releases, centos.org/centos-linux-eol,
 * docs.fedoraproject.org (End of Life), nodejs.org/en/about/previous-releases, devguide.python.org/versions, ruby-lang.org/en/downloads/branches,
 * php.net/supported-versions, go.dev/doc/devel/release; compared with the data of endoflife.date of 2026-08-22 (MIT). List as of 2026-11.
 */
export interface SupportEnds {
  /** As people call it. */
  readonly title: string;
  /** By version, as far as it decides: `18`, `3.9`; a shorter one where all its versions have ended. */
  readonly ends: Readonly<Record<string, string>>;
}

/** By the name of the official image. */
export const supportEnds: Readonly<Record<string, SupportEnds>> = {
  alpine: ends(
    "Alpine",
    `3.1 2016-11-01 3.2 2017-05-01 3.3 2017-11-01 3.4 2018-05-01 3.5 2018-11-01 3.6 2019-05-01 3.7 2019-11-01 3.8 2020-05-01 3.9 2020-11-01
     3.10 2021-05-01 3.11 2021-11-01 3.12 2022-05-01 3.13 2022-11-01 3.14 2023-05-01 3.15 2023-11-01 3.16 2024-05-23 3.17 2024-11-22
     3.18 2025-05-09 3.19 2025-11-01 3.20 2026-04-01`,
  ),
  centos: ends("CentOS Linux", "5 2017-03-31 6 2020-11-30 7 2024-06-30 8 2021-12-31"),
  debian: ends("Debian", "7 2018-05-31 8 2020-06-30 9 2022-07-01 10 2024-06-30 11 2026-08-31"),
  fedora: ends(
    "Fedora",
    `28 2019-05-28 29 2019-11-26 30 2020-05-26 31 2020-11-24 32 2021-05-25 33 2021-11-30 34 2022-06-07 35 2022-12-13 36 2023-05-16
     37 2023-12-05 38 2024-05-21 39 2024-11-26 40 2025-05-13 41 2025-12-15 42 2026-05-27`,
  ),
  golang: ends(
    "Go",
    `1.10 2019-02-25 1.11 2019-09-03 1.12 2020-02-25 1.13 2020-08-11 1.14 2021-02-16 1.15 2021-08-16 1.16 2022-03-15 1.17 2022-08-02
     1.18 2023-02-01 1.19 2023-09-06 1.20 2024-02-06 1.21 2024-08-13 1.22 2025-02-11 1.23 2025-08-12 1.24 2026-02-10`,
  ),
  node: ends(
    "Node.js",
    `4 2018-04-30 5 2016-06-30 6 2019-04-30 7 2017-06-30 8 2019-12-31 9 2018-06-30 10 2021-04-30 11 2019-06-30 12 2022-04-30 13 2020-06-01
     14 2023-04-30 15 2021-06-01 16 2023-09-11 17 2022-06-01 18 2025-04-30 19 2023-06-01 20 2026-04-30 21 2024-06-01 23 2025-06-01
     25 2026-06-01`,
  ),
  php: ends(
    "PHP",
    `5.6 2018-12-31 5 2018-12-31 7.0 2019-01-10 7.1 2019-12-01 7.2 2020-11-30 7.3 2021-12-06 7.4 2022-11-28 7 2022-11-28 8.0 2023-11-26 8.1 2025-12-31`,
  ),
  python: ends(
    "Python",
    `2.7 2020-01-01 2 2020-01-01 3.2 2016-02-20 3.3 2017-09-29 3.4 2019-03-18 3.5 2020-09-30 3.6 2021-12-23 3.7 2023-06-27 3.8 2024-10-07 3.9 2025-10-31`,
  ),
  ruby: ends(
    "Ruby",
    `2.3 2019-03-31 2.4 2020-03-31 2.5 2021-03-31 2.6 2022-03-31 2.7 2023-03-31 2 2023-03-31 3.0 2024-04-23 3.1 2025-03-26 3.2 2026-03-31`,
  ),
  ubuntu: ends(
    "Ubuntu",
    `12.04 2017-04-28 14.04 2019-04-02 16.04 2021-04-02 18.04 2023-05-31 18.10 2019-07-18 19.04 2020-01-23 19.10 2020-07-06 20.04 2025-05-31
     20.10 2021-07-22 21.04 2022-01-20 21.10 2022-07-14 22.10 2023-07-20 23.04 2024-01-20 23.10 2024-07-12 24.10 2025-07-10 25.04 2026-01-17`,
  ),
};

/** Versions and dates in turn. */
function ends(title: string, text: string): SupportEnds {
  const words = text.split(/\s+/);
  const pairs = words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1]!] as const] : []));
  return { title, ends: Object.fromEntries(pairs) };
}

/** Versions by the names of releases; tags have either. Source: wiki.debian.org/DebianReleases, wiki.ubuntu.com/Releases (read 2026-11). */
export const releaseNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: { wheezy: "7", jessie: "8", stretch: "9", buster: "10", bullseye: "11" },
  ubuntu: {
    precise: "12.04",
    trusty: "14.04",
    xenial: "16.04",
    bionic: "18.04",
    cosmic: "18.10",
    disco: "19.04",
    eoan: "19.10",
    focal: "20.04",
    groovy: "20.10",
    hirsute: "21.04",
    impish: "21.10",
    kinetic: "22.10",
    lunar: "23.04",
    mantic: "23.10",
    oracular: "24.10",
    plucky: "25.04",
  },
};

/**
 * Systems whose packages have left the servers that their images ask, so that nothing can be installed without a change to the settings of the
 * package manager: Debian to archive.debian.org (10 in July 2025), Ubuntu to old-releases.ubuntu.com, CentOS to vault.centos.org (July 2024).
 * Old Alpines and Fedoras, and Ubuntus with long support, stay where they were.
 * Source: debian.org/distrib/archive, help.ubuntu.com/community/EOLUpgrades, blog.centos.org of 2023-04; reports of builds that failed (read 2026-11).
 */
export const movedArchives: Readonly<
  Record<string, { readonly versions: readonly string[]; readonly to: string }>
> = {
  centos: { versions: ["5", "6", "7", "8", "stream8"], to: "vault.centos.org" },
  debian: { versions: ["7", "8", "9", "10"], to: "archive.debian.org" },
  ubuntu: {
    versions: ["12.04", "18.10", "19.04", "19.10", "20.10", "21.04", "21.10", "22.10", "23.04", "23.10"],
    to: "old-releases.ubuntu.com",
  },
};
