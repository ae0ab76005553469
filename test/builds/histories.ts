/** Repositories whose history is written here: what a commit changes, and how each image is built. */
export interface ScriptedRepository {
  readonly name: string;
  readonly images: readonly ScriptedImage[];
  readonly commits: readonly ScriptedCommit[];
  /** Whether nothing edits how it is built, and the same kinds of changes come all the time: then the past tells what later builds take. */
  readonly isSteady?: boolean;
}

export interface ScriptedImage {
  /** Relative to the root of the repository. */
  readonly dockerfile: string;
  readonly context: string;
}

export interface ScriptedCommit {
  readonly subject: string;
  /** Texts by path; `null` takes a file away. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Files whose mode for execution changes. */
  readonly executable?: Readonly<Record<string, boolean>>;
}

/** One way to change a repository; `turn` counts how often it was taken, from 1. */
type Edit = (turn: number) => ScriptedCommit;

const rootImage: readonly ScriptedImage[] = [{ dockerfile: "Dockerfile", context: "." }];
const commitsEach = 36;
const steadyCommits = 160;

/** Numbers that are the same in each run and look like chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % below;
  };
}

/** The first commit, then the edits by name, in this order. */
function inOrder(
  first: Readonly<Record<string, string>>,
  edits: Readonly<Record<string, Edit>>,
  names: readonly string[],
): readonly ScriptedCommit[] {
  const turns = new Map<string, number>();
  const rest = names.map((name) => {
    const turn = (turns.get(name) ?? 0) + 1;
    turns.set(name, turn);
    return edits[name]!(turn);
  });
  return [{ subject: "first", files: first }, ...rest];
}

/** Each edit once, then in an order that looks like chance. */
function commitsOf(
  first: Readonly<Record<string, string>>,
  edits: Readonly<Record<string, Edit>>,
): readonly ScriptedCommit[] {
  const names = Object.keys(edits);
  const below = chance(7);
  const rest = Array.from({ length: commitsEach - 1 - names.length }, () => names[below(names.length)]!);
  return inOrder(first, edits, [...names, ...rest]);
}

/** Edits by chance, each as often as `shares` says (in parts of a hundred). */
function steadyCommitsOf(
  first: Readonly<Record<string, string>>,
  edits: Readonly<Record<string, Edit>>,
  { seed, shares }: { readonly seed: number; readonly shares: Readonly<Record<string, number>> },
): readonly ScriptedCommit[] {
  const bag = Object.entries(shares).flatMap(([name, share]) => Array.from({ length: share }, () => name));
  const below = chance(seed);
  return inOrder(
    first,
    edits,
    Array.from({ length: steadyCommits - 1 }, () => bag[below(bag.length)]!),
  );
}

const set =
  (path: string, textOf: (turn: number) => string): Edit =>
  (turn) => ({
    subject: `${path}, change ${turn}`,
    files: { [path]: textOf(turn) },
  });
const number = (turn: number): string => `${turn}\n`;
/** Goes to and fro between two texts, so that it is a revert every other time. */
const toggle = (path: string, one: string, other: string): Edit =>
  set(path, (turn) => (turn % 2 === 1 ? other : one));

const base = "stowage-base";
/** A step that takes a while, and leaves something that depends on what it is given. */
const work = (seconds: number, command: string): string => `sleep ${seconds} && ${command}`;

const singleStage = `FROM ${base}
WORKDIR /app
RUN ${work(0.3, "echo tools > /tools")}
COPY . .
RUN ${work(0.5, "cat package.json src/a.txt > /out")}
`;

/** The steps of `manifestsFirst` in the order in which each source rebuilds all. */
const wholeFirst = `FROM ${base}
WORKDIR /app
COPY package.json lock.json ./
COPY src ./src
RUN ${work(0.6, "cat package.json lock.json > /deps")}
RUN ${work(0.4, "cat src/a.txt > /tmp/out")}
`;

const manifestsFirst = (
  more: { env?: string; workdir?: string; user?: string; label?: string; arg?: string } = {},
): string => `FROM ${base}
WORKDIR ${more.workdir ?? "/app"}
${more.label === undefined ? "" : `LABEL version=${more.label}\n`}COPY package.json lock.json ./
RUN ${work(0.6, "cat package.json lock.json > /deps")}
${more.arg === undefined ? "" : `ARG COMMIT=${more.arg}\n`}${more.env === undefined ? "" : `ENV MODE=${more.env}\n`}COPY src ./src
${more.user === undefined ? "" : `USER ${more.user}\n`}RUN ${work(0.4, "cat src/a.txt > /tmp/out")}
`;

const multiStage = `FROM ${base} AS tools
RUN ${work(0.3, "echo tools > /tools")}
FROM ${base} AS build
WORKDIR /src
COPY --from=tools /tools /tools
COPY package.json ./
RUN ${work(0.5, "mkdir -p /dist && cat package.json > /dist/deps")}
COPY src ./src
RUN ${work(0.4, "head -c 1 src/a.txt > /dist/app")}
FROM ${base} AS docs
COPY docs /docs
RUN ${work(0.2, "cat /docs/a.md > /docs.html")}
FROM ${base} AS unused
RUN ${work(5, "true")}
FROM ${base}
COPY --from=build /dist /app
COPY --from=docs /docs.html /app/docs.html
RUN ${work(0.2, "cat /app/app > /ready")}
`;

const service = (name: string): string => `FROM ${base}
WORKDIR /srv
COPY shared ./shared
COPY services/${name}/package.json ./
RUN ${work(0.4, "cat package.json > /deps")}
COPY services/${name} ./
RUN ${work(0.3, "cat main.txt shared/lib.txt > /out")}
`;

const mounts = (id: string): string => `FROM ${base}
WORKDIR /app
RUN --mount=type=bind,source=package.json,target=package.json --mount=type=cache,target=/cache${id} ${work(0.5, "cat package.json >> /cache/log && cp package.json /deps")}
RUN --mount=type=bind,source=src,target=/src,ro --mount=type=tmpfs,target=/scratch ${work(0.4, "cat /src/a.txt > /out")}
RUN --mount=type=secret,id=token ${work(0.1, "true")}
COPY data.txt .
`;

const linked = (command: string): string => `FROM ${base} AS base
RUN ${work(0.2, "echo base > /base")}
FROM base AS assets
COPY assets/*.txt /assets/
RUN <<EOF
set -e
${work(0.2, "cat /assets/* > /all")}
EOF
FROM base
COPY config.txt /etc/config.txt
COPY --link --exclude=*.tmp static /static
COPY --link --from=assets /all /all
COPY --link --chmod=644 late.txt /late.txt
COPY <<EOF /etc/motd
hello ${command}
EOF
RUN ${work(0.2, "cat /etc/motd /etc/config.txt > /out")}
`;

const permissions = (owner: string): string => `FROM ${base}
ARG LEVEL=1
ENV HOME=/home/app
RUN mkdir -p /home/app && ${work(0.2, "echo app:x:1000:1000::/home/app:/bin/sh >> /etc/passwd")}
WORKDIR /home/app
COPY --chown=${owner} --chmod=755 bin ./bin
ADD archive.txt /archive/
ARG LATE
RUN ${work(0.3, "ls bin > /list")}
COPY ["data with space.txt", "/data.txt"]
USER 1000
RUN ${work(0.2, "cat /data.txt > /tmp/out")}
`;

const small = {
  "package.json": "{}\n",
  "lock.json": "{}\n",
  "src/a.txt": "1\n",
  "src/b.txt": "1\n",
  "README.md": "1\n",
};
const ignoreGit = ".git\nDockerfile\n.dockerignore\n";

export const repositories: readonly ScriptedRepository[] = [
  {
    name: "single stage",
    images: rootImage,
    commits: commitsOf(
      { ...small, Dockerfile: singleStage, ".dockerignore": ignoreGit, "run.sh": "#!/bin/sh\n" },
      {
        source: set("src/a.txt", number),
        readme: set("README.md", number),
        "ignore file": toggle(".dockerignore", ignoreGit, `${ignoreGit}README.md\n`),
        revert: toggle("src/b.txt", "1\n", "2\n"),
        mode: (turn) => ({
          subject: `mode ${turn}`,
          files: {},
          executable: { "run.sh": turn % 2 === 1 },
        }),
        "new file": (turn) => ({ subject: `new file ${turn}`, files: { [`src/new${turn}.txt`]: "1\n" } }),
        "file gone": (turn) => ({ subject: `file gone ${turn}`, files: { [`src/new${turn}.txt`]: null } }),
        "comment in the Dockerfile": set("Dockerfile", (turn) => `# ${turn}\n${singleStage}`),
      },
    ),
  },
  {
    name: "manifests first",
    images: rootImage,
    commits: commitsOf(
      { ...small, Dockerfile: manifestsFirst(), ".dockerignore": ignoreGit },
      {
        source: set("src/a.txt", number),
        manifest: set("package.json", (turn) => `{"version":${turn}}\n`),
        lockfile: toggle("lock.json", "{}\n", "[]\n"),
        env: toggle("Dockerfile", manifestsFirst({ env: "one" }), manifestsFirst({ env: "two" })),
        workdir: toggle("Dockerfile", manifestsFirst(), manifestsFirst({ workdir: "/srv" })),
        user: toggle("Dockerfile", manifestsFirst(), manifestsFirst({ user: "1000" })),
        label: set("Dockerfile", (turn) => manifestsFirst({ label: String(turn) })),
        argument: set("Dockerfile", (turn) => manifestsFirst({ arg: String(turn) })),
        "not copied": set("README.md", number),
      },
    ),
  },
  {
    name: "stages with cut-off",
    images: rootImage,
    commits: commitsOf(
      { ...small, "docs/a.md": "1\n", Dockerfile: multiStage, ".dockerignore": ignoreGit },
      {
        // The build takes the first character only: its output stays the same.
        "source without effect": set("src/a.txt", (turn) => `1 ${turn}\n`),
        "source with effect": set("src/a.txt", (turn) => `${(turn % 7) + 2}\n`),
        manifest: set("package.json", (turn) => `{"version":${turn}}\n`),
        docs: toggle("docs/a.md", "1\n", "2\n"),
        "not copied": set("README.md", number),
      },
    ),
  },
  {
    name: "monorepo with two images",
    images: [
      { dockerfile: "services/api/Dockerfile", context: "." },
      { dockerfile: "services/web/Dockerfile", context: "." },
    ],
    commits: commitsOf(
      {
        "services/api/Dockerfile": service("api"),
        "services/web/Dockerfile": service("web"),
        "services/api/package.json": "{}\n",
        "services/web/package.json": "{}\n",
        "services/api/main.txt": "1\n",
        "services/web/main.txt": "1\n",
        "shared/lib.txt": "1\n",
        ".dockerignore": "**/Dockerfile\n",
        "services/web/Dockerfile.dockerignore": "**/Dockerfile*\n**/*.md\n",
      },
      {
        api: set("services/api/main.txt", number),
        web: set("services/web/main.txt", number),
        shared: toggle("shared/lib.txt", "1\n", "2\n"),
        "api manifest": set("services/api/package.json", (turn) => `{"version":${turn}}\n`),
        "web docs": set("services/web/README.md", number),
        "api docs": set("services/api/README.md", number),
      },
    ),
  },
  {
    name: "bind and cache mounts",
    images: rootImage,
    commits: commitsOf(
      { ...small, "data.txt": "1\n", Dockerfile: mounts(""), ".dockerignore": ignoreGit },
      {
        source: set("src/a.txt", number),
        manifest: set("package.json", (turn) => `{"version":${turn}}\n`),
        data: toggle("data.txt", "1\n", "2\n"),
        "cache mount": toggle("Dockerfile", mounts(""), mounts(",id=deps")),
        "its name": toggle("Dockerfile", mounts(",id=deps"), mounts(",id=other,sharing=locked")),
        "not read": set("README.md", number),
      },
    ),
  },
  {
    name: "links, heredocs and patterns",
    images: rootImage,
    commits: commitsOf(
      {
        Dockerfile: linked("one"),
        ".dockerignore": ignoreGit,
        "assets/a.txt": "1\n",
        "assets/b.md": "1\n",
        "config.txt": "1\n",
        "late.txt": "1\n",
        "static/a.css": "1\n",
        "static/a.tmp": "1\n",
      },
      {
        asset: set("assets/a.txt", number),
        "no asset": set("assets/b.md", number),
        "new asset": set("assets/c.txt", number),
        config: toggle("config.txt", "1\n", "2\n"),
        static: set("static/a.css", number),
        excluded: set("static/a.tmp", number),
        late: toggle("late.txt", "1\n", "2\n"),
        heredoc: toggle("Dockerfile", linked("one"), linked("two")),
      },
    ),
  },
  {
    name: "owners, modes and arguments",
    images: rootImage,
    commits: commitsOf(
      {
        Dockerfile: permissions("0:0"),
        ".dockerignore": ignoreGit,
        "bin/a": "1\n",
        "archive.txt": "1\n",
        "data with space.txt": "1\n",
      },
      {
        binary: set("bin/a", number),
        mode: (turn) => ({ subject: `mode ${turn}`, files: {}, executable: { "bin/a": turn % 2 === 1 } }),
        owner: toggle("Dockerfile", permissions("0:0"), permissions("1000:1000")),
        archive: toggle("archive.txt", "1\n", "2\n"),
        data: set("data with space.txt", number),
        argument: toggle("Dockerfile", permissions("0:0"), permissions("0:0").replace("LEVEL=1", "LEVEL=2")),
        "argument without value": toggle(
          "Dockerfile",
          permissions("0:0"),
          permissions("0:0").replace("ARG LATE", "ARG LATER"),
        ),
      },
    ),
  },
  {
    name: "steady: manifests first",
    isSteady: true,
    images: rootImage,
    commits: steadyCommitsOf(
      { ...small, Dockerfile: manifestsFirst(), ".dockerignore": ignoreGit },
      {
        source: set("src/a.txt", number),
        manifest: set("package.json", (turn) => `{"version":${turn}}\n`),
        "not copied": set("README.md", number),
      },
      { seed: 11, shares: { source: 60, manifest: 15, "not copied": 25 } },
    ),
  },
  {
    // The Dockerfile is mended when half of the builds are made: what comes is not what was.
    name: "steady, then reordered",
    isSteady: true,
    images: rootImage,
    commits: steadyCommitsOf(
      { ...small, Dockerfile: wholeFirst, ".dockerignore": ignoreGit },
      {
        source: set("src/a.txt", number),
        manifest: set("package.json", (turn) => `{"version":${turn}}\n`),
        "not copied": set("README.md", number),
      },
      { seed: 15, shares: { source: 60, manifest: 15, "not copied": 25 } },
    ).map((commit, index) =>
      index === steadyCommits / 2 - 1 ? set("Dockerfile", () => manifestsFirst())(1) : commit,
    ),
  },
  {
    name: "steady: stages",
    isSteady: true,
    images: rootImage,
    commits: steadyCommitsOf(
      { ...small, "docs/a.md": "1\n", Dockerfile: multiStage, ".dockerignore": ignoreGit },
      {
        source: set("src/a.txt", (turn) => `${turn % 10} ${turn}\n`),
        manifest: set("package.json", (turn) => `{"version":${turn}}\n`),
        docs: set("docs/a.md", number),
        "not copied": set("README.md", number),
      },
      { seed: 12, shares: { source: 45, manifest: 15, docs: 20, "not copied": 20 } },
    ),
  },
  {
    name: "steady: two images",
    isSteady: true,
    images: [
      { dockerfile: "services/api/Dockerfile", context: "." },
      { dockerfile: "services/web/Dockerfile", context: "." },
    ],
    commits: steadyCommitsOf(
      {
        "services/api/Dockerfile": service("api"),
        "services/web/Dockerfile": service("web"),
        "services/api/package.json": "{}\n",
        "services/web/package.json": "{}\n",
        "services/api/main.txt": "1\n",
        "services/web/main.txt": "1\n",
        "shared/lib.txt": "1\n",
        ".dockerignore": "**/Dockerfile\n",
      },
      {
        api: set("services/api/main.txt", number),
        web: set("services/web/main.txt", number),
        shared: set("shared/lib.txt", number),
        "api manifest": set("services/api/package.json", (turn) => `{"version":${turn}}\n`),
        "web manifest": set("services/web/package.json", (turn) => `{"version":${turn}}\n`),
      },
      { seed: 13, shares: { api: 35, web: 30, shared: 15, "api manifest": 10, "web manifest": 10 } },
    ),
  },
  {
    name: "steady: mounts",
    isSteady: true,
    images: rootImage,
    commits: steadyCommitsOf(
      { ...small, "data.txt": "1\n", Dockerfile: mounts(""), ".dockerignore": ignoreGit },
      {
        source: set("src/a.txt", number),
        manifest: set("package.json", (turn) => `{"version":${turn}}\n`),
        data: set("data.txt", number),
        "not read": set("README.md", number),
      },
      { seed: 14, shares: { source: 50, manifest: 15, data: 15, "not read": 20 } },
    ),
  },
];
