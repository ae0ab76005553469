/**
 * What Debian packages bring along because they, or what they depend on, recommend it.
 * Source: the package index of Debian 12 (2026-11), simulated installs with and without recommended packages on a system that has
 * the required packages and apt.
 */
export interface Recommended {
  readonly packages: number;
  /** Megabytes on disk. */
  readonly megabytes: number;
}

const recommended: ReadonlyMap<string, Recommended> = new Map(
  `
    apache2:10:5 autoconf:3:2 build-essential:73:78 cargo:82:527 chromium:155:214 chromium-driver:155:214
    cifs-utils:5:3 clang:92:526 cmake:84:271 cron:26:22 curl:6:4 default-jdk:86:78 default-jre:75:71
    default-jre-headless:14:54 default-libmysqlclient-dev:37:56 default-mysql-client:5:2 dirmngr:18:23
    docker.io:130:234 ffmpeg:43:150 firefox-esr:93:340 flex:86:274 freetds-dev:2:10 g++:37:56 gcc:56:99
    gdal-bin:9:17 gdb:14:45 gettext:22:15 ghostscript:10:10 gir1.2-gtk-3.0:15:28 git:22:14 gnupg:4:6 gnupg2:4:6
    golang:91:328 gpg:22:22 gpg-agent:17:22 graphviz:7:56 imagemagick:69:113 iptables:5:2 libasound2:2:1
    libatk-bridge2.0-0:53:96 libbz2-dev:38:56 libcurl4-openssl-dev:6:4 libfreetype6-dev:35:54 libgdal-dev:52:188
    libglib2.0-0:5:52 libgtk-3-0:15:28 libicu-dev:37:56 libjpeg-dev:36:55 libkrb5-dev:37:56 libldap2-dev:3:6
    libmagickwand-dev:80:272 libmariadb-dev:37:56 libmemcached-dev:38:56 libncurses-dev:38:56
    libncurses5-dev:38:56 libpango-1.0-0:5:52 libpng-dev:37:55 libproj-dev:35:55 libreadline-dev:38:56
    libreoffice:499:1512 libsasl2-dev:38:56 libsqlite3-dev:37:56 libtool:49:115 libvips:44:80 libvips-dev:86:283
    libxml2-dev:37:56 libxmlsec1-dev:38:56 libxslt1-dev:37:56 libzip-dev:37:56 llvm:86:500 mariadb-client:5:2
    mariadb-server:32:4 maven:14:54 mercurial:17:13 msmtp:9:61 nfs-common:6:3 nodejs:3:18 npm:293:679
    ntpdate:4:3 openjdk-17-jdk:86:78 openjdk-17-jdk-headless:14:54 openjdk-17-jre:75:71
    openjdk-17-jre-headless:14:54 openssh-client:9:4 openssh-server:45:37 php:18:10 pipx:82:139
    poppler-utils:1:13 postgresql:31:16 protobuf-compiler:60:113 python-is-python3:4:3 python3:4:3
    python3-dev:40:58 python3-numpy:4:3 python3-pip:134:442 python3-psycopg2:6:3 python3-setuptools:4:3
    python3-wheel:4:3 r-base:248:720 ruby:6:13 ruby-dev:7:30 rustc:97:545 sendmail:48:36
    software-properties-common:24:22 supervisor:4:3 tesseract-ocr:9:18 texlive:157:475 tk-dev:85:264
    uuid-dev:37:56 valgrind:57:182 wget:4:9 wkhtmltopdf:163:205 xvfb:5:8 zlib1g-dev:37:56
  `
    .trim()
    .split(/\s+/)
    .map((row) => {
      const [name = "", packages, megabytes] = row.split(":");
      return [name, { packages: Number(packages), megabytes: Number(megabytes) }] as const;
    }),
);

/** Packages that bring less than a megabyte. */
const withLittle: ReadonlySet<string> = new Set(
  `
    acl adduser apt-transport-https automake bash-completion bind9-dnsutils bison brotli bzip2 ca-certificates
    dnsutils dumb-init e2fsprogs file fontconfig fonts-liberation fuse gettext-base gosu htop inotify-tools
    iproute2 iputils-ping jq kmod less libaio1 libcairo2 libevent-dev libffi-dev libfreetype6 libgbm1
    libgeos-dev libgl1 libgl1-mesa-glx libgomp1 libgssapi-krb5-2 libjemalloc2 libjpeg62-turbo liblzma-dev
    libmagic1 libmariadb3 libnss3 libonig-dev libpng16-16 libpq-dev libpq5 librdkafka-dev libsm6 libsnappy-dev
    libssl-dev libwebp-dev libxext6 libxrender1 libxss1 libyaml-dev locales lsb-release make nano nasm net-tools
    netcat-openbsd netcat-traditional nginx openssl pandoc passwd patch perl php-cli pkg-config
    postgresql-client procps psmisc python3-venv redis-server redis-tools rsync screen socat sqlite3 ssl-cert
    strace subversion sudo tar telnet time tini tmux tree tzdata unixodbc unixodbc-dev unzip vim watchman
    xz-utils yasm zip zstd
  `
    .trim()
    .split(/\s+/),
);

const little: Recommended = { packages: 0, megabytes: 0 };

/**
 * What a package brings along; zeros for next to nothing, `null` for a package that is not in the table. `others` are the names of all
 * packages of the install.
 */
export function recommendedBy(text: string, others: ReadonlySet<string>): Recommended | null {
  // Newer releases have other versions of Java, and other names for libraries built with 64 bits of time.
  const name = text.replace(/^openjdk-\d+-/, "openjdk-17-").replace(/t64$/, "");
  if (wantsLittleElse.has(name) && others.has("ca-certificates")) return little;
  return recommended.get(name) ?? (withLittle.has(name) ? little : null);
}

/** Packages whose programs need `ca-certificates` for `https`, and which only recommend it. */
export const wantsCertificates: ReadonlySet<string> = new Set(["curl", "git", "wget"]);

/** Of those, the ones that bring hardly anything else. */
export const wantsLittleElse: ReadonlySet<string> = new Set(["curl", "wget"]);
