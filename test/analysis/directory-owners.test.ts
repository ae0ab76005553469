import { expect, test } from "vitest";
import { commands } from "../../src/analysis/commands.ts";
import { afterInstruction, ownershipOf, ownersInBase } from "../../src/analysis/directory-owners.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { commandSettings } from "../../src/analysis/install-commands/command-setting.ts";
import { afterCommand } from "../../src/analysis/ownership-commands.ts";
import { stageGraph } from "../../src/analysis/stage-graph.ts";
import { users } from "../../src/analysis/users.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** To whom `/app` belongs at the end of the one stage; a name, or the kind of owner. */
function ownerAtEnd(text: string, path: string): string {
  const analysis = analyze(buildFile("Dockerfile", text), null, { path: null, context: null });
  const [stage] = analysis.file.stages;
  let owners = ownersInBase(analysis.use(stageGraph).root(stage!));
  for (const step of stage!.steps) {
    const user = analysis.use(users).at(step);
    const { instruction } = step;
    owners = afterInstruction(owners, step, user, "\\");
    if (instruction.kind !== "RUN") continue;
    const script = analysis.use(commands).of(instruction).commands;
    const { settings } = commandSettings(step, script);
    for (const [at, command] of script.entries()) {
      owners = afterCommand(owners, { command, setting: settings[at]!, user, instruction });
    }
  }
  const { owner } = ownershipOf(owners, path);
  return owner.kind === "user" ? owner.name : owner.kind;
}

/** Steps after `FROM debian`, joined by ` | `; to whom `/app` belongs after them. */
const stepsAndOwners: readonly (readonly [string, string])[] = [
  ["LABEL a=b", "unknown"],
  // WORKDIR
  ["WORKDIR /app", "root"],
  ["USER app | WORKDIR /app", "app"],
  ["USER 1000:1000 | WORKDIR /app", "1000"],
  ["USER $WHO | WORKDIR /app", "unknown"],
  ["WORKDIR /app/src", "root"],
  ["WORKDIR /app | USER app | WORKDIR /app", "root"],
  ["WORKDIR / | WORKDIR app", "root"],
  ["WORKDIR $WHERE", "unknown"],
  // COPY and ADD
  ["COPY . /app", "root"],
  ["COPY a.txt /app/", "root"],
  ["COPY a.txt /app/a.txt", "root"],
  ["USER app | COPY . /app", "root"],
  ["COPY --chown=app:app . /app", "app"],
  ["COPY --chown=0:0 . /app", "root"],
  ["COPY --chown=$WHO . /app", "unknown"],
  ["COPY --chmod=777 . /app", "unknown"],
  ["COPY --link . /app", "unknown"],
  ["ADD a.tar /app", "root"],
  ["WORKDIR /app | COPY --chown=app . .", "root"],
  ["USER app | WORKDIR /app | COPY . .", "app"],
  // mkdir
  ["RUN mkdir /app", "root"],
  ["RUN mkdir -p /app/a/b", "root"],
  ["RUN cd / && mkdir app", "root"],
  ["ENV D=/app | RUN mkdir $D", "root"],
  ["RUN mkdir -m 777 /app", "unknown"],
  ["RUN if x; then mkdir /app; fi", "unknown"],
  ["USER app | RUN mkdir /app", "app"],
  // chown, chmod
  ["WORKDIR /app | RUN chown app /app", "app"],
  ["WORKDIR /app | RUN chown app:app .", "app"],
  ["WORKDIR /app | RUN chown -R app:app /app", "app"],
  ["WORKDIR /app | RUN chown -R app /", "app"],
  ["WORKDIR /app | RUN chown app /", "root"],
  ["WORKDIR /app/src | RUN chown -R app /app", "app"],
  ["WORKDIR /app | RUN chown :app /app", "unknown"],
  ["WORKDIR /app | RUN chown --reference=/x /app", "unknown"],
  ["WORKDIR /app | RUN chown app $WHERE", "unknown"],
  ["WORKDIR /app | RUN chown app /other", "root"],
  ["WORKDIR /app | RUN chown -R app /app && chown root /app", "root"],
  ["WORKDIR /app | RUN chown -R app /app/*", "app"],
  ["WORKDIR /app | RUN test -d x || chown app /app", "unknown"],
  ["WORKDIR /app | RUN find /app -exec chown app {} +", "unknown"],
  ["WORKDIR /app | RUN ls | xargs chown app", "unknown"],
  ["WORKDIR /app | RUN chmod 755 /app", "root"],
  ["WORKDIR /app | RUN chmod 0775 /app", "anyone"],
  ["WORKDIR /app | RUN chmod 1777 /app", "anyone"],
  ["WORKDIR /app | RUN chmod a+w /app", "anyone"],
  ["WORKDIR /app | RUN chmod go=u /app", "anyone"],
  ["WORKDIR /app | RUN chmod u+w,go-w /app", "root"],
  ["WORKDIR /app | RUN chmod +x /app", "root"],
  ["WORKDIR /app | RUN chgrp app /app", "unknown"],
  // Users and their homes
  ["RUN useradd -m -d /app app", "app"],
  ["RUN adduser -D -h /app app", "app"],
  ["RUN useradd -d /app app", "unknown"],
  // What may do anything
  ["WORKDIR /app | RUN ./setup.sh", "unknown"],
  ["WORKDIR /app | RUN bash setup.sh", "unknown"],
  ["WORKDIR /app | RUN curl x | sh", "unknown"],
  ["WORKDIR /app | RUN make install", "unknown"],
  ["WORKDIR /app | RUN python setup.py", "unknown"],
  ["WORKDIR /app | RUN /usr/bin/env true", "root"],
  ["WORKDIR /app | RUN bash -c 'true'", "root"],
  ["WORKDIR /app | RUN npm ci && apt-get update", "root"],
  ["WORKDIR /app | USER app | RUN ./setup.sh", "root"],
  ["WORKDIR /app | RUN rm -rf /app", "unknown"],
];

test.each(stepsAndOwners)("%s: %s", (steps, expected) => {
  expect(
    ownerAtEnd(
      `FROM debian\n${steps
        .split(" | RUN")
        .join("\nRUN")
        .split(/ \| (?=[A-Z]+ )/)
        .join("\n")}`,
      "/app",
    ),
  ).toBe(expected);
});

/** A Dockerfile, a directory, and to whom it belongs. */
const inImages: readonly (readonly [string, string, string])[] = [
  ["FROM debian", "/etc", "root"],
  ["FROM debian", "/etc/unheard-of", "unknown"],
  ["FROM postgres:17", "/opt", "root"],
  ["FROM scratch", "/usr", "root"],
  ["FROM acme/base", "/etc", "unknown"],
  ["FROM jenkins/jenkins", "/etc", "unknown"],
  ["FROM debian\nRUN ./x", "/etc", "unknown"],
  ["FROM acme/base\nWORKDIR /app", "/app", "unknown"],
  ["FROM acme/base\nCOPY . /app", "/app", "unknown"],
  ["FROM acme/base\nUSER root\nRUN mkdir /app", "/app", "unknown"],
  ["FROM acme/base\nRUN chown root /app", "/app", "root"],
  ["FROM node\nWORKDIR /home/node", "/home/node", "unknown"],
  ["FROM node\nWORKDIR /home/node/app", "/home/node/app", "root"],
  ["FROM node\nWORKDIR /tmp", "/tmp", "unknown"],
  ["FROM php\nWORKDIR /var/www/html", "/var/www/html", "unknown"],
  ["FROM python\nRUN chown -R a /usr/local/lib/python3.12", "/usr/local/lib/python3/site-packages", "a"],
];

test.each(inImages)("%j: %s is %s", (text, path, expected) => {
  expect(ownerAtEnd(text, path)).toBe(expected);
});
