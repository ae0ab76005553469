import { describe, expect, it } from "vitest";
import { type BuildInvocation, developer, noCacheSettings } from "../../src/invocations/build-invocation.ts";
import { buildPractice } from "../../src/invocations/build-practice.ts";
import {
  type Population,
  populationForm,
  populationName,
  populationNamed,
} from "../../src/invocations/population.ts";

const usual: BuildInvocation = {
  path: "ci.yml",
  line: 1,
  dockerfile: "Dockerfile",
  context: ".",
  target: null,
  buildArgs: [],
  platforms: [],
  cache: noCacheSettings,
  place: { runner: "hosted", keepsBuilder: false },
  isFrequent: true,
};
const gha = { kind: "gha", mode: "max" } as const;
const inline = { kind: "inline", mode: "min" } as const;
const withCache = { ...noCacheSettings, from: [gha], to: [gha] };
const hosted = usual;
const cached = { ...usual, path: "cached.yml", cache: withCache };
const reading = { ...usual, path: "pr.yml", cache: { ...noCacheSettings, from: [gha] } };
const release = { ...usual, path: "release.yml", isFrequent: false };
const own = { ...usual, path: "own.yml", place: { runner: "self-hosted", keepsBuilder: true } as const };
const unknown = { ...usual, path: "unknown.yml", place: { runner: "unknown", keepsBuilder: null } as const };
const makefile = { ...usual, path: "Makefile", place: developer };
const noCache = { ...noCacheSettings, noCache: true };

/** Invocations, what the user names, then population and file of the invocation. */
const cases: readonly (readonly [
  string,
  readonly BuildInvocation[],
  string | null,
  string,
  string | null,
])[] = [
  ["nothing", [], null, "dev", null],
  ["a hosted runner", [hosted], null, "ci-cold", "ci.yml"],
  ["a hosted runner before a Makefile", [makefile, hosted], null, "ci-cold", "ci.yml"],
  ["a cache", [cached], null, "ci-cache", "cached.yml"],
  ["builds for changes before those for releases", [release, cached], null, "ci-cache", "cached.yml"],
  ["builds for releases before those of developers", [makefile, release], null, "ci-cold", "release.yml"],
  ["a cache that another one writes", [reading, cached], null, "ci-cache", "pr.yml"],
  ["a cache that nobody writes", [reading], null, "ci-cold", "pr.yml"],
  [
    "a cache that is only written",
    [{ ...usual, cache: { ...noCacheSettings, to: [gha] } }],
    null,
    "ci-cold",
    "ci.yml",
  ],
  [
    "a cache that is not used",
    [{ ...cached, cache: { ...withCache, noCache: true } }],
    null,
    "ci-cold",
    "cached.yml",
  ],
  [
    "a cache in the image",
    [{ ...usual, cache: { ...noCacheSettings, from: [gha], to: [inline] } }],
    null,
    "ci-cache",
    "ci.yml",
  ],
  [
    "an expression that may be a cache",
    [{ ...usual, cache: { ...noCacheSettings, from: [{ kind: "other", mode: "min" }] } }],
    null,
    "dev",
    null,
  ],
  ["a runner of one's own", [own], null, "dev", "own.yml"],
  ["a runner that is not known", [unknown], null, "dev", null],
  [
    "a runner that is not known, with a cache",
    [{ ...unknown, cache: withCache }],
    null,
    "ci-cache",
    "unknown.yml",
  ],
  ["a Makefile", [makefile], null, "dev", "Makefile"],
  [
    "what the user names, of the builds that fit",
    [hosted, cached, makefile],
    "ci-cache",
    "ci-cache",
    "cached.yml",
  ],
  ["what the user names, of the same side", [makefile, hosted], "ci-cache", "ci-cache", "ci.yml"],
  ["what the user names, of no builds", [hosted], "dev", "dev", null],
  ["a pool", [hosted, makefile], "pool:4", "pool:4", "Makefile"],
];

describe("how a file is built", () => {
  it.each(cases)("is told by %s", (_, invocations, named, population, path) => {
    const practice = buildPractice(
      { invocations, blindSpots: [] },
      named === null ? null : populationNamed(named),
    );
    expect([populationName(practice.population), practice.invocation?.path ?? null]).toEqual([
      population,
      path,
    ]);
    expect(practice.chosenBy).toBe(named !== null ? "option" : path === null ? "default" : "invocation");
  });

  it("names other builds, one of each population", () => {
    const { others } = buildPractice(
      { invocations: [hosted, release, makefile, own, cached], blindSpots: [] },
      null,
    );
    expect(others.map(({ invocation, population }) => [invocation.path, population.kind])).toEqual([
      ["own.yml", "dev"],
      ["cached.yml", "ci-cache"],
    ]);
  });

  it.each([
    [["web", "web"], []],
    [
      ["web", "test"],
      ["web", "test"],
    ],
    [["web", null], ["web"]],
    [[null], []],
  ])("names targets that differ: %j", (targets, expected) => {
    const invocations = targets.map((target, line) => ({ ...hosted, line, target }));
    expect(buildPractice({ invocations, blindSpots: [] }, null).targets).toEqual(expected);
  });

  it("names a build of which nobody tells what it finds", () => {
    expect(buildPractice({ invocations: [hosted, unknown], blindSpots: [] }, null).untold).toBe(unknown);
    expect(buildPractice({ invocations: [hosted, makefile], blindSpots: [] }, null).untold).toBeNull();
  });

  it("reuses nothing with --no-cache, unless the user asks what would be", () => {
    const found = { invocations: [{ ...makefile, cache: noCache }], blindSpots: [] };
    expect(buildPractice(found, null)).toMatchObject({ population: { kind: "dev" }, noCache: true });
    expect(buildPractice(found, { kind: "dev" }).noCache).toBe(false);
  });
});

it.each([
  { kind: "dev" },
  { kind: "ci-cold" },
  { kind: "ci-cache", mode: "max" },
  { kind: "pool", builders: 12 },
  { kind: "base-refresh" },
] satisfies readonly Population[])("a population has a name: %j", (population) => {
  expect(populationName(population)).toMatch(populationForm);
  expect(populationNamed(populationName(population))).toEqual(population);
});

it.each(["pool", "pool:1", "pool:100", "warm", "", "ci"])("%j is none", (name) => {
  expect(name).not.toMatch(populationForm);
});
