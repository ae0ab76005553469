import { describe, expect, test } from "vitest";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { mappedText } from "../../src/text/mapped-text.ts";
import { render } from "./render.ts";

/** Command; then what it runs in the end. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ["sudo -E -u app npm ci", ["{sudo} npm: ci"]],
  ["sudo -u app -- npm ci", ["{sudo} npm: ci"]],
  ["sudo -nHu app npm ci", ["{sudo} npm: ci"]],
  ['sudo -u"$U" A=1 B="$C" npm ci', ["{sudo} A=1 B=~${C} npm: ci"]],
  ["sudo --user=app --chdir /x npm ci", ["{sudo} npm: ci"]],
  ["sudo -v", ["sudo: -v"]],
  ["sudo", ["sudo:"]],
  ["$SUDO npm ci", ["(~${SUDO}): npm ci"]],
  ['"sudo" npm ci', ["{sudo} npm: ci"]],
  ["doas -u app npm ci", ["{doas} npm: ci"]],
  ["env FOO=bar BAZ=1 npm ci", ["{env} FOO=bar BAZ=1 npm: ci"]],
  ["env -i -u A --chdir /x FOO= npm ci", ["{env} FOO= npm: ci"]],
  ["env A=1", ["env: A=1"]],
  ['env -S "a b"', ['env: -S "a b"']],
  ["env", ["env:"]],
  ['exec "$@"', ["{exec} (~${@}):"]],
  ["exec -a n node app.js", ["{exec} node: app.js"]],
  ["exec > log", ["exec: >log"]],
  ["command -p npm ci", ["{command} npm: ci"]],
  ["command -v npm", ["command: -v npm"]],
  ["builtin cd x", ["{builtin} cd: x"]],
  ["/usr/bin/time -f %e make", ["{time} make:"]],
  ["nice make", ["{nice} make:"]],
  ["nice -n 5 make", ["{nice} make:"]],
  ["nice -5 make", ["{nice} make:"]],
  ["ionice -c3 make", ["{ionice} make:"]],
  ["ionice -c 3 -p 1", ["ionice: -c 3 -p 1"]],
  ["nohup make &", ["bg {nohup} make:"]],
  ["setsid -w make", ["{setsid} make:"]],
  ["stdbuf -o L make", ["{stdbuf} make:"]],
  ["timeout 5 make", ["{timeout} make:"]],
  ["timeout -k 5 -s KILL 30 make", ["{timeout} make:"]],
  ["timeout 5", ["timeout: 5"]],
  ["gosu app make", ["{gosu} make:"]],
  ["su-exec app:app make", ["{su-exec} make:"]],
  ["busybox wget x", ["{busybox} wget: x"]],
  ["busybox --install", ["busybox: --install"]],
  ["tini -g -- node app.js", ["{tini} node: app.js"]],
  ["dumb-init node app.js", ["{dumb-init} node: app.js"]],
  ["eatmydata apt-get update", ["{eatmydata} apt-get: update"]],
  ["FOO=1 sudo env BAR=2 nice -n 5 /usr/bin/apt-get update", ["{sudo env nice} FOO=1 BAR=2 apt-get: update"]],
  ["xargs rm", ["xargs: rm"]],
  ["chroot /x make", ["chroot: /x make"]],
];

describe("wrappers are seen through", () => {
  test.each(cases)("%j", (text, expected) => {
    expect(render(parseShell(mappedText(text, 0))).split("\n")).toEqual(expected);
  });
});
