import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { shellSources } from "../../src/analysis/shell-sources.ts";
import { main } from "../../src/cli/main.ts";
import { findShellCheck, shellChecker } from "../../src/cli/shellcheck.ts";
import { parseRulePage } from "../../src/dev/rule-page.ts";
import { analyzeInput } from "../../src/engine/input.ts";
import { applyEdits } from "../../src/index.ts";
import { fakeTerminal, folder, root } from "./program.ts";

const path = process.env.PATH ?? "";
const environment = { PATH: path };
const program = findShellCheck("shellcheck", fakeTerminal({ environment }));

interface Said {
  readonly rule: string;
  readonly aliases: readonly string[];
  readonly severity: string;
  readonly range: Record<"start" | "end", { readonly line: number; readonly column: number }>;
  readonly fix: {
    readonly edits: readonly { readonly range: Said["range"]; readonly text: string }[];
  } | null;
}

/** What `stowage check` says of one Dockerfile, with the programs on `PATH`. */
async function check(
  text: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
) {
  const cwd = folder({ Dockerfile: text });
  const terminal = fakeTerminal({ workingDirectory: cwd, environment: { ...environment, ...more } });
  const code = await main(["check", "--format", "json", ...args], terminal);
  const { files } = JSON.parse(terminal.output.join("") || '{"files":[]}') as {
    files: { findings: Said[] }[];
  };
  const found = files.flatMap(({ findings }) =>
    findings.filter(({ aliases }) => /^SC/.test(aliases[0] ?? "")),
  );
  return { code, found, errors: terminal.errors.join("") };
}

const shown = ({ aliases, range: { start, end } }: Said): string =>
  `${start.line}:${start.column}-${end.line === start.line ? "" : `${end.line}:`}${end.column} ${aliases[0]}`;

const debian = "FROM debian:12\n";

/** Dockerfiles, and where ShellCheck has a remark on them. */
const cases: Readonly<Record<string, readonly [text: string, remarks: readonly string[]]>> = {
  "a plain script": [
    `${debian}RUN for i in \`ls\`; do echo $i; done\n`,
    ["2:14-18 SC2006", "2:14-18 SC2045", "2:28-30 SC2086"],
  ],
  "a script over continued lines, with comments and tabs": [
    `${debian}RUN for i in \\\n# why\n\t\`ls\`; \\\n  do \\\n\techo \\\n $i; done\n`,
    ["4:2-6 SC2006", "4:2-6 SC2045", "7:2-4 SC2086"],
  ],
  "a word that is continued": [`${debian}RUN echo $A\\\nB\n`, ["2:10-3:2 SC2086"]],
  "a heredoc": [
    `${debian}RUN <<EOF\nfor i in \`ls\`; do echo $i; done\nEOF\n`,
    ["3:10-14 SC2006", "3:10-14 SC2045", "3:24-26 SC2086"],
  ],
  "a heredoc with tabs taken away": [`${debian}RUN <<-EOF\n\t\techo $A\n\tEOF\n`, ["3:8-10 SC2086"]],
  "a heredoc that a shell is given": [`${debian}RUN bash <<EOF\necho $A\nEOF\n`, []],
  "a heredoc in another language": [`${debian}RUN <<EOF\n#!/usr/bin/env python3\nprint($A)\nEOF\n`, []],
  "a heredoc for another shell": [
    `${debian}RUN <<EOF\n#!/bin/bash\n[[ -f x ]] && echo $A\nEOF\n`,
    ["4:20-22 SC2086"],
  ],
  "columns count UTF-16 units": [`${debian}RUN echo '😀é' $A\n`, ["2:16-18 SC2086"]],
  "Windows line ends": ["FROM debian:12\r\nRUN echo a \\\r\n  $A\r\n", ["3:3-5 SC2086"]],
  "CMD, ENTRYPOINT and HEALTHCHECK": [
    `${debian}ENTRYPOINT exec a $A\nCMD echo $B\nHEALTHCHECK CMD test -f $C\n`,
    ["2:19-21 SC2086", "3:10-12 SC2086", "4:25-27 SC2086"],
  ],
  ONBUILD: [`${debian}ONBUILD RUN echo $A\n`, ["2:18-20 SC2086"]],
  "exec form with a shell": [`${debian}CMD ["sh", "-c", "echo \\"x\\" $A"]\n`, ["2:30-32 SC2086"]],
  "exec form without one": [`${debian}CMD ["echo", "$A"]\n`, []],
  "a file that COPY writes": [
    `${debian}COPY <<"EOF" /start.sh\n#!/bin/sh\necho $A\nEOF\nCOPY <<EOF /b.sh\n#!/bin/sh\necho $A\nEOF\n`,
    ["4:6-8 SC2086"],
  ],
  "the shell of Debian": [`${debian}RUN f() { local a; a=1; [[ $a ]]; }; f\n`, ["2:25-33 SC3010"]],
  "the shell of Alpine": ["FROM alpine:3.22\nRUN [[ -f a ]] && set -o pipefail\n", []],
  "the shell of Fedora": ["FROM fedora:42\nRUN [[ -f a ]] && source a\n", []],
  SHELL: [`${debian}SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN [[ -f a ]]; cd b; ls\n`, []],
  "a shell that hadolint was told": [
    "FROM example.com/base:1\n# hadolint shell=bash\nRUN [[ -f a ]]\nRUN [[ -f b ]]\nFROM example.com/base:2\nRUN [[ -f c ]]\n",
    ["6:5-15 SC3010"],
  ],
  "no shell that ShellCheck reads": [`${debian}SHELL ["pwsh", "-c"]\nRUN echo $A\n`, []],
  "an image of Windows": ["FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN echo $A\n", []],
  "variables of the image": [
    `${debian}ARG version=1.2\nENV list="a b" path\nENV dir="/x y"\nRUN echo $version $list "$dir" $http_proxy $other\n`,
    ["5:32-43 SC2086", "5:44-50 SC2154", "5:44-50 SC2086"],
  ],
  "its own comments in a heredoc": [
    `${debian}RUN <<EOF\n# shellcheck disable=SC2086\necho $A\necho $B\nEOF\n`,
    [],
  ],
  "its own comments in a RUN": [
    `${debian}# shellcheck disable=SC2086\nRUN echo $A\nRUN echo a \\\n  # shellcheck disable=SC2000-SC2100 -- a list\n  $B\nRUN echo $C\n`,
    ["7:10-12 SC2086"],
  ],
  "comments of hadolint": [
    `${debian}# hadolint ignore=SC2086\nRUN echo $A \`ls\`\n`,
    ["3:13-17 SC2006", "3:13-17 SC2046"],
  ],
  "a script that no shell reads": [`${debian}RUN if true; then echo $A\n`, []],
  "files that it does not follow": [`${debian}RUN . /etc/os-release && . "$A"\n`, []],
};

describe.skipIf(program === null && !process.env.CI)("ShellCheck", () => {
  it.each(Object.entries(cases))("%s", async (_, [text, remarks]) => {
    const { found } = await check(text);
    expect(found.map(shown).sort()).toEqual([...remarks].sort());
  });

  it("says what the page of the rule has of it", async () => {
    const rule = rules.find(({ aliases }) => aliases?.includes("SC####"))!;
    const page = parseRulePage(readFileSync(join(root, `rules/${rule.id}.md`), "utf8"));
    const recorded = page.cases.filter(({ shellCheck }) => shellCheck !== null);
    expect(recorded.length).toBeGreaterThan(2);
    for (const { bad, shellCheck } of recorded) {
      const [source, ...others] = analyzeInput({ path: "Dockerfile", text: bad!.dockerfile.content }).use(
        shellSources,
      );
      expect(others).toEqual([]);
      const checker = shellChecker(program!);
      expect(await checker.ask([source!])).toEqual([]);
      expect(checker.remarksOn(source!.shell, source!.text)).toMatchObject(shellCheck!);
    }
  });

  it("carries its own fixes over to the Dockerfile", async () => {
    const text = `${debian}RUN for i in \`ls\`; do \\\n  echo $i \\\n; done\n`;
    const { found } = await check(text);
    const offset = ({ line, column }: Said["range"]["start"]): number =>
      text
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length + column;
    const edits = found
      .flatMap(({ fix }) => fix?.edits ?? [])
      .map(({ range, text: by }) => ({
        range: { start: offset(range.start), end: offset(range.end) },
        text: by,
      }));
    expect(applyEdits(text, edits)).toBe(`${debian}RUN for i in $(ls); do \\\n  echo "$i" \\\n; done\n`);
  });

  it("proposes no fix inside of a JSON string", async () => {
    const { found } = await check(`${debian}CMD ["sh", "-c", "echo $A"]\n`);
    expect(found.map(({ fix }) => fix)).toEqual([null]);
  });

  it("is as severe as ShellCheck, or as the settings have it", async () => {
    const text = `${debian}RUN for i in \`ls\`; do echo $i; done\n`;
    const severities = async (args: readonly string[]): Promise<readonly string[]> =>
      (await check(text, args)).found.map(({ aliases, severity }) => `${aliases[0]} ${severity}`).sort();
    expect(await severities([])).toEqual(["SC2006 style", "SC2045 error", "SC2086 info"]);
    expect(await severities(["--preset", "hadolint"])).toEqual([
      "SC2006 style",
      "SC2045 error",
      "SC2086 info",
    ]);
    expect(await severities(["--preset", "buildkit"])).toEqual([]);
    expect(await severities(["--ignore", "SC2045,sc2006"])).toEqual(["SC2086 info"]);
    expect(await severities(["--select", "SC2086"])).toEqual(["SC2086 info"]);
    expect(
      (await check(text, [], { HADOLINT_OVERRIDE_ERROR: "SC2086" })).found
        .map(({ severity }) => severity)
        .sort(),
    ).toEqual(["error", "error", "style"]);
  });

  it("leaves all but RUN to itself under the preset of hadolint, which asks about nothing else", async () => {
    const text = `${debian}RUN echo $A\nCMD echo $A\nRUN ["sh", "-c", "echo $A"]\n`;
    expect((await check(text, ["--preset", "hadolint"])).found.map(shown)).toEqual(["2:10-12 SC2086"]);
  });

  it("is asked once about a script that stands in many files, and about many scripts in few processes", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `Dockerfile.${index}`,
        `${debian}RUN echo ${"x".repeat(index % 150)} $A\n`,
      ]),
    );
    const log = folder();
    const counting = join(log, "shellcheck");
    const cwd = folder({
      ...files,
      "bin/shellcheck": `#!/bin/sh\necho "$*" >> ${log}/calls\nexec ${program} "$@"\n`,
    });
    chmodSync(join(cwd, "bin/shellcheck"), 0o755);
    expect(existsSync(counting)).toBe(false);
    const terminal = fakeTerminal({ workingDirectory: cwd, environment: { PATH: join(cwd, "bin") } });
    expect(await main(["check", "--select", "SC2086"], terminal)).toBe(0);
    const calls = readFileSync(join(log, "calls"), "utf8").trim().split("\n");
    expect(calls.length).toBeLessThanOrEqual(8);
    expect(calls.join(" ").match(/\.sh/g)).toHaveLength(150);
    expect(terminal.output.join("")).toContain("300 findings in 300 files");
  });

  it("leaves no files behind", async () => {
    const before = readdirSync(tmpdir()).filter((name) => /^stowage-(?!test)/.test(name));
    await check(`${debian}RUN echo $A\n`);
    expect(readdirSync(tmpdir()).filter((name) => /^stowage-(?!test)/.test(name))).toEqual(before);
  });
});

describe("without ShellCheck", () => {
  const text = `${debian}RUN echo $A\n`;

  it("says so only when asked", async () => {
    expect(await check(text, [], { PATH: "" })).toEqual({ code: 0, found: [], errors: "" });
    const { code, found, errors } = await check(text, ["--verbose"], { PATH: "" });
    expect({ code, found }).toEqual({ code: 0, found: [] });
    expect(errors.split("\n")[0]).toBe(
      "stowage: there is no `shellcheck` on PATH, so that nothing is reported that only it sees",
    );
  });

  it("is turned off", async () => {
    expect(await check(text, ["--shellcheck", "off"])).toEqual({ code: 0, found: [], errors: "" });
  });

  it("refuses a program that is none", async () => {
    for (const given of ["./none", "/bin/cat", "no-such-program"]) {
      const { code, errors } = await check(text, ["--shellcheck", given]);
      expect(code).toBe(2);
      expect(errors).toContain(`--shellcheck ${given}`);
    }
  });

  it("runs none that the repository brings", () => {
    const cwd = folder({ "node_modules/.bin/shellcheck": "#!/bin/sh\n", "bin/shellcheck": "#!/bin/sh\n" });
    for (const file of ["node_modules/.bin/shellcheck", "bin/shellcheck"]) chmodSync(join(cwd, file), 0o755);
    const find = (PATH: string): string | null =>
      findShellCheck("shellcheck", fakeTerminal({ workingDirectory: cwd, environment: { PATH } }));
    expect(find(`bin:.::${join(cwd, "node_modules/.bin")}`)).toBeNull();
    expect(find(join(cwd, "bin"))).toBe(join(cwd, "bin/shellcheck"));
  });
});

describe("a ShellCheck that breaks", () => {
  /** A program that answers to `--version`, and to anything else as the script says. */
  const broken = (script: string): string => {
    const cwd = folder({
      shellcheck: `#!/bin/sh\n[ "$1" = --version ] && echo "version: 9.9.9" && exit\n${script}\n`,
    });
    chmodSync(join(cwd, "shellcheck"), 0o755);
    return join(cwd, "shellcheck");
  };

  it.each(["exit 3", "echo nonsense", "kill -9 $$"])("%s: says so, and reports the rest", async (script) => {
    const cwd = folder({ Dockerfile: `FROM debian\nRUN echo $A\n` });
    const terminal = fakeTerminal({ workingDirectory: cwd });
    expect(await main(["check", "--shellcheck", broken(script)], terminal)).toBe(2);
    expect(terminal.errors.join("")).toContain("Dockerfile: ShellCheck breaks on a script or takes too long");
    expect(terminal.output.join("")).toContain("moving-base-tag");
  });

  it("on one script answers for the others", async () => {
    const answer = `[ $# -gt 5 ] && exit 4
grep -q bad "$5" && exit 4
echo '{"comments":[{"file":"'"$5"'","line":2,"endLine":2,"column":6,"endColumn":8,"level":"info","code":2086,"message":"m.","fix":null}]}'`;
    const cwd = folder({ a: `${debian}RUN echo $A\n`, b: `${debian}RUN echo bad $A\n` });
    const terminal = fakeTerminal({ workingDirectory: cwd });
    expect(await main(["check", "--shellcheck", broken(answer), "a", "b"], terminal)).toBe(2);
    expect(terminal.output.join("")).toContain("a:2:10 info shellcheck-remark ShellCheck SC2086: m");
    expect(terminal.errors.join("").match(/ShellCheck breaks/g)).toHaveLength(1);
  });
});
