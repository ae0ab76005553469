import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { lostFailures } from "../../src/analysis/lost-failures.ts";
import { unguardedPipelines } from "../../src/analysis/pipelines.ts";
import { buildFile } from "../../src/model/build-file.ts";

function analysisOf(script: string) {
  return analyze(buildFile("Dockerfile", `FROM a\nRUN ${script}\n`), null, { path: null, context: null });
}

/** A script, and `command>next` where the failure of a command is lost; `-` where none is. */
const lost: readonly (readonly [string, string])[] = [
  ["make; echo", "make>echo"],
  ["make && make install; echo", "make>echo"],
  ["a=1; make; echo", "make>echo"],
  ["cd /a; make", "-"],
  ["make", "-"],
  ["make;", "-"],
  ["make || true; echo", "-"],
  ["make || exit 1; echo", "-"],
  ["! make; echo", "-"],
  ["make & echo", "-"],
  ["make | tee log; echo", "-"],
  ["set -e; make; echo", "-"],
  ["set -e && make; echo", "-"],
  ["make; set -e; echo", "make>set"],
  ["make; if true; then echo; fi", "make>true"],
  ["make && if true; then echo; fi", "-"],
  ["make && if true; then echo; fi; echo", "make>echo"],
  ["make && if true; then echo; else echo; fi && make install; echo", "make>echo"],
  ["make && { echo; echo; }", "-"],
  ["make && (cd /a; make); echo", "make>echo"],
  ["make && for a in b; do echo; done; echo", "make>echo"],
  ["make || (cd /a; make); echo", "-"],
  ["(cd /a; make) && make; echo", "make>echo"],
  ["if make; then echo; fi; make install; echo", "make>echo"],
  ["(make); echo", "-"],
  ["f() { make; echo; }; f", "-"],
  ["echo $(make); echo", "-"],
  ["bash -c 'make; echo'", "make>echo"],
  ["bash -ec 'make; echo'", "-"],
  ["bash -c 'make; echo' || true", "-"],
  ["bash <<EOF\nmake\necho\nEOF", "make>echo"],
  ["echo | tar x; echo", "tar>echo"],
  ["set -e; make && make install; echo", "make>echo"],
  ["set -e; ./a && make; echo", "-"],
  ["make; true", "-"],
  ["make; exit 0", "-"],
  ["make; exit 1", "make>exit"],
  ["make; a=$?; echo", "-"],
  ["make --version; git config a b; npm config set a b; echo", "-"],
  ["git clone a; echo", "git>echo"],
  ["Remove-Item a; make; echo", "-"],
  ["<<EOF\nmake\necho\nEOF", "make>echo"],
  ["<<EOF\nmake && \\\n  make install\nEOF", "-"],
  ["cat <<EOF > /a\nmake\necho\nEOF", "-"],
];

test.each(lost)("failures that are lost: %s", (script, expected) => {
  const found = analysisOf(script).use(lostFailures);
  expect(found.map(({ command, next }) => `${command.name}>${next.name}`).join(" ") || "-").toBe(expected);
});

/** A script, and for each pipe without pipefail the command whose failure it hides; `-` for none. */
const pipes: readonly (readonly [string, string])[] = [
  ["apt-get -s dist-upgrade | grep Inst | xargs apt-get install -y", "-"],
  ["curl a | sh", "curl"],
  ["wget -O- a | grep b | cut -c1 > d", "wget"],
  ["echo | wget -O- a | sort > b", "wget"],
  ["A=$(git ls-remote a | head)", "git"],
  ["wget -O- a | cut -c1", "-"],
  ["wget -O- a | sort -o b", "wget"],
  ["wget -O- a | sed -i b", "wget"],
  ["git log | head", "-"],
  ["npm ci | tee log", "npm"],
  ["make | tee log", "make"],
  ["make | sort", "-"],
  ["curl --version | head", "-"],
  ["echo y | apt-get install b", "-"],
  ["curl a | tar x", "-"],
  ["curl a | sha256sum -c -", "-"],
  ["curl a | sha256sum", "-"],
  ["curl a | sha256sum > b", "curl"],
  ["curl a | while read b; do c; done", "curl"],
  ["curl a | (cd b && tar x)", "-"],
  ["{ curl a; } | sh", "-"],
  ["curl $(b) | sh", "curl"],
  ["make | tee log; test ${PIPESTATUS[0]} = 0", "-"],
  ["A=$(curl a | sort); [ -n $A ]", "-"],
  ["curl a | sort > b && test -s b", "-"],
  ["curl a | sort > b && test -f b", "curl"],
  ["(curl a | sh) || b", "-"],
  ["{ curl a | sh; } && b", "curl"],
  ["curl a | sh || true", "-"],
  ["curl a | sh || exit 1", "-"],
  ["curl a | sh && echo || true", "-"],
  ["! curl a | sh", "-"],
  ["if curl a | sh; then b; fi", "-"],
  ["if b; then curl a | sh; fi", "curl"],
  ["A=$(curl a | sort)", "curl"],
  ["A=$(curl a | sort) && wget https://example.com/$A.tgz", "-"],
  ["A=$(curl a | sort) && wget https://example.com/$B.tgz", "curl"],
  ["A=$(curl a | sort) && echo $A > b", "curl"],
  ["echo $(curl a | sort)", "-"],
  ["export A=$(curl a | sort)", "-"],
  ["(curl a | sh)", "curl"],
  ["curl a | sh; curl b | sort > c", "curl curl"],
  ["bash -o pipefail -c 'curl a | sh'; curl b | sh", "curl"],
  ["set -o pipefail; curl a | sh", ""],
];

test.each(pipes)("failures that a pipe hides: %s", (script, expected) => {
  const found = analysisOf(script).use(unguardedPipelines);
  expect(found.map(({ hidden }) => hidden?.name ?? "-").join(" ")).toBe(expected);
});
