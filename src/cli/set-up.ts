/** What is known of a repository that is to use stowage. Paths are relative to its root. */
export interface SetUpFacts {
  readonly version: string;
  /** Whether `check` would fail today. */
  readonly isFailing: boolean;
  /** `null` where there is no readable file. */
  readonly read: (path: string) => string | null;
  readonly has: (path: string) => boolean;
}

export interface SetUp {
  readonly files: readonly PlannedFile[];
  /** What a person has to do, one sentence each. */
  readonly notes: readonly string[];
}

export interface PlannedFile {
  readonly path: string;
  /** `null` where there is none. */
  readonly before: string | null;
  readonly text: string;
}

export const baselineFile = ".stowage/baseline.json";

/** The files that configure stowage, run it before each commit and in CI. Nothing that is there is changed, but for a hook at the end of a list of them. */
export function setUp(facts: SetUpFacts): SetUp {
  const parts = [configuration(facts), hook(facts), workflow(facts)];
  return { files: parts.flatMap(({ file }) => file ?? []), notes: parts.flatMap(({ note }) => note ?? []) };
}

interface Part {
  readonly file?: PlannedFile;
  readonly note?: string;
}

function configuration({ version, isFailing, has }: SetUpFacts): Part {
  if ([".stowage.yaml", ".stowage.yml"].some(has)) return {};
  const lines = [
    `# yaml-language-server: $schema=https://unpkg.com/stowage@${version}/schema/stowage.json`,
    "preset: recommended",
    "failOn: warning",
    ...(isFailing
      ? [
          "# Findings of today, which are not reported; `stowage check --update-baseline` writes them anew.",
          `baseline: ${baselineFile}`,
        ]
      : []),
  ];
  const hadolint = [".hadolint.yaml", ".hadolint.yml"].find(has);
  return {
    file: { path: ".stowage.yaml", before: null, text: `${lines.join("\n")}\n` },
    ...(hadolint !== undefined && {
      note: `\`${hadolint}\` counts only where there is no .stowage.yaml: take over what is wanted of it (\`stowage config\` shows what counts), or leave .stowage.yaml out`,
    }),
  };
}

function hook({ version, read, has }: SetUpFacts): Part {
  const path = ".pre-commit-config.yaml";
  const entry = [
    "- repo: local",
    "  hooks:",
    "    - id: stowage",
    "      name: stowage",
    "      entry: stowage check",
    "      language: node",
    `      additional_dependencies: ["stowage@${version}"]`,
    "      files: (^|/)(Docker|Container)file([._-][^/]+)?$|\\.[Dd]ockerfile$",
    "      exclude: \\.dockerignore$",
  ];
  const before = read(path);
  if (before !== null) {
    if (before.includes("stowage")) return {};
    const indent = indentOfLastHook(before);
    if (indent === null)
      return { note: `${path}: add a hook that runs \`stowage check\`; docs/ci.md of stowage has it` };
    const added = entry.map((line) => indent + line).join("\n");
    return { file: { path, before, text: `${before.replace(/\n*$/, "\n")}${added}\n` } };
  }
  const other = ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".husky"].find(has);
  if (other !== undefined)
    return {
      note: `\`${other}\` is there: let it run \`npx stowage check\` on changed Dockerfiles; docs/ci.md of stowage has the lines`,
    };
  return { file: { path, before: null, text: `repos:\n${entry.map((line) => `  ${line}`).join("\n")}\n` } };
}

/** How far the entries of `repos` are indented, where that list comes last in the file; else `null`. */
function indentOfLastHook(text: string): string | null {
  const lines = text.split("\n");
  const keys = lines.flatMap((line, at) => (/^[\w-]+:/.test(line) ? [{ line, at }] : []));
  const last = keys.at(-1);
  if (last === undefined || !/^repos:\s*(?:#.*)?$/.test(last.line)) return null;
  const first = lines.slice(last.at + 1).find((line) => /^\s*- /.test(line));
  return first === undefined ? null : /^\s*/.exec(first)![0];
}

function workflow({ version, has }: SetUpFacts): Part {
  const path = ".github/workflows/stowage.yml";
  if (has(path) || has(".github/workflows/stowage.yaml")) return {};
  const other = [".gitlab-ci.yml", "Jenkinsfile", "azure-pipelines.yml", ".circleci/config.yml"].find(has);
  if (other !== undefined && !has(".github"))
    return { note: `\`${other}\` is there: docs/ci.md of stowage has the lines for it` };
  const lines = [
    "name: stowage",
    "on:",
    "  push:",
    "  pull_request:",
    "permissions:",
    "  contents: read",
    "jobs:",
    "  check:",
    "    runs-on: ubuntu-latest",
    "    permissions:",
    "      contents: read",
    "      security-events: write # for code scanning",
    "    steps:",
    "      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "        with:",
    "          fetch-depth: 0 # hit rates are replayed from the history",
    "          persist-credentials: false",
    "      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
    "        with:",
    "          node-version: 22",
    `      - run: npx --yes stowage@${version} check . --format github --format code-scanning --output stowage.sarif`,
    "      - if: success() || failure()",
    "        uses: github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
    "        with:",
    "          sarif_file: stowage.sarif",
  ];
  return { file: { path, before: null, text: `${lines.join("\n")}\n` } };
}
