import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { privilegeDrops } from "../../src/analysis/privilege-drops.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A Dockerfile, and what gives up root in its last stage; `#` for nothing. */
const files: readonly (readonly [string, string])[] = [
  ["FROM debian\nCMD server", "#"],
  ['FROM debian\nENTRYPOINT ["gosu", "app", "server"]', "`gosu` changes to another user"],
  ["FROM debian\nCMD su-exec app server", "`su-exec` changes to another user"],
  ["FROM debian\nCMD exec setpriv --reuid=app server", "`setpriv` changes to another user"],
  ['FROM debian\nCMD ["sudo", "-u", "app", "server"]', "`sudo` changes to another user"],
  ['FROM debian\nCMD ["nginx", "-g", "daemon off;"]', "`nginx` changes to another user"],
  ["FROM debian\nCMD service cron start && php-fpm8.2 -F", "`php-fpm8.2` changes to another user"],
  ['FROM debian\nENTRYPOINT ["/init"]', "`init` changes to another user"],
  ['FROM debian\nENTRYPOINT ["/app/init"]', "#"],
  ["FROM nginx", "`nginx` changes to another user"],
  ["FROM php:8-apache", "`php` changes to another user"],
  ["FROM php:8-cli", "#"],
  ['FROM nginx\nCMD ["/start.sh"]', "#"],
  ["FROM debian\nRUN apt-get install gosu\nCMD run", "`gosu` is there to change to another user"],
  [
    "FROM debian AS a\nRUN apt-get install gosu\nFROM a\nCMD run",
    "`gosu` is there to change to another user",
  ],
  ["FROM debian AS a\nRUN apt-get install gosu\nFROM debian\nCMD run", "#"],
  ["FROM debian\nRUN apt-get install gosub\nCMD run", "#"],
  [
    "FROM debian\nADD https://a.b/s6-overlay-noarch.tar.xz /tmp\nCMD run",
    "`https://a.b/s6-overlay-noarch.tar.xz` is there to change to another user",
  ],
  [
    "FROM debian\nCOPY --from=tianon/gosu /gosu /bin/\nCMD run",
    "`tianon/gosu` is there to change to another user",
  ],
  // Scripts of the context.
  [
    'FROM debian\nCOPY bin/drop.sh /x/\nENTRYPOINT ["/x/drop.sh"]',
    "`chpst` in `bin/drop.sh` is there for another user",
  ],
  [
    'FROM debian\nCOPY bin/drop.sh /x/run\nENTRYPOINT ["/x/run"]',
    "`chpst` in `bin/drop.sh` is there for another user",
  ],
  ['FROM debian\nCOPY bin /x\nCMD ["/x/drop.sh"]', "`chpst` in `bin/drop.sh` is there for another user"],
  [
    'FROM debian\nWORKDIR /app\nCOPY . .\nCMD ["./bin/drop.sh"]',
    "`chpst` in `bin/drop.sh` is there for another user",
  ],
  ['FROM debian\nCOPY bin/drop.py /x/\nENTRYPOINT ["/x/drop.py"]', "`bin/drop.py` changes to another user"],
  ['FROM debian\nCOPY bin/keep.py /x/\nENTRYPOINT ["/x/keep.py"]', "#"],
  ['FROM debian\nCOPY bin/keep.sh /x/\nENTRYPOINT ["/x/keep.sh"]', "#"],
  ['FROM debian\nCOPY bin/keep.sh /x/\nENTRYPOINT ["/y/drop.sh"]', "#"],
];

const host = memoryHost({
  "/p/bin/give.sh": "#!/bin/sh\nchown -R www-data: data\nexec uwsgi uwsgi.ini\n",
  "/p/bin/take.sh": "#!/bin/sh\nchown -R root:root data\nexec server\n",
  "/p/bin/drop.sh": '#!/bin/sh\nset -e\nif true; then exec chpst -u app "$@"; fi\n',
  "/p/bin/drop.py": '#!/usr/bin/env python\nos.execv("/bin/gosu", ["gosu", "app", "server"])\n',
  "/p/bin/keep.py": '#!/usr/bin/env python\nos.execv("/bin/server", ["server"])\n',
  "/p/bin/keep.sh": '#!/bin/sh\n# gosu is not called\nexec "$@"\n',
});

test.each(files)("%j", (text, expected) => {
  const file = buildFile("Dockerfile", text);
  const analysis = analyze(file, host, { path: "/p/Dockerfile", context: null });
  expect(analysis.use(privilegeDrops).of(file.target!) ?? "#").toBe(expected);
});
