import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { runScripts } from "../../src/analysis/run-scripts.ts";
import { shellOptions } from "../../src/analysis/shell-options.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A Dockerfile, and the options with which each command of its last RUN starts: `e` for errexit, `p` for pipefail, `-` for none. */
const files: readonly (readonly [string, string])[] = [
  ["RUN a; b", "- -"],
  ["RUN set -e; a", "- e"],
  ["RUN set -euxo pipefail; a", "- ep"],
  ["RUN set -o pipefail -e && a", "- ep"],
  ["RUN set -o errexit; set +e; a", "- e -"],
  ["RUN set -eo pipefail; set +o pipefail; a", "- ep e"],
  ["RUN set -- -e; a", "- -"],
  ["RUN set -x; a", "- -"],
  // What a subshell sets ends with it.
  ["RUN (set -e; a); b", "- e -"],
  ["RUN { set -e; a; }; b", "- e e"],
  ["RUN if true; then set -o pipefail; fi; a", "- - p"],
  ["RUN x=$(set -e; a); b", "- - e -"],
  ["RUN set -e; (a); x=$(b)", "- e e e"],
  // Another shell starts without them.
  ["RUN set -e; bash -c 'a'", "- e -"],
  ["RUN bash -eo pipefail -c 'a; set +e; b'; c", "- ep ep p -"],
  ["RUN eval 'a'", "- -"],
  ['RUN ["bash", "-o", "pipefail", "-c", "a"]', "- p"],
  // SHELL, and the shell that a heredoc asks for.
  ['SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a', "ep"],
  ['SHELL ["/bin/bash", "-o", "pipefail", "-ec"]\nRUN a', "ep"],
  ['SHELL ["conda", "run", "-n", "e", "/bin/bash", "-e", "-c"]\nRUN a', "e"],
  ['SHELL ["/bin/bash", "-e", "-c"]\nRUN ["a"]', "-"],
  ['SHELL ["/bin/bash", "-e", "-c"]\nRUN <<EOF\na\nEOF', "e"],
  ['SHELL ["/bin/bash", "-e", "-c"]\nRUN <<EOF\n#!/bin/sh\na\nEOF', "-"],
  ["RUN <<EOF\n#!/bin/bash -eo pipefail\na\nEOF", "ep"],
  ["RUN <<EOF\n#!/usr/bin/env -S bash -e\na\nEOF", "e"],
  ["ONBUILD RUN set -e; a", "- e"],
];

test.each(files)("%s", (text, expected) => {
  const analysis = analyze(buildFile("Dockerfile", `FROM a\n${text}\n`), null, { path: null, context: null });
  const run = analysis.use(runScripts).at(-1);
  if (run === undefined) throw new Error("no RUN");
  const shown = shellOptions(run).map(
    ({ errexit, pipefail }) => (errexit ? "e" : "") + (pipefail ? "p" : "") || "-",
  );
  expect(shown.join(" ")).toBe(expected);
});
