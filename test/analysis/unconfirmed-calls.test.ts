import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { unconfirmedCalls } from "../../src/analysis/unconfirmed-calls.ts";
import { buildFile } from "../../src/model/build-file.ts";

function asked(text: string): readonly string[] {
  return analyze(buildFile("Dockerfile", text), null, { path: null, context: null })
    .use(unconfirmedCalls)
    .map(({ call }) => `${call.command.name} ${call.action}`);
}

const commands: readonly (readonly [command: string, asks: readonly string[]])[] = [
  ["apt-get install curl", ["apt-get install"]],
  ["DEBIAN_FRONTEND=noninteractive apt-get -q install curl", ["apt-get install"]],
  ["apt-get install -y curl && apt-get autoremove", ["apt-get autoremove"]],
  ["apt-get -qqy install a && apt-get --yes install b && apt-get install c -qq", []],
  ["apt-get install -q=1 curl", ["apt-get install"]],
  ["apt-get install -o APT::Get::Assume-Yes=false curl", ["apt-get install"]],
  ["apt-get -o 'APT::Get::Assume-Yes \"true\"' install curl", []],
  ["apt-get install curl < /dev/null", ["apt-get install"]],
  ["apt-get install curl < answers", []],
  ["printf y | apt-get install curl", []],
  ["yes | (apt-get update; apt-get install curl)", []],
  ["apt-get install curl | tee log", ["apt-get install"]],
  ["apt-get update && apt-get clean && apt-get download curl && apt-mark hold curl", []],
  ["yum remove httpd && yum erase -y httpd", ["yum remove"]],
  ["dnf -yq install httpd && dnf install --assumeyes httpd && dnf clean all", []],
  ["zypper rm vim && zypper -n rm vim && zypper rm -y vim && zypper ref", ["zypper rm"]],
  ["microdnf install tar && apk add tar && pip install tar", []],
  ["sh -c 'apt-get install curl'", ["apt-get install"]],
];

test.each(commands)("%s", (command, asks) => {
  expect(asked(`FROM x\nRUN ${command}\n`)).toEqual(asks);
});

test("files written later say nothing, and files of a stage hold in those built on it", () => {
  const write = "RUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes";
  const install = "RUN apt-get install curl";
  expect(
    asked(["FROM x AS a", install, write, install, "FROM a", install, "FROM x", install].join("\n")),
  ).toEqual(["apt-get install", "apt-get install"]);
});
