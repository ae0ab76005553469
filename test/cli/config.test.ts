import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { fakeTerminal, folder } from "./program.ts";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in a folder; its home is empty unless the environment says otherwise. */
async function run(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const terminal = fakeTerminal({ workingDirectory: cwd, environment });
  const code = await main(args, terminal);
  return { code, stdout: terminal.output.join(""), stderr: terminal.errors.join("") };
}

interface Row {
  readonly setting: string;
  readonly value: unknown;
  readonly origin: string;
}

/** What `stowage config` says of one setting: its value and where it is from. */
async function setting(
  name: string,
  cwd: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly (readonly [value: unknown, origin: string])[]> {
  const ended = await run(cwd, ["config", "--format", "json", ...args], environment);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  const { settings }: { settings: readonly Row[] } = JSON.parse(ended.stdout);
  return settings.filter((row) => row.setting === name).map(({ value, origin }) => [value, origin]);
}

interface JsonFinding {
  readonly aliases: readonly string[];
  readonly severity: string;
  readonly range: { readonly start: { readonly line: number } };
}

const bad = "FROM debian:latest\nWORKDIR here\n";

describe("precedence", () => {
  const files = { ".stowage.yaml": "failOn: error\n" };
  const cases: [
    title: string,
    files: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>>,
    args: readonly string[],
    value: string,
    origin: string,
  ][] = [
    ["defaults come last", {}, {}, [], "warning", "default"],
    ["then the file", files, {}, [], "error", ".stowage.yaml:1"],
    [
      "then the environment",
      files,
      { HADOLINT_FAILURE_THRESHOLD: "info" },
      [],
      "info",
      "HADOLINT_FAILURE_THRESHOLD",
    ],
    [
      "then flags",
      files,
      { HADOLINT_FAILURE_THRESHOLD: "info" },
      ["--fail-on", "style"],
      "style",
      "--fail-on",
    ],
    [
      "hadolint's file counts alone",
      { ".hadolint.yml": "failure-threshold: style" },
      {},
      [],
      "style",
      ".hadolint.yml:1",
    ],
    [
      "and not beside stowage's own",
      { ...files, ".hadolint.yaml": "failure-threshold: style" },
      {},
      [],
      "error",
      ".stowage.yaml:1",
    ],
    [
      "unless it is named",
      { ...files, ".hadolint.yaml": "failure-threshold: style" },
      {},
      ["--config", ".hadolint.yaml"],
      "style",
      ".hadolint.yaml:1",
    ],
    [
      "hadolint's `ignore` is below all",
      { ".hadolint.yaml": "failure-threshold: ignore" },
      {},
      [],
      "style",
      ".hadolint.yaml:1",
    ],
    [
      "`no-fail` is above any threshold",
      { ".hadolint.yaml": "no-fail: true\nfailure-threshold: style" },
      {},
      [],
      "none",
      ".hadolint.yaml:1",
    ],
    ["`no-fail: false` says nothing", { ".hadolint.yaml": "no-fail: false" }, {}, [], "warning", "default"],
    ["the variable for it too", files, { HADOLINT_NOFAIL: "1" }, [], "none", "HADOLINT_NOFAIL"],
    [
      "an empty variable says nothing",
      files,
      { HADOLINT_FAILURE_THRESHOLD: "" },
      [],
      "error",
      ".stowage.yaml:1",
    ],
  ];
  it.each(cases)("%s", async (_, given, environment, args, value, origin) => {
    expect(await setting("failOn", folder(given), args, environment)).toEqual([[value, origin]]);
  });

  it("adds lists of ignored rules up", async () => {
    const cwd = folder({ ".stowage.yaml": "ignore:\n  - DL3006\n" });
    const environment = { HADOLINT_IGNORE: "DL3007, SC2086" };
    expect(await setting("ignore", cwd, ["--ignore", "DL3008"], environment)).toEqual([
      ["DL3006", ".stowage.yaml:2"],
      ["DL3007", "HADOLINT_IGNORE"],
      ["SC2086", "HADOLINT_IGNORE"],
      ["DL3008", "--ignore"],
    ]);
  });

  it("does not ignore what is selected later", async () => {
    const cwd = folder({ ".stowage.yaml": "ignore: DL3000\nseverities: {DL3007: off}\n", Dockerfile: bad });
    const { stdout } = await run(cwd, ["--select", "DL3000,DL3007"]);
    expect(stdout).toContain("Dockerfile:2:");
    expect(stdout).toContain("Dockerfile:1:");
  });
});

describe("the nearest file", () => {
  it("is that of the Dockerfile, not of the working directory", async () => {
    const cwd = folder({
      ".stowage.yaml": "failOn: info",
      "a/.stowage.yml": "failOn: error",
      "a/b/Dockerfile": bad,
    });
    expect(await setting("failOn", cwd, ["a/b/Dockerfile"])).toEqual([["error", "a/.stowage.yml:1"]]);
    expect(await setting("failOn", join(cwd, "a/b"))).toEqual([["error", "../.stowage.yml:1"]]);
    expect(await setting("failOn", cwd, ["c/Dockerfile"])).toEqual([["info", ".stowage.yaml:1"]]);
  });

  it("decides for each Dockerfile of a run", async () => {
    const cwd = folder({
      "a/.stowage.yaml": "select: DL3000",
      "a/Dockerfile": bad,
      "b/.stowage.yaml": "select: DL3007",
      "b/Dockerfile": bad,
    });
    const { stdout } = await run(cwd, ["check", "--format", "json"]);
    const { files } = JSON.parse(stdout);
    expect(files.map((file: { findings: { aliases: string[] }[] }) => file.findings.length)).toEqual([1, 1]);
    expect(files[0].findings[0].aliases).toContain("DL3000");
    expect(files[1].findings[0].aliases).toContain("DL3007");
  });

  it("fails on the threshold of each file", async () => {
    const cwd = folder({ ".stowage.yaml": "select: DL3000\nfailOn: none\n", Dockerfile: bad });
    expect((await run(cwd, ["check"])).code).toBe(0);
    expect((await run(cwd, ["check", "--fail-on", "style"])).code).toBe(1);
  });

  it("names a build context relative to itself", async () => {
    const cwd = folder({ "a/.stowage.yaml": "context: ..", "a/Dockerfile": bad });
    expect(await setting("context", cwd, ["a/Dockerfile"])).toEqual([[".", "a/.stowage.yaml:1"]]);
    const { stdout } = await run(cwd, ["check", "--format", "json", "a"]);
    expect(JSON.parse(stdout).files[0].context.path).toBe(".");
  });

  it("counts for prices too", async () => {
    const files = { "a/Dockerfile": "FROM scratch\nCOPY big /\n", big: "x".repeat(1_000_000) };
    const price = async (cwd: string, ...args: readonly string[]): Promise<string> => {
      const { code, stdout } = await run(cwd, ["estimate", "a", "--format", "json", ...args]);
      expect(code).toBe(0);
      return stdout;
    };
    const named = await price(folder(files), "--context", ".");
    expect(named).not.toBe(await price(folder(files)));
    expect(await price(folder({ ...files, "a/.stowage.yaml": "context: .." }))).toBe(named);
  });
});

describe("hadolint's file", () => {
  it.each([
    ["the working directory", ".hadolint.yaml", {}],
    ["the same, other ending", ".hadolint.yml", {}],
    ["XDG_CONFIG_HOME", "xdg/hadolint.yaml", { XDG_CONFIG_HOME: "xdg" }],
    ["~/.config", "home/.config/hadolint.yml", { HOME: "home" }],
    ["~/.hadolint", "home/.hadolint/hadolint.yaml", { HOME: "home" }],
    ["~/hadolint", "home/hadolint/config.yaml", { HOME: "home" }],
    ["home", "home/.hadolint.yaml", { HOME: "home" }],
  ])("is found in %s", async (_, path, variables: Readonly<Record<string, string>>) => {
    const cwd = folder({ [path]: "failure-threshold: style" });
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, join(cwd, value)]),
    );
    expect(await setting("failOn", cwd, [], environment)).toEqual([["style", `${path}:1`]]);
  });

  it("is the first hit only, and none above the working directory", async () => {
    const cwd = folder({
      ".hadolint.yaml": "failure-threshold: style",
      "a/.hadolint.yaml": "ignored: [DL3000]",
      "home/.hadolint.yaml": "failure-threshold: error",
    });
    const environment = { HOME: join(cwd, "home") };
    expect(await setting("failOn", join(cwd, "a"), [], environment)).toEqual([["warning", "default"]]);
    expect(await setting("failOn", join(cwd, "home/b"), [], environment)).toEqual([
      ["error", "../.hadolint.yaml:1"],
    ]);
  });
});

describe("a directory that hadolint was used in", () => {
  const config = [
    "ignored: [DL3007]",
    "override:",
    "  error: [DL3000]",
    "  style: [DL3025]",
    "trustedRegistries: [quay.io]",
    "label-schema:",
    "  version: semver",
    "strict-labels: true",
    "format: tty",
  ].join("\n");
  const dockerfile = [
    "FROM debian:latest",
    'LABEL version="one" other="x"',
    "WORKDIR here",
    "FROM debian:12",
    "# hadolint ignore=DL3000 # known",
    "WORKDIR there",
    "CMD run",
  ].join("\n");
  const codes = ["DL3000", "DL3007", "DL3025", "DL3026", "DL3050"];

  async function found(text: string): Promise<readonly string[]> {
    const cwd = folder({ ".hadolint.yaml": text, Dockerfile: dockerfile });
    const { stdout } = await run(cwd, ["check", "--format", "json"]);
    const { findings }: { findings: readonly JsonFinding[] } = JSON.parse(stdout).files[0];
    return findings.flatMap(({ aliases, severity, range }) => {
      const code = codes.find((known) => aliases.includes(known));
      return code === undefined ? [] : [`${range.start.line} ${code} ${severity}`];
    });
  }

  it("is checked as its file says", async () => {
    const findings = await found(config);
    expect(findings.filter((finding) => /DL3000/.test(finding))).toEqual(["3 DL3000 error"]);
    expect(findings.filter((finding) => /DL3007/.test(finding))).toEqual([]);
    expect(findings.filter((finding) => /DL3025/.test(finding))).toEqual(["7 DL3025 style"]);
    expect(findings.filter((finding) => /DL3026/.test(finding))).toHaveLength(2);
    expect(findings.filter((finding) => /DL3050/.test(finding))).toHaveLength(1);
  });

  it("is checked otherwise without", async () => {
    const findings = await found("disable-ignore-pragma: true");
    expect(findings.filter((finding) => /DL3000/.test(finding))).toHaveLength(2);
    expect(findings.filter((finding) => /DL3007/.test(finding))).toHaveLength(1);
    expect(findings.filter((finding) => /DL3026|DL3050/.test(finding))).toEqual([]);
  });

  it.each([
    ["no-fail: true", 0],
    ["failure-threshold: none", 0],
    ["failure-threshold: style", 1],
    ["override: {style: [DL3000, DL3007]}", 0],
    ["override: {style: [DL3000, DL3007]}\nfailure-threshold: style", 1],
  ])("ends under %j with %i", async (text, code) => {
    const cwd = folder({ ".hadolint.yaml": text, Dockerfile: dockerfile });
    expect((await run(cwd, ["check", "--select", "DL3000,DL3007"])).code).toBe(code);
  });
});

describe("the exit status under the preset of hadolint", () => {
  const info =
    "FROM debian:12\nRUN apt-get update && apt-get install -y curl=8 && rm -rf /var/lib/apt/lists/*\n";
  const style = "FROM debian:12\nLABEL Version=1\n";
  const warning = "FROM debian\n";
  const broken = "FROM debian:12\nCOYP a b\n";
  const silenced = "# hadolint ignore=DL3006\nFROM debian\n";
  const from = (registry: string): string => `FROM ${registry}/team/base:1\n`;
  const labelled = "FROM debian:12\nLABEL version=one\n";

  it.each<[text: string, dockerfile: string, code: number]>([
    ["", info, 1],
    ["", style, 0],
    ["", warning, 1],
    ["", broken, 1],
    ["", silenced, 0],
    ["failure-threshold: error", broken, 1],
    ["failure-threshold: error", warning, 0],
    ["failure-threshold: warning", warning, 1],
    ["failure-threshold: warning", info, 0],
    ["failure-threshold: style", style, 1],
    ["failure-threshold: ignore", style, 1],
    ["failure-threshold: none", warning, 0],
    ["no-fail: true", warning, 0],
    ["ignored: [DL3006]", warning, 0],
    ["ignored: [DL3007]", warning, 1],
    ["override: {style: [DL3006]}", warning, 0],
    ["override: {info: [DL3048]}", style, 1],
    ["override: {info: [DL3057]}", style, 1],
    ["override: {error: [DL3015]}\nfailure-threshold: error", info, 1],
    ["disable-ignore-pragma: true", silenced, 1],
    ["trustedRegistries: [quay.io]", from("quay.io"), 0],
    ["trustedRegistries: ['*.example.com']", from("quay.io"), 1],
    ["trustedRegistries: ['*.example.com']", from("a.example.com"), 0],
    ["label-schema: {version: semver}", labelled, 1],
    ["label-schema: {version: text}", labelled, 0],
    ["label-schema: {author: text}", labelled, 1],
    ["label-schema: {author: text}\nignored: [DL3049]", labelled, 0],
    ["strict-labels: true", labelled, 1],
  ])("with %j for %j is %i", async (text, dockerfile, code) => {
    const cwd = folder({ ".hadolint.yaml": text, Dockerfile: dockerfile });
    expect(await run(cwd, ["check", "--preset", "hadolint"])).toMatchObject({ code, stderr: "" });
  });

  it.each<[environment: Readonly<Record<string, string>>, dockerfile: string, code: number]>([
    [{ HADOLINT_IGNORE: "DL3006" }, warning, 0],
    [{ HADOLINT_OVERRIDE_STYLE: "DL3006" }, warning, 0],
    [{ HADOLINT_OVERRIDE_INFO: "DL3048" }, style, 1],
    [{ HADOLINT_OVERRIDE_WARNING: "DL3048", HADOLINT_FAILURE_THRESHOLD: "warning" }, style, 1],
    [{ HADOLINT_OVERRIDE_ERROR: "DL3048", HADOLINT_FAILURE_THRESHOLD: "error" }, style, 1],
    [{ HADOLINT_FAILURE_THRESHOLD: "error" }, warning, 0],
    [{ HADOLINT_NOFAIL: "true" }, warning, 0],
    [{ HADOLINT_DISABLE_IGNORE_PRAGMA: "true" }, silenced, 1],
    [{ HADOLINT_TRUSTED_REGISTRIES: "docker.io, quay.io" }, from("quay.io"), 0],
    [{ HADOLINT_TRUSTED_REGISTRIES: "docker.io" }, from("quay.io"), 1],
    [{ HADOLINT_REQUIRE_LABELS: "version:semver" }, labelled, 1],
    [{ HADOLINT_REQUIRE_LABELS: "version:text", HADOLINT_STRICT_LABELS: "true" }, labelled, 0],
  ])("in %j for %j is %i", async (environment, dockerfile, code) => {
    const cwd = folder({ Dockerfile: dockerfile });
    expect(await run(cwd, ["check", "--preset", "hadolint"], environment)).toMatchObject({
      code,
      stderr: "",
    });
  });
});

describe("comments of other tools", () => {
  const root = "USER root";
  it.each<[title: string, args: readonly string[], lines: readonly string[], code: number]>([
    ["hadolint", ["--preset", "hadolint"], ["# hadolint ignore=DL3006 # known", "FROM debian"], 0],
    ["hadolint, another code", ["--preset", "hadolint"], ["# hadolint ignore=DL3007", "FROM debian"], 1],
    [
      "hadolint, a stage",
      ["--preset", "hadolint"],
      ["# hadolint stage ignore=DL3025", "FROM debian:12", "CMD a", "FROM debian:12", 'CMD ["b"]'],
      0,
    ],
    [
      "hadolint, a file",
      ["--preset", "hadolint"],
      ["FROM debian", "CMD a", "# hadolint global ignore=DL3025,DL3006"],
      0,
    ],
    ["BuildKit", ["--preset", "buildkit"], ["# check=skip=StageNameCasing", "FROM scratch AS A"], 0],
    ["BuildKit, all", ["--preset", "buildkit"], ["# check=skip=all", "FROM scratch AS A", "CMD a"], 0],
    ["BuildKit, no error", ["--preset", "buildkit"], ["# check=skip=all", "FROM scratch", "COYP a b"], 1],
    [
      "BuildKit, one instruction",
      ["--preset", "buildkit"],
      ["FROM scratch", "# check=skip=JSONArgsRecommended // known", "CMD a"],
      0,
    ],
    [
      "BuildKit, another instruction",
      ["--preset", "buildkit"],
      ["FROM scratch", "# check=skip=JSONArgsRecommended", 'ENTRYPOINT ["b"]', "CMD a"],
      1,
    ],
    [
      "BuildKit, an experimental check",
      ["--preset", "buildkit"],
      ["# check=experimental=InvalidDefinitionDescription", "", "# x", "ARG A", "FROM scratch"],
      1,
    ],
    ["Trivy", ["--select", "DS-0002"], ["FROM debian:12", "#trivy:ignore:DS-0002", root, "CMD a"], 0],
    [
      "Trivy, another",
      ["--select", "DS-0002"],
      ["FROM debian:12", "#trivy:ignore:DS-0001", root, "CMD a"],
      1,
    ],
    [
      "Trivy, too late",
      ["--select", "DS-0002"],
      ["FROM debian:12", "#trivy:ignore:DS-0002:exp:2020-01-31", root, "CMD a"],
      1,
    ],
    [
      "Checkov",
      ["--select", "CKV_DOCKER_8"],
      ["FROM debian:12", root, "CMD a", "#checkov:skip=CKV_DOCKER_8: known"],
      0,
    ],
    ["KICS, the file", ["--select", "67fd0c4a"], ["# kics-scan ignore", "FROM debian:12", root, "CMD a"], 0],
    [
      "KICS, one query",
      ["--select", "67fd0c4a"],
      ["# kics-scan disable=67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae", "FROM debian:12", root, "CMD a"],
      0,
    ],
    [
      "KICS, one line",
      ["--select", "67fd0c4a"],
      ["FROM debian:12", "# kics-scan ignore-line", root, "CMD a"],
      0,
    ],
    [
      "KICS, another stage",
      ["--select", "67fd0c4a"],
      ["# kics-scan ignore-block", "FROM debian:12", "FROM debian:12", root, "CMD a"],
      1,
    ],
    ["tally", ["--select", "DL3006"], ["# tally ignore=hadolint/DL3006;reason=known", "FROM debian"], 0],
    ["tally, the file", ["--select", "DL3006"], ["FROM debian", "# tally global ignore=DL3006"], 0],
    [
      "dockerfile-utils",
      ["--select", "DL4000", "--fail-on", "info"],
      ["FROM debian:12", "# dockerfile-utils: ignore", "MAINTAINER me"],
      0,
    ],
    [
      "dockerfile-utils, what it does not report",
      ["--select", "DL3006"],
      ["# dockerfile-utils: ignore", "FROM debian"],
      1,
    ],
  ])("%s", async (_, args, lines, code) => {
    const cwd = folder({ Dockerfile: `${lines.join("\n")}\n` });
    expect(await run(cwd, ["check", ...args])).toMatchObject({ code, stderr: "" });
  });
});

it("prints where each setting of hadolint comes from", async () => {
  const text = [
    "ignored: [DL3006]",
    "override:",
    "  error:",
    "    - DL3007",
    "trustedRegistries: [quay.io]",
    "label-schema: {version: semver}",
    "strict-labels: true",
    "disable-ignore-pragma: true",
    "failure-threshold: error",
  ].join("\n");
  const cwd = folder({ ".hadolint.yaml": text });
  const { stdout } = await run(cwd, ["config", "--format", "json"], {
    HADOLINT_IGNORE: "DL3008",
    HADOLINT_OVERRIDE_INFO: "DL3009",
    HADOLINT_TRUSTED_REGISTRIES: "ghcr.io",
    HADOLINT_STRICT_LABELS: "no",
  });
  const { files, settings }: { files: readonly string[]; settings: readonly Row[] } = JSON.parse(stdout);
  expect(files).toEqual([".hadolint.yaml"]);
  expect(
    settings.filter(({ origin }) => origin !== "default").map((row) => [row.setting, row.value, row.origin]),
  ).toEqual([
    ["failOn", "error", ".hadolint.yaml:9"],
    ["hadolintComments", false, ".hadolint.yaml:8"],
    ["ignore", "DL3006", ".hadolint.yaml:1"],
    ["ignore", "DL3008", "HADOLINT_IGNORE"],
    ["severities.DL3007", "error", ".hadolint.yaml:4"],
    ["severities.DL3009", "info", "HADOLINT_OVERRIDE_INFO"],
    ["options.label-outside-schema.labelSchema", { version: "semver" }, ".hadolint.yaml:6"],
    ["options.label-outside-schema.strictLabels", false, "HADOLINT_STRICT_LABELS"],
    ["options.untrusted-registry.trustedRegistries", ["ghcr.io"], "HADOLINT_TRUSTED_REGISTRIES"],
  ]);
});

describe("extends", () => {
  it("comes before what the file says itself", async () => {
    const cwd = folder({
      "base.yaml": "preset: strict\nfailOn: info\nignore: DL3006\n",
      ".stowage.yaml": "extends: base.yaml\nfailOn: error\nignore: DL3007\n",
    });
    expect(await setting("preset", cwd)).toEqual([["strict", "base.yaml:1"]]);
    expect(await setting("failOn", cwd)).toEqual([["error", ".stowage.yaml:2"]]);
    expect(await setting("ignore", cwd)).toEqual([
      ["DL3006", "base.yaml:3"],
      ["DL3007", ".stowage.yaml:3"],
    ]);
  });

  it("takes lists, and files of hadolint", async () => {
    const cwd = folder({
      ".hadolint.yaml": "ignored: [DL3006]",
      "base.yaml": "ignore: [DL3007]",
      ".stowage.yaml": "extends: [.hadolint.yaml, base.yaml]",
    });
    expect(await setting("ignore", cwd)).toEqual([
      ["DL3006", ".hadolint.yaml:1"],
      ["DL3007", "base.yaml:1"],
    ]);
  });

  it.each([
    [
      "itself",
      { ".stowage.yaml": "extends: .stowage.yaml" },
      ".stowage.yaml:1:10: the configuration extends itself",
    ],
    [
      "itself through others",
      { ".stowage.yaml": "extends: a.yaml", "a.yaml": "\nextends:\n  - .stowage.yaml" },
      "a.yaml:3:5: the configuration extends itself: .stowage.yaml → a.yaml → .stowage.yaml",
    ],
    [
      "nothing",
      { ".stowage.yaml": "extends: nowhere.yaml" },
      ".stowage.yaml:1:10: there is no file `nowhere.yaml` to extend",
    ],
  ])("refuses %s", async (_, files: Readonly<Record<string, string>>, problem) => {
    const ended = await run(folder({ ...files, Dockerfile: bad }), ["check"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(problem);
  });
});

describe("overrides", () => {
  const config = [
    "failOn: error",
    "overrides:",
    "  - files: [services/**, '*.dev.Dockerfile']",
    "    failOn: info",
    "  - files: services/api/Dockerfile",
    "    failOn: none",
  ].join("\n");
  it.each([
    ["Dockerfile", "error", ".stowage.yaml:1"],
    ["services/web/Dockerfile", "info", ".stowage.yaml:4"],
    ["a/b.dev.Dockerfile", "info", ".stowage.yaml:4"],
    ["services/api/Dockerfile", "none", ".stowage.yaml:6"],
    ["Services/web/Dockerfile", "error", ".stowage.yaml:1"],
  ])("for %s", async (path, value, origin) => {
    expect(await setting("failOn", folder({ ".stowage.yaml": config }), [path])).toEqual([[value, origin]]);
  });

  it("are not for a text without a place", async () => {
    const cwd = folder({ ".stowage.yaml": "select: DL3000\noverrides: [{files: '*', ignore: DL3000}]\n" });
    const terminal = fakeTerminal({ workingDirectory: cwd, readInput: async () => Buffer.from(bad) });
    expect(await main(["check", "-"], terminal)).toBe(1);
  });
});

describe("a broken configuration", () => {
  it.each([
    [".stowage.yaml", "failOn: [", ".stowage.yaml:1:10: the text is no YAML"],
    [".stowage.yaml", "preset: strickt", ".stowage.yaml:1:9: `preset` takes one of"],
    [
      ".stowage.yaml",
      "context: nowhere",
      ".stowage.yaml:1: there is no folder `nowhere` to be the build context",
    ],
    [".hadolint.yaml", "ignored: {}", ".hadolint.yaml:1:10: `ignored` is no text"],
    [
      ".hadolint.yaml",
      "ignored:\n - DL3000\n - [DL3001]",
      ".hadolint.yaml:3:4: an entry of `ignored` is no text",
    ],
  ])("stops the run: %s with %j", async (path, text, problem) => {
    const cwd = folder({ [path]: text, Dockerfile: bad });
    for (const command of ["check", "config"]) {
      const ended = await run(cwd, [command]);
      expect(ended).toMatchObject({ code: 2, stdout: "" });
      expect(ended.stderr).toContain(`stowage: ${problem}`);
    }
  });

  it("is reported once for many files", async () => {
    const cwd = folder({ ".stowage.yaml": "presett: strict", Dockerfile: bad, "a/Dockerfile": bad });
    expect((await run(cwd, ["check"])).stderr).toBe(
      "stowage: .stowage.yaml:1:1: there is no setting `presett`; did you mean `preset`?\n",
    );
  });

  it("may not be a folder", async () => {
    const ended = await run(folder({ ".stowage.yaml/": "", Dockerfile: bad }), ["check"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(".stowage.yaml: this is a folder, not a configuration file");
  });

  it("may be missing only when nobody names it", async () => {
    const ended = await run(folder({ Dockerfile: bad }), ["check", "--config", "nowhere.yaml"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("nowhere.yaml: there is no such configuration file");
  });

  it("may stand in a variable", async () => {
    const ended = await run(folder({ Dockerfile: bad }), ["check"], { HADOLINT_FAILURE_THRESHOLD: "loud" });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("HADOLINT_FAILURE_THRESHOLD takes one of");
  });
});

describe("config", () => {
  it("prints a table", async () => {
    const cwd = folder({ ".stowage.yaml": "preset: strict\nignore: DL3007\n" });
    const { code, stdout } = await run(cwd, ["config", "--fail-on", "error"]);
    expect(code).toBe(0);
    const rows = stdout.split("\n").map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(["setting", "value", "from"]);
    expect(rows).toContainEqual(["preset", "strict", ".stowage.yaml:1"]);
    expect(rows).toContainEqual(["failOn", "error", "--fail-on"]);
    expect(rows).toContainEqual(["context", "null", "default"]);
    expect(rows).toContainEqual(["ignore", "DL3007", ".stowage.yaml:2"]);
  });

  it.each([
    [["config", "a", "b"], "`config` takes one Dockerfile"],
    [["config", "--format", "sarif"], "option `--format` takes one of text, json; not `sarif`"],
    [["config", "--ignore", "DL300"], "there is no rule `DL300`"],
  ])("refuses %j", async (args, problem) => {
    const ended = await run(folder(), args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(problem);
  });
});
