#!/usr/bin/env bash
# Makes the images that the Dockerfiles of `npm run check:fixes` start from: one Debian with the package managers of all of them, under the names that
# these have on Docker Hub. Needs root on Debian, and what Debian and npm offer. Usage: DOCKER_HOST=… fix-images.sh FOLDER
set -euo pipefail
folder=$1
docker=/usr/bin/docker
if ! "$docker" image inspect node:22 >/dev/null 2>&1; then
  command -v debootstrap >/dev/null || apt-get install -y -q debootstrap >&2
  root=$folder/root
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep '/debian$' | head -n 1)
  debootstrap --variant=minbase \
    --include=ca-certificates,python3,python3-pip,python3-setuptools,golang-go,ruby,ruby-bundler,composer,make bookworm "$root" "$mirror" >&2
  rm -f "$root"/var/cache/apt/archives/*.deb
  # The Node.js that runs this, with its npm, and the other managers of packages for it.
  modules=$(npm root --global)
  mkdir -p "$root/usr/local/bin" "$root/usr/local/lib/node_modules"
  cp "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
  cp -a "$modules/npm" "$root/usr/local/lib/node_modules/"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  npm install --global --silent --prefix "$root/usr/local" yarn@1.22.22 pnpm@9 >&2
  change=()
  if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
    cp "$NODE_EXTRA_CA_CERTS" "$root/etc/ssl/extra-ca.pem"
    change=(-c 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/extra-ca.pem')
  fi
  # A wheel and a module of Go, so that neither PyPI nor the proxy of Go is asked.
  python3 - "$root" <<'PYTHON'
import os, sys, zipfile
root = sys.argv[1]
def archive(path, files):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with zipfile.ZipFile(path, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
archive(f"{root}/wheels/tinydep-1.0-py3-none-any.whl", {
    "tinydep.py": "NAME = 1\n",
    "tinydep-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tinydep\nVersion: 1.0\n",
    "tinydep-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "tinydep-1.0.dist-info/RECORD": "tinydep.py,,\ntinydep-1.0.dist-info/METADATA,,\ntinydep-1.0.dist-info/WHEEL,,\ntinydep-1.0.dist-info/RECORD,,\n",
})
place = f"{root}/goproxy/example.test/dep/@v"
module = "module example.test/dep\n\ngo 1.19\n"
archive(f"{place}/v1.0.0.zip", {
    "example.test/dep@v1.0.0/go.mod": module,
    "example.test/dep@v1.0.0/dep.go": 'package dep\n\nfunc Name() string { return "dep" }\n',
})
for name, text in {"list": "v1.0.0\n", "v1.0.0.info": '{"Version":"v1.0.0","Time":"2026-01-01T00:00:00Z"}', "v1.0.0.mod": module}.items():
    open(f"{place}/{name}", "w").write(text)
PYTHON
  tar -C "$root" --numeric-owner -c . |
    "$docker" import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' ${change[@]+"${change[@]}"} - node:22 >/dev/null
  rm -rf "$root"
  for name in debian:12 python:3.11 golang:1.19 ruby:3.1 composer:2; do
    case $name in
      python:*) env='ENV PIP_BREAK_SYSTEM_PACKAGES=1 PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels PIP_ROOT_USER_ACTION=ignore' ;;
      golang:*) env='ENV GOPATH=/go GOPROXY=file:///goproxy GOSUMDB=off GOFLAGS=-mod=mod GOTOOLCHAIN=local' ;;
      composer:*) env='ENV COMPOSER_ALLOW_SUPERUSER=1' ;;
      *) env='ENV LANG=C.UTF-8' ;;
    esac
    printf 'FROM node:22\n%s\n' "$env" | "$docker" build --quiet --pull=false -t "$name" - >/dev/null
  done
fi
