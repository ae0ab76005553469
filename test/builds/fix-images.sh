#!/usr/bin/env bash
# Makes the images that the Dockerfiles of `npm run check:fixes` start from, under the names that they have on Docker Hub: a small Debian, and on it
# one manager of packages each, since every image is exported and read whole. Needs root on Debian, and what Debian and npm offer.
# Usage: DOCKER_HOST=… fix-images.sh FOLDER
set -euo pipefail
folder=$1
docker=/usr/bin/docker
"$docker" image inspect composer:2 >/dev/null 2>&1 && exit
command -v debootstrap >/dev/null || apt-get install -y -q debootstrap >&2
root=$folder/root
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep '/debian$' | head -n 1)
debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >&2
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/usr/share/{doc,locale,man}/*
change=()
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  cp "$NODE_EXTRA_CA_CERTS" "$root/etc/ssl/extra-ca.pem"
  change=(-c 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/extra-ca.pem')
fi
tar -C "$root" --numeric-owner -c . |
  "$docker" import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' ${change[@]+"${change[@]}"} - debian:12 >/dev/null
rm -rf "$root"

# What the images get beside packages of Debian: the Node.js that runs this, with its npm, and the other managers of packages for it;
# a wheel and a module of Go, so that neither PyPI nor the proxy of Go is asked.
files=$folder/files
node=$files/node
mkdir -p "$node/bin" "$node/lib/node_modules"
cp "$(readlink -f "$(command -v node)")" "$node/bin/node"
cp -a "$(npm root --global)/npm" "$node/lib/node_modules/"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$node/bin/npm"
npm install --global --silent --prefix "$node" yarn@1.22.22 pnpm@9 >&2
python3 - "$files" <<'PYTHON'
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
image() {
  name=$1
  printf '%s\n' 'FROM debian:12' "${@:2}" |
    "$docker" build --quiet --network=host --pull=false -t "$name" -f - "$files" >/dev/null
}
with() {
  echo "RUN apt-get update && apt-get install -y --no-install-recommends $* && rm -rf /var/lib/apt/lists/* /var/cache/apt/*"
}
image node:22 'COPY node /usr/local'
image python:3.11 "$(with python3 python3-pip python3-setuptools)" 'COPY wheels /wheels' \
  'ENV PIP_BREAK_SYSTEM_PACKAGES=1 PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels PIP_ROOT_USER_ACTION=ignore'
image golang:1.19 "$(with golang-go)" 'COPY goproxy /goproxy' \
  'ENV GOPATH=/go GOPROXY=file:///goproxy GOSUMDB=off GOFLAGS=-mod=mod GOTOOLCHAIN=local'
image ruby:3.1 "$(with ruby ruby-bundler make)"
image composer:2 "$(with composer)" 'ENV COMPOSER_ALLOW_SUPERUSER=1'
rm -rf "$files"
