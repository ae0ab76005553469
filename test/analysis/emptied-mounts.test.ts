import { expect, test } from "vitest";
import { emptiedMounts } from "../../src/analysis/emptied-mounts.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** `path: causes` of each mount that is empty again. */
function emptied(text: string): readonly string[] {
  return analyze(buildFile("Dockerfile", text), null, { path: null, context: null })
    .use(emptiedMounts)
    .map(({ mount, causes }) => {
      const names = causes.map((cause) => {
        if (cause.kind === "clean-up") return text.slice(cause.command.range.start, cause.command.range.end);
        return cause.kind === "image" ? "image" : cause.name;
      });
      return `${mount.path}: ${names.join(", ")}`;
    });
}

const pip = "--mount=type=cache,target=/root/.cache/pip";
const lists = "--mount=type=cache,target=/var/lib/apt";
const archives = "--mount=type=cache,target=/var/cache/apt";

const runs: readonly (readonly [base: string, run: string, emptied: readonly string[]])[] = [
  ["python:3", `${pip} pip install -r a --no-cache-dir`, ["/root/.cache/pip: --no-cache-dir"]],
  ["python:3", `${pip} pip install -r a`, []],
  ["python:3", `${pip} pip list --no-cache-dir`, []],
  ["python:3", `${pip} pip install -r a && pip cache purge`, ["/root/.cache/pip: pip cache purge"]],
  ["python:3", `${pip} pip install -r a && rm -rf ~/.cache`, ["/root/.cache/pip: rm -rf ~/.cache"]],
  ["python:3", `${pip} pip install -r a && if $CI; then rm -rf ~/.cache; fi`, []],
  ["python:3", `${pip} pip install -r a && find ~/.cache -name '*.pyc' -delete`, []],
  ["python:3", `${pip} pip install a --no-cache-dir && pip install b`, []],
  [
    "python:3",
    `${pip} pip install a --no-cache-dir && pip install b --no-cache-dir`,
    ["/root/.cache/pip: --no-cache-dir, --no-cache-dir"],
  ],
  ["python:3", "--mount=type=tmpfs,target=/root/.cache/pip pip install --no-cache-dir a", []],
  ["python:3", "--mount=type=cache,target=/c pip install --no-cache-dir a", []],
  [
    "python:3",
    "--mount=type=cache,target=/c PIP_CACHE_DIR=/c pip install --no-cache-dir a",
    ["/c: --no-cache-dir"],
  ],
  [
    "python:3",
    `--mount=type=cache,target=/root/.cache ${pip} pip install --no-cache-dir a`,
    ["/root/.cache/pip: --no-cache-dir"],
  ],
  ["python:3", "--mount=type=cache,target=/root/.cache/uv uv sync && uv cache prune --ci", []],
  [
    "debian:12",
    `${lists} apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*`,
    ["/var/lib/apt: rm -rf /var/lib/apt/lists/*"],
  ],
  ["debian:12", `${lists} apt-get install -y a && apt-get clean`, []],
  ["debian:12", `${archives} apt-get install -y a`, ["/var/cache/apt: image"]],
  ["debian:12", `${archives} apt-get update`, []],
  ["debian:12", `${archives} apt-get install -y a && apt-get clean`, ["/var/cache/apt: apt-get clean"]],
  ["debian:12", `${archives} rm -f /etc/apt/apt.conf.d/docker-clean && apt-get install -y a`, []],
  ["debian:12", `${archives} apt-get -o APT::Keep-Downloaded-Packages=true install -y a`, []],
  ["debian:12", `${archives} apt-get install -y a && ./more.sh`, []],
  ["debian:12", `${archives} apt-get install -y a && locale-gen`, ["/var/cache/apt: image"]],
  ["own/debian:bookworm", `${archives} apt-get install -y a`, []],
  ["fedora:42", "--mount=type=cache,target=/var/cache/dnf dnf install -y a && rm -rf /var/cache/libdnf5", []],
  [
    "fedora:42",
    "--mount=type=cache,target=/var/cache/libdnf5 dnf install -y a && rm -rf /var/cache/libdnf5/*",
    ["/var/cache/libdnf5: rm -rf /var/cache/libdnf5/*"],
  ],
];

test.each(runs)("%s: %s", (base, run, expected) => {
  expect(emptied(`FROM ${base}\nRUN ${run}\n`)).toEqual(expected);
});

test("what an earlier step or stage says of apt's configuration holds", () => {
  const install = `RUN ${archives} apt-get install -y a`;
  expect(
    emptied(
      [
        "FROM debian:12 AS base",
        install,
        "RUN rm -f /etc/apt/apt.conf.d/docker-clean",
        install,
        "FROM base AS other",
        install,
        "FROM debian:12",
        install,
        "COPY --from=other /a /a",
      ].join("\n"),
    ),
  ).toEqual(["/var/cache/apt: image", "/var/cache/apt: image"]);
});

test("stages that the target does not need are left out", () => {
  expect(emptied(`FROM python:3 AS a\nRUN ${pip} pip install --no-cache-dir b\nFROM python:3\n`)).toEqual([]);
});
