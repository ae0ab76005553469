import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lint } from "../src/index.ts";
import { positionAt } from "../src/text/line-index.ts";

/**
 * Documents about Dockerfiles, written for people, that lie beside a checkout of some developers. What is said of each Dockerfile in
 * them is pinned here: `line:rule`, with the first manifest where a saving is named. The same mistakes stand in the rules' pages, in other words.
 */
const folder = join(import.meta.dirname, "../../shared/seeds");

const said: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "000": [
    ["1:root-user", "4:missing-cache-mount"],
    [
      "2:syntax-error",
      "2:comment-as-argument",
      "3:copy-before-install(package.json)",
      "3:package-cache-kept",
    ],
    ["2:syntax-error", "2:comment-as-argument", "3:package-cache-kept", "4:comment-as-argument"],
  ],
  "001": [
    ["1:syntax-error", "2:apt-update-alone", "4:comment-as-argument"],
    ["2:syntax-error"],
    ["2:syntax-error"],
    ["9:emptied-cache-mount", "18:user-before-root-work"],
    ["1:root-user"],
    ["1:root-user", "3:comment-as-argument", "4:copy-before-install(package.json)", "4:package-cache-kept"],
    ["1:root-user", "3:comment-as-argument", "5:comment-as-argument"],
    [],
    [],
    ["1:root-user"],
  ],
  "002": [
    ["1:moving-base-tag", "1:root-user", "7:copy-before-install(package.json)", "7:package-cache-kept"],
  ],
  "003": [["4:copy-before-install(pom.xml)", "7:build-tools-in-final-image", "7:root-user"]],
  "004": [["1:root-user"]],
};

/** Dockerfiles in a document: fences of that language, and here-documents that write a Dockerfile. */
function dockerfilesIn(text: string): string[] {
  const fences = text.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm);
  return [...fences].flatMap(([, language = "", body = ""]) => {
    if (/^docker(file)?$/i.test(language)) return [body];
    const written = /^cat > Dockerfile <<'(\w+)'\n([\s\S]*?)^\1$/m.exec(body);
    return written ? [written[2]!] : [];
  });
}

function findingsOf(text: string): string[] {
  const { findings, lines } = lint({ path: "Dockerfile", text });
  return findings.map(({ rule, at, message, saves }) => {
    const place = `${positionAt(lines, at.start).line}:${rule}`;
    if (!saves || !rule.startsWith("copy-")) return place;
    return `${place}(${/only (?:on )?`(.+?)`/.exec(message)?.[1]})`;
  });
}

const names = existsSync(folder) ? readdirSync(folder).sort() : [];

describe.skipIf(names.length === 0)("documents beside the checkout", () => {
  test.each(names)("%s", (name) => {
    const found = dockerfilesIn(readFileSync(join(folder, name), "utf8")).map(findingsOf);
    expect(found).toEqual(said[name.slice(0, 3)]);
  });
});
