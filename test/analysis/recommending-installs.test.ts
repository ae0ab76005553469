import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { recommendingInstalls } from "../../src/analysis/recommending-installs.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** Of each install the package that brings most. */
function heaviest(lines: readonly string[]): readonly (string | undefined)[] {
  const file = buildFile("Dockerfile", lines.join("\n"));
  return analyze(file, null, { path: null, context: null })
    .use(recommendingInstalls)
    .map((found) => found.heaviest?.name);
}

const install = "RUN apt-get install -y git";

const cases: readonly (readonly [steps: readonly string[], heaviest: readonly string[]])[] = [
  [[install], ["git"]],
  [["RUN apt install git python3-pip cmake"], ["python3-pip"]],
  [["RUN apt-get install a-package-nobody-knows tini"], []],
  [["RUN apt-get install tini unzip jq"], []],
  [["RUN apt-get install curl"], []],
  [["RUN apt-get install curl ca-certificates"], []],
  [["FROM python:3.13-slim", "RUN apt-get install wget libcurl4t64"], []],
  [["FROM node:22-slim", "RUN apt-get install wget"], []],
  [["RUN apt-get install openjdk-21-jre-headless"], ["openjdk-21-jre-headless"]],
  [["RUN apt-get install git=1:2.39.* build-essential:amd64"], ["build-essential"]],
  [["RUN apt-get install ./own.deb"], []],
  [["RUN apt-get install a-package-nobody-knows git"], ["git"]],
  [["RUN apt-get install -y"], []],
  [["RUN apt-get -y -f install"], []],
  [["RUN apt-get build-dep git"], []],
  [["RUN apt-get upgrade -y"], []],
  [["RUN apt-get --no-install-recommends install git"], []],
  [["RUN apt-get install git --no-install-recommends"], []],
  [['RUN apt-get -o "APT::Install-Recommends=false" install git'], []],
  [["RUN apt-get -oAPT::Install-Recommends=no install git"], []],
  [["RUN apt-get -o APT::Install-Suggests=0 install git"], ["git"]],
  [["RUN aptitude -R install git", "RUN aptitude install git"], ["git"]],
  [["RUN apt-get install $PACKAGES"], []],
  [["RUN apt-get install git=$VERSION"], ["git"]],
  [["ENV OPTIONS='-y --no-install-recommends'", "RUN apt-get install $OPTIONS git"], []],
  [["ENV OPTIONS=-y", "RUN apt-get install $OPTIONS git"], ["git"]],
  [["ENV APT_CONFIG=/a", install], []],
  [["COPY apt.conf /etc/apt/", install], []],
  [["COPY own.list /etc/apt/sources.list.d/", install], ["git"]],
  [["ADD apt.conf.d /etc/apt/apt.conf.d", install], []],
  [["COPY <<E /etc/apt/apt.conf.d/9", 'APT::Install-Recommends "0";', "E", install], []],
  [[install, "COPY apt.conf /etc/apt/", install], ["git"]],
  [["RUN echo 'APT::Install-Recommends 0;' >> /etc/apt/apt.conf && apt-get install git", install], []],
  [["RUN cat > /etc/apt/apt.conf <<E", 'APT::Install-Recommends "0";', "E", install], []],
  [["RUN apt-get install git && echo 'APT::Install-Recommends 0;' > /etc/apt/apt.conf"], ["git"]],
  [["RUN --mount=type=bind,source=c,target=/etc/apt/apt.conf apt-get install git"], []],
  [["RUN apt-get -o APT::Install-Recommends=0 install git", install], ["git"]],
  [["COPY c /etc/apt/apt.conf", "FROM base", install], []],
  [["FROM bitnami/minideb:bookworm", install], []],
  [[install, "FROM debian:12", "COPY --from=base /a /a"], []],
  [["FROM debian:12 AS dev", install], []],
];

test.each(cases)("%j", (steps, expected) => {
  expect(heaviest(["FROM debian:12 AS base", ...steps])).toEqual(expected);
});
