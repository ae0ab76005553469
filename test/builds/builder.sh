#!/usr/bin/env bash
# Starts a Docker engine of its own for `npm run check:builds`, or uses the one that answers already, and makes the base image of the builds.
# Needs root on Debian; installs Docker and BuildKit from Debian's packages when they are missing. Usage: builder.sh FOLDER; prints DOCKER_HOST.
set -euo pipefail
folder=$1
mkdir -p "$folder"
docker=/usr/bin/docker
if [ -n "${DOCKER_HOST:-}" ] && "$docker" version >/dev/null 2>&1; then
  host=$DOCKER_HOST
else
  if ! command -v dockerd >/dev/null || ! "$docker" buildx version >/dev/null 2>&1; then
    # The stable release has no buildx: these packages come from the next one, what they need stays as it is.
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep '/debian$' | head -n 1)
    printf 'Types: deb\nURIs: %s\nSuites: sid\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' "$mirror" > /etc/apt/sources.list.d/stowage-sid.sources
    printf 'Package: *\nPin: release n=sid\nPin-Priority: 50\n' > /etc/apt/preferences.d/stowage-sid
    apt-get update -q >&2
    apt-get install -y -q --no-install-recommends docker.io/sid docker-cli/sid docker-buildx/sid containerd/sid tini-static/sid runc iptables >&2
    rm -f /etc/apt/sources.list.d/stowage-sid.sources /etc/apt/preferences.d/stowage-sid
    apt-get update -q >&2
  fi
  host=unix://$folder/docker.sock
  # Builds have no network, so neither has the engine. The image store of containerd, the standard from Docker 29 on, can do `COPY --link`.
  setsid dockerd --data-root "$folder/data" --exec-root "$folder/exec" -H "$host" -p "$folder/dockerd.pid" \
    --bridge=none --iptables=false --ip6tables=false --feature containerd-snapshotter=true > "$folder/dockerd.log" 2>&1 < /dev/null &
  for _ in $(seq 150); do DOCKER_HOST=$host "$docker" version >/dev/null 2>&1 && break; sleep 0.2; done
fi
[ -x /bin/busybox ] || apt-get install -y -q --no-install-recommends busybox-static >&2
root=$(mktemp -d)
mkdir -p "$root"/{bin,etc,tmp,root}
chmod 1777 "$root/tmp"
cp /bin/busybox "$root/bin/"
for applet in $(/bin/busybox --list); do [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"; done
echo 'root:x:0:0:root:/root:/bin/sh' > "$root/etc/passwd"
echo 'root:x:0:' > "$root/etc/group"
tar -C "$root" --numeric-owner -c . | DOCKER_HOST=$host "$docker" import -c 'ENV PATH=/bin' - stowage-base >/dev/null
rm -rf "$root"
echo "$host"
