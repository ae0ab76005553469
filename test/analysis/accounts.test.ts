import { expect, test } from "vitest";
import { createdAccounts } from "../../src/analysis/accounts.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A RUN, and the users that it creates as `name:uid home`, with `+` or `-` where it is certain that the home is made or not. */
const runs: readonly (readonly [string, readonly string[]])[] = [
  ["useradd app", ["app /home/app"]],
  ["useradd -m app", ["app /home/app+"]],
  ["useradd -r app", ["app /home/app-"]],
  ["useradd -rm -d /srv/app -s /bin/false -u 1001 app", ["app:1001 /srv/app+"]],
  ["useradd --system --uid=10 --gid 10 --no-create-home app", ["app:10 /home/app-"]],
  ["useradd app -u 5 -M", ["app:5 /home/app-"]],
  ["useradd -D -s /bin/sh", []],
  ["adduser app", ["app /home/app+"]],
  ["adduser -D -H -u 9 app", ["app:9 /home/app-"]],
  ["adduser -S app -G app", ["app /home/app+"]],
  ["adduser -h /data -s /bin/sh -D app", ["app /data+"]],
  ["adduser --system --group app", ["app /home/app"]],
  ["adduser --disabled-password --gecos '' --uid 7 app", ["app:7 /home/app+"]],
  ["adduser app sudo", []],
  ["addgroup -S app && adduser -S -G app app && usermod -aG x app", ["app /home/app+"]],
  ["sudo useradd app", ["app /home/app"]],
  ["N=app; useradd -m $N", ["app /home/app+"]],
  ["useradd -m $UNKNOWN", []],
  ["groupadd app", []],
];

test.each(runs)("%s", (run, expected) => {
  const file = buildFile("Dockerfile", `FROM a AS s\nRUN ${run}\nFROM s`);
  const found = analyze(file, null, { path: null, context: null }).use(createdAccounts).of(file.target!);
  const shown = found.map(({ account: { name, uid, home, makesHome } }) => {
    const sign = makesHome === null ? "" : makesHome ? "+" : "-";
    return `${name}${uid === null ? "" : `:${uid}`} ${home}${sign}`;
  });
  expect(shown).toEqual(expected);
});
