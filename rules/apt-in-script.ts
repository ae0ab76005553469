import { runScripts } from "../src/analysis/run-scripts.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";
import { readArguments } from "../src/shell/arguments.ts";
import type { Command } from "../src/shell/command.ts";

/** Where the words differ: what does the same. Source: apt(8), apt-get(8), apt-cache(8), dpkg-query(1). */
const replacements: Readonly<Record<string, string>> = {
  "full-upgrade": "`apt-get dist-upgrade`",
  upgrade: "`apt-get upgrade --with-new-pkgs`",
  list: "`dpkg-query --list` or `apt-cache pkgnames`",
  search: "`apt-cache search`",
  show: "`apt-cache show`",
  policy: "`apt-cache policy`",
  depends: "`apt-cache depends`",
  rdepends: "`apt-cache rdepends`",
};

export default defineRule({
  id: "apt-in-script",
  summary: "`apt` is made for people at a terminal, not for scripts",
  category: "correctness",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3027", "CKV_DOCKER_9", "b84a0b47", "DF059", "prefer-apt-get"],
  check: {
    file(_, context) {
      for (const { script } of context.use(runScripts)) {
        const calls = script.commands.filter(({ name }) => name === "apt");
        const [first, ...others] = calls.flatMap(({ words }) => words[0] ?? []);
        if (first === undefined) continue;
        const fix = fixOf(calls);
        context.report({
          at: first.range,
          message: "`apt` has no stable command line, and says so each time that a script runs it",
          help: `write ${[...new Set(calls.map(replacementOf))].join(", ")}`,
          related: others.slice(0, mostRelated).map(({ range }) => ({ at: range, message: "here too" })),
          ...(fix && { fix }),
        });
      }
    },
  },
});

/** More places than this say nothing new. */
const mostRelated = 3;

function actionOf(command: Command): string {
  return readArguments(command).operands[0]?.text ?? "";
}

function replacementOf(command: Command): string {
  const action = actionOf(command);
  return Object.hasOwn(replacements, action) ? replacements[action]! : "`apt-get`";
}

/** Only where the words after it stay: `apt-get` keeps what it downloads unless the image says otherwise, as official ones do. */
function fixOf(calls: readonly Command[]): Fix | null {
  const programs = calls.flatMap(({ words }) => words[0] ?? []);
  const isPlain =
    programs.every(({ text, quoted }) => text === "apt" && !quoted) &&
    calls.every((command) => !Object.hasOwn(replacements, actionOf(command)));
  if (!isPlain) return null;
  // Unsafe: `apt-get` has other defaults, such as what it keeps of its downloads.
  return {
    title: "Replace `apt` by `apt-get`",
    applicability: "unsafe",
    edits: programs.map(({ range }) => ({ range, text: "apt-get" })),
  };
}
