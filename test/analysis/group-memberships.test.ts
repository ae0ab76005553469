import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { groupMemberships } from "../../src/analysis/group-memberships.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A RUN, and who becomes a member of what by it. */
const runs: readonly (readonly [string, readonly string[]])[] = [
  ["usermod -aG video,render app", ["app:video", "app:render"]],
  ["usermod --append --groups=docker app", ["app:docker"]],
  ["usermod -a -G docker app && true", ["app:docker"]],
  ["useradd -m -G audio -s /bin/sh app", ["app:audio"]],
  ["useradd -m -g staff app", []],
  ["usermod -aG $GROUPS app", []],
  ["usermod -aG docker $USER", []],
  ["gpasswd -a app docker", ["app:docker"]],
  ["gpasswd -d app docker", []],
  ["adduser app video", ["app:video"]],
  ["adduser -S -G app app", []],
  ["adduser -D -u 7 app", []],
  ["addgroup app tty", ["app:tty"]],
  ["addgroup -g 7 app", []],
  ["sudo usermod -aG docker app", ["app:docker"]],
  ["groupadd docker", []],
];

test.each(runs)("%s", (run, expected) => {
  const file = buildFile("Dockerfile", `FROM a AS s\nRUN ${run}\nFROM s`);
  const found = analyze(file, null, { path: null, context: null }).use(groupMemberships).of(file.target!);
  expect(found.map(({ user, group }) => `${user}:${group}`)).toEqual(expected);
});
