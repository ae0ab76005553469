import { expect, test } from "vitest";
import { lint } from "../src/index.ts";

/** The codes of hadolint about what a shell is told to do. */
const shellCodes = ["DL3001", "DL3003", "DL3004", "DL3046", "DL3047", "DL4001", "DL4005", "DL4006"];

/** Instructions below a FROM, and which of these codes hadolint 2.15.1 has for any of them. */
const cases: readonly (readonly [string, string])[] = [
  ["RUN top", "DL3001"],
  ["RUN kill 1 && vim x", "DL3001"],
  ["RUN apt-get install vim ssh", ""],
  ["RUN nano a && ifconfig", ""],
  ["RUN cd /a", "DL3003"],
  ["RUN a; (cd b)", "DL3003"],
  ["ONBUILD RUN cd /a", ""],
  ["RUN sudo a", "DL3004"],
  ["ONBUILD RUN sudo a", "DL3004"],
  ["USER app\nRUN a | sudo -u b c", "DL3004 DL4006"],
  ["RUN a sudo", ""],
  ['RUN ["sudo", "a"]', "DL3004"],
  ["RUN useradd -u 12345 a", ""],
  ["RUN useradd -u 123456 a", "DL3046"],
  ["RUN useradd -l -u 123456 a", ""],
  ["RUN useradd --no-log-init -u 123456 a", ""],
  ["RUN useradd a", ""],
  ["RUN wget a", "DL3047"],
  ["RUN wget -q a", ""],
  ["RUN wget -o log a", ""],
  ["RUN wget --progress=dot a 2>/dev/null", ""],
  ["ONBUILD RUN wget a", "DL3047"],
  ["RUN wget -q a\nRUN curl b", "DL4001"],
  ["RUN wget -q a && curl b", "DL4001"],
  ["RUN curl a\nRUN curl b", ""],
  ["RUN apt-get install wget curl", ""],
  ["RUN wget -q a\nFROM b\nRUN curl c", ""],
  ["RUN wget -q a\nONBUILD RUN curl c", ""],
  ["RUN ln -sfv /bin/bash /bin/sh", "DL4005"],
  ["RUN a | b; c | d", "DL4006"],
  ["RUN a || b", ""],
  ["RUN echo 'a | b'", ""],
  ["RUN if a | b; then c; fi", "DL4006"],
  ["RUN x=$(a | b)", "DL4006"],
  ["RUN <<EOF\na | b\nEOF", "DL4006"],
  ["ONBUILD RUN a | b", ""],
  ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b', ""],
  ['SHELL ["/bin/zsh", "-eo", "pipefail", "-c"]\nRUN a | b', ""],
  ['SHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN a | b', ""],
  ['SHELL ["/bin/sh", "-c"]\nRUN a | b', "DL4006"],
  ['SHELL ["pwsh", "-c"]\nRUN a | b', ""],
  ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\nFROM b\nRUN a | b', "DL4006"],
];

test.each(cases)("%s", (body, expected) => {
  const { findings } = lint(
    { path: "Dockerfile", text: `FROM debian:12\n${body}\n` },
    { preset: "hadolint" },
  );
  const codes = new Set(
    findings.flatMap(({ aliases }) => aliases.filter((alias) => shellCodes.includes(alias))),
  );
  expect([...codes].sort().join(" ")).toBe(expected);
});
