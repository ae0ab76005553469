import { expect, test } from "vitest";
import { lint, positionAt } from "../src/index.ts";
import { hadolintCodes } from "../src/knowledge/tool-codes.ts";

/** What is reported under hadolint's preset: `line:code`, by line. */
function codesOf(lines: readonly string[]): readonly string[] {
  const result = lint({ path: "Dockerfile", text: `${lines.join("\n")}\n` }, { preset: "hadolint" });
  return result.findings
    .flatMap(({ aliases, at }) => {
      const { line } = positionAt(result.lines, at.start);
      return aliases.filter((alias) => Object.hasOwn(hadolintCodes, alias)).map((code) => `${line}:${code}`);
    })
    .sort();
}

/** Each as hadolint 2.15.1 has it, one line an instruction. */
const cases: readonly (readonly [lines: readonly string[], codes: readonly string[]])[] = [
  [
    ["FROM debian:latest", "RUN apt-get update", "RUN apt-get install -y curl"],
    ["1:DL3007", "2:DL3009", "3:DL3008", "3:DL3015", "3:DL3059"],
  ],
  [["FROM debian:12", "RUN apt install curl"], ["2:DL3027"]],
  [
    ["FROM debian:12", "RUN apt-get update && apt-get install curl=7.88.* && rm -rf /var/lib/apt/lists/*"],
    ["2:DL3014", "2:DL3015"],
  ],
  [
    ["FROM alpine:3.22", "ONBUILD RUN apk add curl"],
    ["2:DL3018", "2:DL3019"],
  ],
  [
    ["FROM python:3.13", "RUN pip install flask"],
    ["2:DL3013", "2:DL3042"],
  ],
  [
    ["FROM rockylinux:9", "RUN yum install httpd"],
    ["2:DL3030", "2:DL3032", "2:DL3033"],
  ],
  [
    ["FROM rockylinux:9", "RUN dnf install httpd"],
    ["2:DL3038", "2:DL3040", "2:DL3041"],
  ],
  [
    ["FROM opensuse/leap:15.6", "RUN zypper dup && zypper in vim"],
    ["2:DL3034", "2:DL3035", "2:DL3036", "2:DL3037"],
  ],
  [
    ["FROM node:24", "RUN npm install -g serve && yarn install"],
    ["2:DL3016", "2:DL3060"],
  ],
  [["FROM ruby:3.4", "RUN gem install rails"], ["2:DL3028"]],
  [["FROM golang:1.25", "RUN go install example.com/tool@latest"], ["2:DL3062"]],
  // What those rules do not ask of.
  [["FROM rockylinux:9", "RUN dnf reinstall httpd && dnf clean all && yum update && apk update"], []],
  [["FROM rockylinux:9", "RUN dnf rei -y httpd"], ["2:DL3040"]],
  [["FROM debian:12", "RUN apt-get upgrade && aptitude install curl && apt-get remove curl"], []],
  [["FROM node:24 AS build", "RUN yarn install", "FROM scratch", "COPY --from=build /a /b/"], []],
  [["FROM debian:12 AS base", "RUN apt-get update", "FROM base AS other", "FROM debian:12"], ["2:DL3009"]],
  [["FROM debian:12 AS build", "RUN apt-get update", "FROM debian:12"], []],
  [
    [
      "FROM alpine:3.22",
      "RUN --mount=type=cache,target=/var/cache/apk apk add curl=8",
      "RUN --mount=type=ssh apk add curl~8",
    ],
    ["3:DL3019"],
  ],
  [
    [
      "FROM python:3.13",
      "ENV PIP_NO_CACHE_DIR=1",
      "RUN pip3 install flask==3.1.0 && python3 -m pip install -c c.txt a",
    ],
    [],
  ],
  // What an image, and the triggers in it, set.
  [["FROM debian:12", "ENV PIP_NO_CACHE_DIR=Yes", "RUN pip install a==1"], []],
  [["FROM debian:12", "ENV PIP_NO_CACHE_DIR=off", "RUN pip install a==1"], ["3:DL3042"]],
  [["FROM debian:12", "RUN pip install a==1", "ENV PIP_NO_CACHE_DIR=1"], ["2:DL3042"]],
  [["FROM debian:12 AS a", "ENV PIP_NO_CACHE_DIR 1", "FROM a AS b", "FROM b", "RUN pip install a==1"], []],
  [["FROM debian:12", "ONBUILD ENV PIP_NO_CACHE_DIR=1", "ONBUILD RUN pip install a==1"], []],
  [["FROM node:24 AS a", "RUN yarn install", "FROM a"], ["2:DL3060"]],
  // One below the other.
  [
    ["FROM debian:12", "RUN a", "# b", "", "RUN c", "RUN d"],
    ["5:DL3059", "6:DL3059"],
  ],
  [["FROM debian:12", "RUN a && b", "RUN c", "RUN d && e", "RUN f"], []],
  [
    ["FROM debian:12", "RUN [ -f a ]", "RUN [[ -f a ]] && b", "RUN (c)"],
    ["3:DL3059", "4:DL3059"],
  ],
  [["FROM debian:12", "RUN a $(b)", "RUN c", "ARG D", "RUN e", "ONBUILD RUN f", "ONBUILD RUN g"], []],
  [["FROM debian:12", "RUN --network=none a", "RUN b", "RUN --network=none c"], []],
  [
    ["FROM debian:12", "RUN curl a", "ONBUILD RUN wget -q a", "RUN b", "RUN c | wget -q d"],
    ["5:DL4001", "5:DL4006"],
  ],
  // SHELL counts from where it stands to the next FROM.
  [
    [
      "FROM debian:12",
      "RUN a | b",
      'SHELL ["/bin/zsh", "-eo", "pipefail", "-c"]',
      "RUN a | b",
      'SHELL ["/bin/bash", "-c"]',
      "RUN a | b",
      'SHELL ["cmd", "/S", "/C"]',
      "RUN a | b",
      "FROM debian:12",
      "RUN a | b",
    ],
    ["10:DL4006", "2:DL4006", "6:DL4006"],
  ],
];

test.each(cases)("%j", (lines, codes) => {
  expect(codesOf(lines)).toEqual(codes);
});

/**
 * One instruction each, as `RUN` and as the trigger of an ONBUILD: what hadolint says of package managers of the system. What else
 * hadolint finds there is left out, so that a row shows its condition and nothing else. Where stowage says something else by intent
 * stands in the rules' pages.
 */
const steps: readonly (readonly [run: string, codes: readonly string[]])[] = [
  // DL3008: `=`, `/` and `.deb` are fixed, the value after `-t` is none.
  [
    "apt-get install -y --no-install-recommends curl=7.88.1-10 git=1:2.* make/bookworm ./a.deb b.deb /c.deb",
    [],
  ],
  ["apt-get install -y --no-install-recommends -t bookworm-backports curl=7.*", []],
  ["apt-get -y --no-install-recommends --target-release=stable install curl=7.*", []],
  ["apt-get install -y --no-install-recommends curl=7.* git", ["DL3008"]],
  ["apt-get install -y --no-install-recommends curl:amd64", ["DL3008"]],
  ["apt-get install -y --no-install-recommends curl=$VERSION git=${VERSION}", []],
  // DL3014
  ["apt-get install -y --no-install-recommends a=1", []],
  ["apt-get install --no-install-recommends a=1 --yes", []],
  ["apt-get --assume-yes install --no-install-recommends a=1", []],
  ["apt-get install -qq --no-install-recommends a=1", []],
  ["apt-get install -q -q --no-install-recommends a=1", []],
  ["apt-get install --quiet --quiet --no-install-recommends a=1", []],
  ["apt-get install -q=2 --no-install-recommends a=1", []],
  ["apt-get install -qy --no-install-recommends a=1", []],
  ["apt-get install --no-install-recommends a=1", ["DL3014"]],
  ["apt-get install -q --no-install-recommends a=1", ["DL3014"]],
  ["apt-get install --quiet --no-install-recommends a=1", ["DL3014"]],
  ["apt-get install -q=1 --no-install-recommends a=1", ["DL3014"]],
  ["DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends a=1", ["DL3014"]],
  ["apt-get install --no-install-recommends a=$A $OPTIONS=1", ["DL3014"]],
  // DL3015
  ["apt-get install -y a=1", ["DL3015"]],
  ["apt-get --no-install-recommends install -y a=1", []],
  ["apt-get install -y -o APT::Install-Recommends=false a=1", []],
  ['apt-get install -y -o APT::Install-Recommends="false" a=1', []],
  ["apt-get install -y -o APT::Install-Suggests=false a=1", ["DL3015"]],
  ["apt-get install -y --no-install-suggests a=1", ["DL3015"]],
  ["apt-get install -y -f", ["DL3015"]],
  // apt-get alone has these rules; DL3027 is for `apt`.
  ["apt install curl", ["DL3027"]],
  ["aptitude install curl", []],
  ["apt list --installed && apt-cache policy curl && apt-mark hold curl", ["DL3027"]],
  ["apt-get upgrade && apt-get dist-upgrade && apt-get autoremove && apt-get build-dep curl", []],
  ["echo apt-get install curl", []],
  // DL3009: an update, and nothing that removes the lists or holds them.
  ["apt-get update", ["DL3009"]],
  ["aptitude update -q", ["DL3009"]],
  ["apt-get -qq update && apt-get clean", ["DL3009"]],
  ["apt-get update && rm -rf /var/lib/apt/lists/*", []],
  ["apt-get update && rm -rf /tmp/* /var/lib/apt/lists/* /var/tmp/*", []],
  ["apt-get update && rm -r /var/lib/apt/lists/*", []],
  ["apt-get update; rm -rf /var/lib/apt/lists", []],
  ["apt-get update && rm -r /tmp/a", ["DL3009"]],
  ["--mount=type=cache,target=/var/lib/apt/lists apt-get update", []],
  ["--mount=type=cache,dst=/var/lib/apt/lists/,sharing=locked apt-get update", []],
  ["--mount=target=/var/lib/apt/lists,type=cache apt-get update", []],
  ["--mount=type=tmpfs,destination=/var/lib/apt/lists apt-get update", []],
  ['--mount=type=cache,"target=/var/lib/apt/lists" apt-get update', []],
  ["--network=default --mount=type=cache,id=lists,target=/var/lib/apt/lists apt-get update", []],
  ["--mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update", []],
  ["--mount=type=cache,target=/var/cache/apt apt-get update", ["DL3009"]],
  ["--mount=type=bind,target=/var/lib/apt/lists apt-get update", ["DL3009"]],
  ["--mount=target=/var/lib/apt/lists apt-get update", ["DL3009"]],
  ["--mount=type=secret,id=a,target=/var/lib/apt/lists apt-get update", ["DL3009"]],
  // DL3018, DL3019
  ["apk add --no-cache a=1 b~1 c~=1 'd>1' 'e<2' ./f.apk /g.apk h.apk", []],
  ["apk add --no-cache -t .build --repository http://a --virtual .b -X http://b a=1", []],
  ["apk add --no-cache --virtual=.build --repository=http://a a=1", []],
  ["apk add --no-cache a=1 b", ["DL3018"]],
  ["apk add --no-cache a@edge", ["DL3018"]],
  ["apk add --no-cache so:libc.musl-x86_64.so.1", ["DL3018"]],
  ["apk --no-cache add a=1", []],
  ["apk add a=1", ["DL3019"]],
  ["apk add -U a=1 && apk update && apk upgrade", ["DL3019"]],
  ["apk del curl && apk upgrade && apk update", []],
  ["--mount=type=cache,target=/var/cache/apk apk add a=1", []],
  ["--mount=type=tmpfs,dst=/var/cache/apk/ apk add a=1", []],
  ["--mount=type=bind,target=/var/cache/apk apk add a=1", ["DL3019"]],
  // DL3030, DL3032, DL3033
  ["yum install -y httpd-2.4.57-5.el9 && yum clean all", []],
  ["yum -q -y install httpd-2.4 && yum clean packages", []],
  ["yum install --assumeyes httpd-2.4 && rm -rf /var/cache/yum", []],
  ["yum install -y httpd-2.4 && rm -r /var/cache/yum/*", []],
  ["yum install httpd-2.4 && yum clean all", ["DL3030"]],
  ["yum localinstall ./a.rpm && yum groupinstall tools", ["DL3030"]],
  ["yum groupinstall -y tools && yum update && yum remove a && yum reinstall b", []],
  ["yum install -y httpd-2.4", ["DL3032"]],
  ["yum clean all && yum install -y httpd-2.4", ["DL3032"]],
  ["yum module install -y nodejs:20", ["DL3032"]],
  ["yum module install -y nodejs && yum clean all", ["DL3033"]],
  ["yum install -y httpd && yum clean all", ["DL3033"]],
  ["yum install -y httpd-tools && yum clean all", ["DL3033"]],
  ["yum install -y java-11-openjdk ./a-1.rpm https://example.com/a-b.rpm && yum clean all", []],
  ["yum install -y 'php-*' && yum clean all", ["DL3033"]],
  // DL3038, DL3040, DL3041
  ["dnf install -y nginx-1.24 && dnf clean all", []],
  ["dnf install nginx-1.24 && dnf clean all", ["DL3038"]],
  ["microdnf install nginx-1.24 && microdnf clean all", ["DL3038"]],
  ["dnf groupinstall tools && dnf localinstall ./a.rpm", ["DL3038"]],
  ["dnf in nginx-1.24 && dnf clean all", []],
  ["dnf in -y nginx-1.24", ["DL3040"]],
  ["dnf upgrade -y", ["DL3040"]],
  ["dnf up -y && dnf clean all", []],
  ["dnf upgrade-minimal -y", ["DL3040"]],
  ["dnf up-min -y", ["DL3040"]],
  ["dnf reinstall -y a", ["DL3040"]],
  ["dnf rei -y a", ["DL3040"]],
  ["dnf group install -y tools", ["DL3040"]],
  ["dnf module install -y nodejs:20", ["DL3040"]],
  ["dnf clean all && dnf -y install a-1", ["DL3040"]],
  ["dnf update -y && dnf makecache && dnf remove -y a && dnf groupinstall -y b", []],
  ["dnf -y install a-1 && rm -rf /var/cache/libdnf5*", []],
  ["dnf -y install a-1 && rm -rf /var/cache/dnf", []],
  ["microdnf -y install a-1 && rm -r /var/cache/libdnf5*", []],
  ["--mount=type=cache,target=/var/cache/libdnf5 dnf -y install a-1", []],
  ["--mount=type=tmpfs,dst=/var/cache/libdnf5/ microdnf -y install a-1", []],
  ["--mount=type=bind,target=/var/cache/libdnf5 dnf -y install a-1", ["DL3040"]],
  ["dnf install -y nginx && dnf clean all", ["DL3041"]],
  ["microdnf install -y nginx && microdnf clean all", ["DL3041"]],
  ["dnf module install -y nodejs && dnf clean all", ["DL3041"]],
  // DL3034, DL3035, DL3036, DL3037
  ["zypper --non-interactive install curl=8 && zypper clean", []],
  ["zypper -n in 'curl>=8' ./a.rpm && zypper cc", []],
  ["zypper install -y curl=8 && zypper clean --all", []],
  ["zypper in --no-confirm curl=8 && zypper clean -a", []],
  ["zypper in curl=8 && zypper clean", ["DL3034"]],
  ["zypper remove a && zypper rm b && zypper source-install c && zypper si d && zypper patch", ["DL3034"]],
  ["zypper update && zypper refresh && zypper addrepo http://a b && zypper search c", []],
  ["zypper -n dup", ["DL3035"]],
  ["zypper dist-upgrade -y", ["DL3035"]],
  ["zypper -n in curl=8", ["DL3036"]],
  ["zypper clean && zypper -n install curl=8", ["DL3036"]],
  ["zypper -n si curl", []],
  ["--mount=type=cache,target=/var/cache/zypp zypper -n in curl=8", []],
  ["--mount=type=tmpfs,target=/var/cache/zypp zypper -n in curl=8", []],
  ["--mount=type=bind,target=/var/cache/zypp zypper -n in curl=8", ["DL3036"]],
  ["zypper -n in curl && zypper clean", ["DL3037"]],
  ["zypper -n in curl-8.0 && zypper clean", ["DL3037"]],
  // Where a command may stand: exec form, lists, branches, loops, functions, substitutions.
  ['["apk", "add", "curl"]', ["DL3018", "DL3019"]],
  ["set -ex; apk add curl; rm -rf /tmp/*", ["DL3018", "DL3019"]],
  ["(apk add curl || true) && { apk add git; }", ["DL3018", "DL3019"]],
  ["if true; then apk add curl; fi; for a in b; do apk add c=1; done", ["DL3018", "DL3019"]],
  ["install() { apk add curl; }; install; echo $(apk add git=1)", ["DL3018", "DL3019"]],
  ["! apk add curl &", ["DL3018", "DL3019"]],
  ["apk \\\n  add \\\n  # with certificates\n  curl", ["DL3018", "DL3019"]],
  ["<<EOF\nset -e\napk add curl\nEOF", ["DL3018", "DL3019"]],
  ["<<-'EOF'\n\tapk add curl\n\tEOF", ["DL3018", "DL3019"]],
  ["cat <<EOF > /script\napk add curl\nEOF", []],
];

const codesOfSystem = /^DL(3008|3009|3014|3015|3018|3019|3027|303[02-8]|304[01])$/;

test.each(steps)("RUN %s", (run, codes) => {
  for (const keyword of ["RUN", "ONBUILD RUN"]) {
    const found = codesOf(["FROM example.com/base:1", ...`${keyword} ${run}`.split("\n")]);
    const ofSystem = found
      .map((code) => code.replace(/^\d+:/, ""))
      .filter((code) => codesOfSystem.test(code));
    expect([...new Set(ofSystem)].sort()).toEqual(codes);
  }
});

/** A code, RUNs that hadolint reports under it, and RUNs that it does not. */
const runs: readonly (readonly [code: string, reported: readonly string[], silent: readonly string[]])[] = [
  [
    "DL3001",
    [
      ..."free kill mount ps service shutdown ssh top vim".split(" "),
      "(ps)",
      "{ ps; }",
      "a $(ps) | b",
      "f() { top; }; f",
      '["top", "-b"]',
      "--mount=type=ssh ssh a",
      "--security=insecure mount a b",
    ],
    ["ifconfig", "nano", "apt-get install -y vim", "echo ps", "topx"],
  ],
  [
    "DL3003",
    ["cd", "cd -", "cd $X", "(cd x && a)", "a $(cd x && pwd)", "if cd x; then a; fi", '["cd", "/x"]'],
    ["pushd x", "echo cd"],
  ],
  [
    "DL3004",
    [
      "sudo",
      "sudo -l",
      "sudo -u a b",
      "sudo sudo a",
      "X=1 sudo a",
      "a | sudo b",
      "a $(sudo b)",
      '["sudo", "a"]',
    ],
    ["doas a", "gosu a b", "apt-get install -y sudo"],
  ],
  [
    "DL3013",
    [
      ...[
        "pip install a",
        "pip3.13 install 'a[b]'",
        "python3 -m pip install a",
        "pipx install a",
        "pip install a@1",
      ],
      ...[
        "pip install 'a=1'",
        "pip install -U pip",
        "pip install --user a",
        "pip install git+https://x.org/y",
      ],
      ...[
        "pip install --index-url=https://x a",
        "pip --no-cache-dir install a",
        "pip install a==1 b",
        "pip install a>1",
      ],
    ],
    [
      ...["==", ">=", "<=", ">", "<", "!=", "~=", "==="].map((operator) => `pip install 'a${operator}1'`),
      ...["--abi", "-b", "--build", "-e", "--editable", "--extra-index-url", "-f", "--find-links", "-i"]
        .concat(["--index-url", "--implementation", "--no-binary", "--only-binary", "--platform", "--prefix"])
        .concat(["--progress-bar", "--proxy", "--python", "--python-version", "--root", "--root-user-action"])
        .concat(["--src", "-t", "--target", "--trusted-host", "--upgrade-strategy"])
        .map((option) => `pip install ${option} x a==1`),
      ...[
        "-r a",
        "--requirement a",
        "-c a b",
        "--constraint=a b",
        ".",
        "-e .",
        "git+https://x.org/y@v1",
        "a.whl",
      ]
        .concat(["a.tar.gz", "./a", "a/b", "https://x.org/y.zip", '"a==$V"'])
        .map((words) => `pip install ${words}`),
      "pipenv install a",
      "pip download a",
      "uv add a",
    ],
  ],
  [
    "DL3016",
    ["a", "@a/b", "-g a", "git+https://x.org/y", "git+ssh://git@x.org/y", "a/b", "--loglevel error a"]
      .map((words) => `npm install ${words}`)
      .concat(["npm --registry https://x install a", "npm -g install a", '["npm", "install", "a"]']),
    [
      "a@1",
      "@a/b@1",
      "git+https://x.org/y#1",
      "a.tar",
      "a.tar.gz",
      "a.tgz",
      "/a",
      "./a",
      "../a",
      "~/a",
      "",
      "a@$V",
    ]
      .map((words) => `npm install ${words}`)
      .concat(["npm ci", "npx a", "npm run install", "npm update a", "yarn add a"]),
  ],
  [
    "DL3028",
    ["gem install a", "gem i a", "gem install a --no-document", "gem install a:1 b", "gem install a -- --b"],
    ["gem install a:1", "gem install a -v 1", "gem install a --version=1", "gem update", "gem list a"],
  ],
  [
    "DL3042",
    [
      "pip install a",
      "python3 -m pip install .",
      "PIP_NO_CACHE_DIR=off pip install a",
      '["pip", "install", "a"]',
    ].concat("--mount=type=bind,target=/root/.cache/pip pip install a"),
    [
      "pip install --no-cache-dir a",
      "pip --no-cache-dir install a",
      "pipx install a",
      "pipenv install a",
      "pip wheel a",
    ]
      .concat(["PIP_NO_CACHE_DIR=1 pip install a", "export PIP_NO_CACHE_DIR=yes && pip install a"])
      .concat(
        ["target", "dst", "destination"].map(
          (key) => `--mount=${key}=/root/.cache/pip,type=cache pip install a`,
        ),
      )
      .concat("--mount=type=bind,target=/a --mount=type=tmpfs,target=/root/.cache/pip pip install a"),
  ],
  [
    "DL3046",
    ["useradd -u 100000 a", "useradd -m -u '123456' a", '["useradd", "-u", "123456", "a"]'],
    [
      "useradd -u 99999 a",
      "useradd -lu 123456 a",
      "useradd --no-log-init -u 123456 a",
      "adduser -u 123456 a",
      "useradd a",
    ],
  ],
  [
    "DL3047",
    [
      "wget",
      "wget a",
      "wget -O- a | b",
      "wget -nc a",
      "wget --spider a",
      "wget a 2>/dev/null",
      '["wget", "a"]',
    ],
    [
      "-q a",
      "-qO- a",
      "--quiet a",
      "-nv a",
      "--no-verbose a",
      "--progress=dot a",
      "--progress dot a",
      "-o a b",
    ]
      .concat(["--output-file=a b", "-a a b", "--append-output a b"])
      .map((words) => `wget ${words}`),
  ],
  [
    "DL3060",
    ["yarn install", "yarn --cwd /a install", "yarn cache clean && yarn install", '["yarn", "install"]'],
    ["yarn install && yarn cache clean", "yarn add a", "yarn build", "yarn global add a"].concat(
      "--mount=type=cache,target=/usr/local/share/.cache/yarn yarn install",
    ),
  ],
  [
    "DL3062",
    [
      "go install x.y/z@latest",
      "go get x.y/z",
      "go get -u x.y/z@none",
      "go run x.y/z@latest a",
      "GOBIN=/a go install x.y/z@latest",
    ],
    [
      "go install x.y/z@v1",
      "go get ./...",
      "go install .",
      "go install /a",
      "go run x.y/z@$V a",
      "go mod download x.y/z",
      "go build x.y/z",
    ],
  ],
  [
    "DL4001",
    ["curl a && wget b", "curl a || wget b", "if a; then curl b; else wget c; fi"],
    ["curl a && curl b", "apt-get install -y curl wget", "which curl && wget a"],
  ],
  [
    "DL4005",
    ["ln -sf /bin/bash /bin/sh", "ln -s bash '/bin/sh'", '["ln", "/bin/bash", "/bin/sh"]'],
    ["mv /bin/bash /bin/sh", "cp /bin/bash /bin/sh", "ln -s /bin/bash /bin/sh.distrib", "chsh -s /bin/sh"],
  ],
  [
    "DL4006",
    [
      "a | b",
      "a |& b",
      "a $(b | c)",
      "! a | b",
      "(a; b) | c",
      "{ a; } | b",
      "a | while read -r b; do c; done",
    ].concat([
      "for a in b; do c; done | d",
      "if a | b; then c; fi",
      "case a in b) c | d;; esac",
      "f() { a | b; }",
      "[ a ] | b",
    ]),
    ["a || b", "echo 'a | b'", "sh -c 'a | b'", '["sh", "-c", "a | b"]', 'bash -c "a | b" && c'],
  ],
];

test.each(runs)("%s", (code, reported, silent) => {
  for (const run of [...reported, ...silent]) {
    const wanted = reported.includes(run) ? [`2:${code}`] : [];
    const found = codesOf(["FROM debian:12", `RUN ${run}`]).filter((one) => one.endsWith(code));
    expect([run, [...new Set(found)]]).toEqual([run, wanted]);
  }
});

/** The rules that look into ONBUILD as well, and those that do not. */
test.each([
  ["DL3001", "ps", true],
  ["DL3003", "cd a", false],
  ["DL3004", "sudo a", true],
  ["DL3013", "pip install a", true],
  ["DL3016", "npm install a", true],
  ["DL3028", "gem install a", true],
  ["DL3042", "pip install a", true],
  ["DL3046", "useradd -u 123456 a", true],
  ["DL3047", "wget a", true],
  ["DL3060", "yarn install", true],
  ["DL3062", "go get x.y/z", true],
  ["DL4001", "curl a && wget a", true],
  ["DL4005", "ln -s bash /bin/sh", true],
  ["DL4006", "a | b", false],
] as const)("%s in ONBUILD", (code, run, isReported) => {
  const found = codesOf(["FROM debian:12", `ONBUILD RUN ${run}`]).filter((one) => one.endsWith(code));
  expect([...new Set(found)]).toEqual(isReported ? [`2:${code}`] : []);
});

test("by default the same text says once what matters", () => {
  const [lines] = cases[0]!;
  const { findings } = lint({ path: "Dockerfile", text: lines.join("\n") });
  expect(findings.map(({ rule }) => rule).sort()).toEqual(["apt-update-alone", "moving-base-tag"]);
});
