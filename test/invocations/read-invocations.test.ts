import { describe, expect, it } from "vitest";
import type { Host } from "../../src/host/host.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import type { BuildInvocation } from "../../src/invocations/build-invocation.ts";
import { readInvocations } from "../../src/invocations/read-invocations.ts";

const place = { "/p/.git/HEAD": "", "/p/Dockerfile": "FROM a\n" };

function read(files: Readonly<Record<string, string>>, dockerfile = "Dockerfile") {
  const named = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/p/${path}`, text]));
  return readInvocations(memoryHost({ ...place, ...named }), `/p/${dockerfile}`);
}

/** One line for each invocation: place, runner, then what is not as by default. */
function shown(invocation: BuildInvocation): string {
  const { path, line, context, target, buildArgs, platforms, cache, isFrequent } = invocation;
  const text = (value: BuildInvocation["context"] | null) =>
    value === null ? "" : typeof value === "string" ? value : `?${value.unknown}`;
  const stores = (list: typeof cache.from) =>
    list.map(({ kind, mode }) => (mode === "max" ? `${kind}+` : kind));
  const { runner, keepsBuilder } = invocation.place;
  return [
    `${path}:${line}`,
    runner + (keepsBuilder === null ? "" : keepsBuilder ? " keeps" : " fresh"),
    ...(isFrequent ? [] : ["seldom"]),
    ...(context === "." ? [] : [`context ${text(context)}`]),
    ...(target === null ? [] : [`target ${text(target)}`]),
    ...buildArgs.map(
      ({ name, value, changesWith }) =>
        `${name}${value === null ? "" : `=${value}`}${changesWith === null ? "" : ` (${changesWith})`}`,
    ),
    ...platforms,
    ...(cache.from.length > 0 ? [`from ${stores(cache.from).join(" ")}`] : []),
    ...(cache.to.length > 0 ? [`to ${stores(cache.to).join(" ")}`] : []),
    ...(cache.noCache ? ["no-cache"] : []),
    ...(cache.pull ? ["pull"] : []),
  ].join(", ");
}

const workflow = (steps: string, more = "", on = "on: push") => `${on}
jobs:
  build:
    runs-on: ubuntu-latest
${more}    steps:
${steps}`;

const pushAction = (inputs: string, more = "", on?: string) =>
  workflow(
    `      - uses: docker/build-push-action@v6\n${inputs === "" ? "" : `        with:\n${inputs}`}`,
    more,
    on,
  );

/** Title; files; what is found. */
const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ["nothing", { "src/a.js": "docker build ." }, []],

  [
    "an action without inputs",
    { ".github/workflows/ci.yml": pushAction("") },
    [".github/workflows/ci.yml:6, hosted fresh"],
  ],
  [
    "an action with a cache and arguments",
    {
      ".github/workflows/ci.yml": pushAction(`          context: .
          file: ./Dockerfile
          target: prod
          platforms: linux/amd64,linux/arm64
          build-args: |
            SHA=\${{ github.sha }}
            "NODE=24"
            BUILT=\${{ steps.now.outputs.date }}
          cache-from: type=gha
          cache-to: type=gha,mode=max
          pull: true
          no-cache: \${{ github.event.inputs.fresh }}
`),
    },
    [
      ".github/workflows/ci.yml:6, hosted fresh, target prod, SHA=${{ github.sha }} (commit), NODE=24, BUILT=${{ steps.now.outputs.date }} (date), " +
        "linux/amd64, linux/arm64, from gha, to gha+, pull",
    ],
  ],
  [
    "a registry cache, and an inline one",
    {
      ".github/workflows/a.yml": pushAction(
        "          cache-from: acme/app:cache\n          cache-to: type=registry,ref=acme/app:cache,mode=max\n",
      ),
      ".github/workflows/b.yml": pushAction(
        "          cache-from: type=registry,ref=acme/app\n          build-args: BUILDKIT_INLINE_CACHE=1\n",
      ),
      ".github/workflows/c.yml": pushAction(
        "          cache-to: ${{ github.ref == 'refs/heads/main' && 'type=gha,mode=max' || '' }}\n",
      ),
    },
    [
      ".github/workflows/a.yml:6, hosted fresh, from registry, to registry+",
      ".github/workflows/b.yml:6, hosted fresh, BUILDKIT_INLINE_CACHE=1, from registry, to inline",
      ".github/workflows/c.yml:6, hosted fresh, to gha+",
    ],
  ],
  [
    "a folder as a cache, which only actions/cache brings back",
    {
      ".github/workflows/a.yml": pushAction(
        "          cache-from: type=local,src=/tmp/c\n          cache-to: type=local,dest=/tmp/c\n",
      ),
      ".github/workflows/b.yml": workflow(
        "      - uses: actions/cache@v4\n      - uses: docker/build-push-action@v6\n        with:\n          cache-from: type=local,src=/tmp/c\n",
      ),
    },
    [".github/workflows/a.yml:6, hosted fresh", ".github/workflows/b.yml:7, hosted fresh, from local"],
  ],
  [
    "where it runs",
    {
      ".github/workflows/a.yml": pushAction("").replace("ubuntu-latest", "self-hosted"),
      ".github/workflows/b.yml": pushAction("")
        .replace("ubuntu-latest", "[self-hosted, linux]")
        .replace("      - uses", "      - uses: docker/setup-buildx-action@v3\n      - uses"),
      ".github/workflows/c.yml": pushAction("").replace("ubuntu-latest", "big-machine"),
      ".github/workflows/d.yml": pushAction("").replace("docker/build", "depot/build"),
      ".github/workflows/e.yml": pushAction("").replace(
        "      - uses",
        "      - uses: docker/setup-buildx-action@v3\n        with: { driver: remote, endpoint: 'tcp://b:1234' }\n      - uses",
      ),
      ".github/workflows/f.yml": pushAction(
        "",
        "    strategy: { matrix: { os: [ubuntu-24.04, mine] } }\n",
      ).replace("ubuntu-latest", "${{ matrix.os }}"),
    },
    [
      ".github/workflows/a.yml:6, self-hosted keeps",
      ".github/workflows/b.yml:7, self-hosted fresh",
      ".github/workflows/c.yml:6, unknown",
      ".github/workflows/d.yml:6, hosted keeps",
      ".github/workflows/e.yml:8, hosted keeps",
      ".github/workflows/f.yml:7, hosted fresh",
      ".github/workflows/f.yml:7, unknown",
    ],
  ],
  [
    "how often it runs",
    {
      ".github/workflows/a.yml": pushAction("", "", "on:\n  push:\n    tags: ['v*']\n  workflow_dispatch:"),
      ".github/workflows/b.yml": pushAction("", "", "on: [schedule, release]"),
      ".github/workflows/c.yml": pushAction("", "", "on:\n  push:\n    branches: [main]\n    tags: ['v*']"),
      ".github/workflows/d.yml": pushAction("", "", "on: { pull_request: }"),
    },
    [
      ".github/workflows/a.yml:9, hosted fresh, seldom",
      ".github/workflows/b.yml:6, hosted fresh, seldom",
      ".github/workflows/c.yml:9, hosted fresh",
      ".github/workflows/d.yml:6, hosted fresh",
    ],
  ],
  [
    "commands of a workflow",
    {
      ".github/workflows/ci.yml": workflow(`      - run: |
          SHA=$(git rev-parse --short HEAD)
          echo "STAMP=$(date +%s)" >> "$GITHUB_ENV"
          docker build --build-arg SHA="$SHA" \\
            -t app:\${{ github.ref_name }} .
      - run: docker buildx build --no-cache --pull=true --build-arg STAMP --build-arg AT=\${{ env.STAMP }} -f Dockerfile .
      - run: cd sub && docker build ..
      - run: cd "$X" && docker build .
      - run: docker build --file Dockerfile https://example.com/a.git
        working-directory: sub
      - run: sudo DOCKER_BUILDKIT=1 docker image build --target=test .
`),
    },
    [
      ".github/workflows/ci.yml:9, hosted fresh, SHA=$(git rev-parse --short HEAD) (commit)",
      ".github/workflows/ci.yml:11, hosted fresh, STAMP, AT=$(date +%s) (date), no-cache, pull",
      ".github/workflows/ci.yml:12, hosted fresh",
      ".github/workflows/ci.yml:16, hosted fresh, target test",
    ],
  ],
  [
    "a matrix, and its rows",
    {
      ".github/workflows/ci.yml": pushAction(
        "          file: ${{ matrix.image.file }}\n          target: ${{ matrix.target }}\n",
        `    strategy:
      matrix:
        target: [one, two]
        image: [{ file: Dockerfile }, { file: other/Dockerfile }]
        include:
          - target: three
            image: { file: Dockerfile }
`,
      ),
    },
    [
      ".github/workflows/ci.yml:13, hosted fresh, target one",
      ".github/workflows/ci.yml:13, hosted fresh, target two",
      ".github/workflows/ci.yml:13, hosted fresh, target three",
    ],
  ],
  [
    "make, npm and just from a workflow",
    {
      ".github/workflows/ci.yml": workflow(
        "      - run: make image\n      - run: npm run image\n      - run: just image\n",
      ),
      Makefile:
        "TAG ?= app\nSHA := $(shell git rev-parse HEAD)\nall: image\nimage: build\nbuild:\n\t@docker build -t $(TAG) \\\n\t  --build-arg SHA=$(SHA) --build-arg AT=$$(date) .\n",
      "package.json": '{\n  "scripts": {\n    "image": "docker build --target web ."\n  }\n}\n',
      justfile: 'target := "prod"\nimage tag="x":\n    docker build --target {{target}} -t {{tag}} .\n',
    },
    [
      ".github/workflows/ci.yml:6, hosted fresh, SHA=${{ shell git rev-parse HEAD }} (commit), AT=$(date) (date)",
      ".github/workflows/ci.yml:7, hosted fresh, target web",
      ".github/workflows/ci.yml:8, hosted fresh, target prod",
      "Makefile:6, developer keeps, SHA=${{ shell git rev-parse HEAD }} (commit), AT=$(date) (date)",
      "justfile:3, developer keeps, target prod",
      "package.json:3, developer keeps, target web",
    ],
  ],
  [
    "actions of the repository",
    {
      ".github/workflows/ci.yml": workflow(
        "      - uses: ./.github/actions/image\n        with:\n          target: prod\n",
      ),
      ".github/actions/image/action.yml": `inputs:
  target: { required: true }
  cache: { default: "type=gha,mode=max" }
runs:
  using: composite
  steps:
    - uses: ./.github/actions/setup
    - uses: docker/build-push-action@v6
      with:
        target: \${{ inputs.target }}
        cache-to: \${{ inputs.cache }}
    - shell: bash
      run: |
        echo
        docker build .
`,
      ".github/actions/setup/action.yaml":
        "runs: { steps: [{ uses: ./.github/actions/setup }, { uses: docker/setup-buildx-action@v3, with: { driver: remote } }] }\n",
    },
    [
      ".github/workflows/ci.yml:6, hosted keeps, target prod, to gha+",
      ".github/workflows/ci.yml:6, hosted keeps",
    ],
  ],
  [
    "files with nothing in them",
    { "compose.yaml": "# nothing\n", ".gitlab-ci.yml": "# docker\n", Makefile: "" },
    [],
  ],
  [
    "flags in a variable",
    { Makefile: "a:\n\tdocker build $(FLAGS) --target b .\n" },
    ["Makefile:2, developer keeps, target b"],
  ],
  [
    "compose files, alone and from CI",
    {
      ".github/workflows/ci.yml": workflow("      - run: docker compose build --no-cache web\n"),
      "compose.yaml":
        "x-build: &build\n  context: .\n  args:\n    VERSION: ${VERSION:-1}\n    SHA: ${GIT_SHA}\nservices:\n  web:\n    build:\n      <<: *build\n      target: web\n  db:\n    image: postgres\n  api:\n    build: ./api\n",
      "docker-compose.prod.yml":
        "services:\n  web:\n    build:\n      context: .\n      cache_from: [acme/web]\n      pull: true\n",
    },
    [
      ".github/workflows/ci.yml:6, hosted fresh, target web, VERSION=1, SHA=${GIT_SHA} (commit), no-cache",
      "compose.yaml:9, developer keeps, target web, VERSION=1, SHA=${GIT_SHA} (commit)",
      "docker-compose.prod.yml:4, developer keeps, from registry, pull",
    ],
  ],
  [
    "a bake file in HCL, alone and from CI",
    {
      ".github/workflows/ci.yml": workflow(
        "      - uses: docker/bake-action@v5\n        with:\n          targets: all\n          set: |\n            *.cache-from=type=gha\n            *.cache-to=type=gha,mode=max\n",
      ),
      "docker-bake.hcl": `# comment
variable "TAG" { default = "1" }
group "all" { targets = ["app", "other"] }
target "_common" {
  args = { A = "1", SHA = "\${GIT_SHA}" }
  platforms = ["linux/amd64"]
}
target "app" {
  inherits = ["_common"]
  context = "."
  target = TAG == "1" ? "one" : "two"
  args = { B = upper("x") }
  cache-to = [{ type = "registry", mode = "max" }]
}
target "other" { context = "other" }
function "f" { params = [a]
  result = a
}
`,
    },
    [
      ".github/workflows/ci.yml:6, hosted fresh, target ?${TAG = = 1 ? one : two}, A=1, SHA=${GIT_SHA} (commit), B=${upper ( x )}, linux/amd64, from gha, to gha+",
      "docker-bake.hcl:8, developer keeps, target ?${TAG = = 1 ? one : two}, A=1, SHA=${GIT_SHA} (commit), B=${upper ( x )}, linux/amd64, to registry+",
    ],
  ],
  [
    "a bake file in JSON",
    {
      "docker-bake.json":
        '{\n  "group": {"default": {"targets": ["app"]}},\n  "target": {\n    "app": {"dockerfile": "Dockerfile", "args": {"A": null, "B": 1}, "no-cache": true}\n  }\n}',
      Makefile: "b:\n\tdocker buildx bake --set app.target=x --pull\n",
    },
    [
      "docker-bake.json:4, developer keeps, A, B=1, no-cache",
      "Makefile:2, developer keeps, target x, A, B=1, no-cache, pull",
    ],
  ],
  [
    "a pipeline of GitLab",
    {
      ".gitlab-ci.yml": `variables: { FILE: Dockerfile }
.base:
  services: [docker:27-dind]
  before_script:
    - export AT=$(date)
build:
  extends: .base
  script:
    - docker build --cache-from "$CI_REGISTRY_IMAGE" --build-arg AT=$AT --build-arg SHA=$CI_COMMIT_SHA -f $FILE .
    - |
      docker build \\
        --target test $CI_PROJECT_DIR
mine:
  tags: [docker]
  only: [tags]
  script: docker build .
`,
    },
    [
      ".gitlab-ci.yml:9, hosted fresh, AT=$(date) (date), SHA=${CI_COMMIT_SHA} (commit), from other",
      ".gitlab-ci.yml:11, hosted fresh, target test",
      ".gitlab-ci.yml:16, self-hosted keeps, seldom",
    ],
  ],
];

describe("what builds a Dockerfile", () => {
  it.each(cases)("%s", async (_, files, expected) => {
    const { invocations, blindSpots } = await read(files);
    expect(invocations.map(shown)).toEqual(expected);
    expect(blindSpots).toEqual([]);
  });

  it("is found for the Dockerfile that is meant, from the root down to it", async () => {
    const files = {
      "apps/web/Dockerfile": "FROM a\n",
      ".github/workflows/ci.yml": workflow(
        "      - run: docker build apps/web\n      - run: docker build -f apps/web/Dockerfile .\n      - run: docker build .\n",
      ),
      "apps/Makefile": "web:\n\tdocker build web\n",
      "apps/web/compose.yml":
        "services: { web: { build: { context: ../.., dockerfile: apps/web/Dockerfile } } }\n",
      "apps/api/Makefile": "api:\n\tdocker build ../web\n",
    };
    expect((await read(files, "apps/web/Dockerfile")).invocations.map(shown)).toEqual([
      ".github/workflows/ci.yml:6, hosted fresh, context apps/web",
      ".github/workflows/ci.yml:7, hosted fresh",
      "apps/Makefile:2, developer keeps, context apps/web",
      "apps/web/compose.yml:1, developer keeps",
    ]);
  });

  it.each([
    ["no YAML", ".github/workflows/a.yml", "docker: [b\n"],
    [
      "a bomb of aliases",
      "compose.yaml",
      `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`).join("")}`,
    ],
    ["no JSON", "docker-bake.json", "{"],
    ["no HCL", "docker-bake.hcl", 'target "a" {'],
    ["a package file that is broken", "package.json", '{"scripts": {"a": "docker build ."'],
  ])("names a file that can't be read: %s", async (_, path, text) => {
    const { invocations, blindSpots } = await read({ [path]: text, Makefile: "a:\n\tdocker build .\n" });
    expect(invocations.map(shown)).toEqual(["Makefile:2, developer keeps"]);
    expect(blindSpots).toEqual([`\`${path}\` can't be read: what it builds, and how, is not known`]);
  });

  it("names a build in CI of which only the run tells the Dockerfile", async () => {
    const { invocations, blindSpots } = await read({
      ".github/workflows/ci.yml": pushAction("          file: ${{ inputs.file }}\n"),
      Makefile: "a:\n\tdocker build $(DIR)\n",
    });
    expect(invocations).toEqual([]);
    expect(blindSpots).toEqual([
      "`.github/workflows/ci.yml:6` builds a Dockerfile that only its run names (`${{ inputs.file }}`); it may be this one",
    ]);
  });

  it("reads no file twice, and none outside of the repository", async () => {
    const texts: string[] = [];
    const host = memoryHost({
      ...place,
      "/outside/compose.yaml": "services: { a: { build: ../p } }\n",
      "/p/.github/workflows/a.yml": workflow(
        "      - run: docker compose build\n      - run: docker compose -f ../outside/compose.yaml build\n      - run: make a\n",
      ),
      "/p/.github/workflows/b.yml": workflow("      - run: docker compose build\n      - run: make a\n"),
      "/p/compose.yaml": "services: { a: { build: . } }\n",
      "/p/Makefile": "a:\n\tdocker build .\n",
    });
    const counting: Host = {
      ...host,
      readText(path) {
        texts.push(path);
        return host.readText(path);
      },
    };
    const { invocations } = await readInvocations(counting, "/p/Dockerfile");
    expect(invocations).toHaveLength(6);
    expect(texts.toSorted()).toEqual([...new Set(texts)].sort());
    expect(texts.filter((path) => path.includes("outside"))).toEqual([]);
  });
});
