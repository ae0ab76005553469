/**
 * What Debian packages bring along because they, or what they depend on, recommend it.
 * Source: the package index of Debian 12 (2026-11), simulated installs with and without recommended packages on a system that has
 * the required packages and apt. Left out: nodejs, which mostly comes from an archive of its own.
 */
export interface Recommended {
  readonly packages: number;
  /** Megabytes on disk. */
  readonly megabytes: number;
}

const recommended: ReadonlyMap<string, Recommended> = new Map(
  `
    apache2:10:5 autoconf:3:2 build-essential:73:78 bzr:193:252 cargo:82:527 chromium:155:214
    chromium-driver:155:214 cifs-utils:5:3 clang:92:526 cmake:84:271 cron:26:22 curl:6:4 debhelper:91:139
    debootstrap:33:31 default-jdk:86:78 default-jre:75:71 default-jre-headless:14:54
    default-libmysqlclient-dev:37:56 default-mysql-client:5:2 dirmngr:18:23 docker.io:130:234 dpkg-dev:116:318
    ffmpeg:43:150 firefox-esr:93:340 flex:86:274 fonts-ipafont-gothic:1:15 freetds-dev:2:10 g++:37:56 gcc:56:99
    gdal-bin:9:17 gdb:14:45 gettext:22:15 gfortran:37:56 ghostscript:10:10 gir1.2-gtk-3.0:15:28 git:22:14
    git-core:22:14 git-lfs:22:14 gnupg:4:6 gnupg2:4:6 golang:91:328 gpg:22:22 gpg-agent:17:22 graphviz:7:56
    imagemagick:69:113 iptables:5:2 krb5-user:14:43 libasound2:2:1 libatk-bridge2.0-0:53:96 libatk1.0-0:5:52
    libbz2-dev:38:56 libc-dev:37:56 libc6-dev:37:56 libclang-dev:40:112 libcups2:8:2 libcurl3-gnutls:6:4
    libcurl4:6:4 libcurl4-openssl-dev:6:4 libdbus-1-dev:7:2 libfreetype6-dev:35:54 libgd-dev:5:6
    libgdal-dev:52:188 libgdbm-dev:37:56 libglib2.0-0:5:52 libgtk-3-0:15:28 libgtk-3-dev:31:64 libhdf5-dev:40:58
    libibverbs1:1:1 libicu-dev:37:56 libjpeg-dev:36:55 libkrb5-dev:37:56 libldap-2.5-0:3:6 libldap2-dev:3:6
    libmagickwand-dev:80:272 libmariadb-dev:37:56 libmemcached-dev:38:56 libncurses-dev:38:56
    libncurses5-dev:38:56 libopencv-dev:113:226 libpango-1.0-0:5:52 libpangocairo-1.0-0:5:52 libpcre2-dev:37:56
    libpcre3-dev:37:56 libpng-dev:37:55 libpoppler-cpp-dev:1:13 libproj-dev:35:55 libreadline-dev:38:56
    libreoffice:499:1512 libsasl2-2:2:6 libsasl2-dev:38:56 libsqlite3-dev:37:56 libtiff5-dev:35:53
    libtool:49:115 libtool-bin:49:115 libvips:44:80 libvips-dev:86:283 libvulkan1:54:249 libxml2-dev:37:56
    libxmlsec1-dev:38:56 libxslt1-dev:37:56 libzbar0:102:194 libzip-dev:37:56 linux-headers-amd64:55:93
    llvm:86:500 logrotate:26:22 mariadb-client:5:2 mariadb-server:32:4 maven:14:54 mercurial:17:13
    mime-support:8:10 msmtp:9:61 musl-tools:56:99 nfs-common:6:3 npm:293:679 ntpdate:4:3
    openjdk-17-jdk:86:78 openjdk-17-jdk-headless:14:54 openjdk-17-jre:75:71 openjdk-17-jre-headless:14:54
    openssh-client:9:4 openssh-server:45:37 php:18:10 pipx:82:139 poppler-utils:1:13 postgresql:31:16
    protobuf-compiler:60:113 python-is-python3:4:3 python3:4:3 python3-dev:40:58 python3-distutils:4:3
    python3-lxml:11:6 python3-numpy:4:3 python3-opencv:100:204 python3-pip:134:442 python3-psycopg2:6:3
    python3-setuptools:4:3 python3-tk:4:3 python3-wheel:4:3 python3-yaml:4:3 r-base:248:720 rsyslog:31:23
    ruby:6:13 ruby-dev:7:30 rustc:97:545 sendmail:48:36 software-properties-common:24:22 supervisor:4:3
    tesseract-ocr:9:18 tesseract-ocr-eng:73:113 texlive:157:475 tk-dev:85:264 unpaper:40:215 uuid-dev:37:56
    valgrind:57:182 wget:4:9 wkhtmltopdf:163:205 xdg-utils:149:347 xvfb:5:8 zbar-tools:66:104 zlib1g-dev:37:56
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
    acl adduser apache2-utils apt-transport-https automake bash-completion bc bind9-dnsutils binutils
    binutils-dev bison brotli bzip2 ca-certificates ccache dnsutils dumb-init e2fsprogs file fontconfig
    fonts-freefont-ttf fonts-liberation fonts-noto-color-emoji fonts-wqy-zenhei fuse gawk gettext-base gosu
    gsfonts htop hunspell inotify-tools iproute2 iputils-ping jpegoptim jq kmod less libaio1 libaprutil1
    libatlas-base-dev libatlas3-base libblas-dev libc6 libcairo2 libcap2-bin libdb-dev libdrm2 libev4
    libevent-2.1-7 libevent-dev libffi-dev libfontconfig libfontconfig1 libfreetype6 libgbm1 libgeos-dev
    libgfortran5 libgl1 libgl1-mesa-glx libgmp-dev libgomp1 libgssapi-krb5-2 libhiredis-dev libicu72
    libjemalloc2 libjpeg62-turbo liblapack-dev liblzma-dev libmagic1 libmariadb3 libmcrypt-dev libnspr4 libnss3
    libnuma1 libonig-dev libonig5 libopenblas-dev libopenjp2-7 libpcre2-8-0 libpng16-16 libpq-dev libpq5
    librdkafka-dev libseccomp2 libsm6 libsnappy-dev libsodium-dev libssl-dev libssl3 libstdc++6 libtiff6
    libu2f-udev libudev-dev libusb-1.0-0 libwebp-dev libwebp7 libx11-xcb1 libxcb1 libxcomposite1 libxdamage1
    libxext6 libxfixes3 libxkbcommon0 libxml2 libxpm-dev libxrandr2 libxrender1 libxslt1.1 libxss1 libxtst6
    libyaml-dev libzip4 locales lsb-release m4 make media-types nano nasm net-tools netcat-openbsd
    netcat-traditional nginx ninja-build openssl optipng p7zip-full pandoc passwd patch perl php-cli pkg-config
    pngquant postgresql-client procps psmisc pypy3 python3-requests python3-venv qpdf re2c redis redis-server
    redis-tools rsync sassc screen socat sqlite3 ssl-cert strace subversion sudo tar telnet time tini tmux tree
    tzdata unixodbc unixodbc-dev unrar-free unzip vim vim-tiny watchman xfonts-75dpi xfonts-base xz-utils yasm
    zip zstd
  `
    .trim()
    .split(/\s+/),
);

const little: Recommended = { packages: 0, megabytes: 0 };

/**
 * What a package brings along; zeros for next to nothing, `null` for a package that is not in the table. `hasCertificates`:
 * `ca-certificates` is there already or asked for.
 */
export function recommendedBy(text: string, hasCertificates: boolean): Recommended | null {
  // Newer releases have other versions of Java, and other names for libraries built with 64 bits of time.
  const name = text.replace(/^openjdk-\d+-/, "openjdk-17-").replace(/t64$/, "");
  if (hasCertificates && certificatesOnly.has(name)) return little;
  return recommended.get(name) ?? (withLittle.has(name) ? little : null);
}

/** Packages that bring hardly anything but `ca-certificates`. */
const certificatesOnly: ReadonlySet<string> = new Set(["curl", "libcurl4", "wget"]);

/** Packages whose programs need `ca-certificates` for `https`, and which only recommend it. */
export const wantsCertificates: ReadonlySet<string> = new Set(["curl", "git", "wget"]);

/**
 * Official images that have `ca-certificates` in all their Debian variants. Common knowledge of their Dockerfiles, not looked up
 * for this list; `node` is not among them, since its slim variants purge it.
 */
export const imagesWithCertificates: ReadonlySet<string> = new Set(
  "buildpack-deps eclipse-temurin gcc golang php python ruby rust".split(" "),
);
