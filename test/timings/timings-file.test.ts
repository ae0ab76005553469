import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTimings } from "../../src/timings/read-timings.ts";
import {
  addObservations,
  type Observation,
  type Sample,
  type Timings,
  writeTimings,
} from "../../src/timings/timings-file.ts";
import { ownSchema } from "../report/schemas.ts";

const none: Timings = { dockerfiles: new Map() };

function observation(
  text: string,
  sample: Partial<Sample> = {},
  more: Partial<Observation> = {},
): Observation {
  return {
    stage: "build",
    text,
    digest: text.length.toString(16).padStart(16, "0"),
    machine: "ci",
    sample: { date: "2026-01-31T12:00:00Z", build: "b1", seconds: 2, ...sample },
    ...more,
  };
}

function added(
  observations: readonly Observation[],
  timings = none,
  current: readonly string[] = [],
): Timings {
  return addObservations(timings, "Dockerfile", observations, new Set(current));
}

function read(text: string): Timings {
  const timings = readTimings(text);
  if ("problem" in timings) throw new Error(timings.problem.message);
  return timings;
}

/** Text of steps and their samples, as `date seconds`. */
function samplesOf(timings: Timings): readonly string[] {
  return (timings.dockerfiles.get("Dockerfile") ?? []).flatMap(({ text, machines }) =>
    [...machines].flatMap(([machine, samples]) =>
      samples.map(({ date, seconds }) => `${machine} ${text} ${date.slice(0, 10)} ${seconds ?? "cached"}`),
    ),
  );
}

const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString().replace(".000", "");

describe("the file", () => {
  const all = added([
    observation("RUN npm ci", { seconds: 34.2 }, { bytes: 188 }),
    observation("RUN npm ci", { build: "b2", date: day(40), seconds: null }),
    observation("RUN a", { seconds: 1 }, { stage: null, machine: "laptop" }),
  ]);

  it("is short and in order, and reads back as the same", () => {
    expect(writeTimings(all)).toBe(`{
  "$schema": "https://unpkg.com/stowage/schema/timings.json",
  "version": 1,
  "dockerfiles": {
    "Dockerfile": [
      {
        "text": "RUN a",
        "digest": "0000000000000005",
        "machines": {
          "laptop": [
            { "date": "2026-01-31T12:00:00Z", "build": "b1", "seconds": 1 }
          ]
        }
      },
      {
        "stage": "build",
        "text": "RUN npm ci",
        "digest": "000000000000000a",
        "bytes": 188,
        "machines": {
          "ci": [
            { "date": "2026-02-09T00:00:00Z", "build": "b2", "cached": true },
            { "date": "2026-01-31T12:00:00Z", "build": "b1", "seconds": 34.2 }
          ]
        }
      }
    ]
  }
}
`);
    expect(writeTimings(read(writeTimings(all)))).toBe(writeTimings(all));
  });

  it("follows its schema", () => {
    const validate = ownSchema("timings");
    for (const timings of [all, none, added([observation("x", {}, { stage: null, bytes: 0 })])])
      expect(validate(JSON.parse(writeTimings(timings))), JSON.stringify(validate.errors)).toBe(true);
    const broken = JSON.parse(writeTimings(all));
    broken.dockerfiles.Dockerfile[0].machines.laptop[0].cached = true;
    expect(validate(broken)).toBe(false);
  });
});

describe("adding", () => {
  it("keeps the newest samples, and the newest in which the step ran", () => {
    const runs = Array.from({ length: 12 }, (_, index) =>
      observation("RUN a", { build: `r${index}`, date: day(index + 1) }),
    );
    const reuses = Array.from({ length: 25 }, (_, index) =>
      observation("RUN a", { build: `c${index}`, date: day(index + 101), seconds: null }),
    );
    const kept = samplesOf(added([...runs, ...reuses]));
    expect(kept).toHaveLength(30);
    expect(kept.filter((sample) => sample.endsWith("cached"))).toHaveLength(20);
    expect(kept.at(-1)).toBe("ci RUN a 2026-01-03 2");
  });

  it("forgets what the Dockerfile lost long ago", () => {
    const before = added([observation("RUN gone"), observation("RUN kept", {}, { digest: "k" })]);
    const later = (days: number): readonly string[] =>
      samplesOf(
        added([observation("RUN new", { date: day(31 + days) }, { digest: "n" })], before, ["k", "n"]),
      );
    expect(later(80).join()).toContain("RUN gone");
    expect(later(100).join()).not.toContain("RUN gone");
    expect(later(100).join()).toContain("RUN kept");
  });

  it("cuts a long text", () => {
    const [step] = added([observation(`RUN ${"x".repeat(500)}`)]).dockerfiles.get("Dockerfile")!;
    expect(step?.text).toHaveLength(200);
  });

  it("takes a log that is copied, so that it looks newer, for the same build", () => {
    const first = observation("RUN a", { date: day(3) });
    const copied = observation("RUN a", { date: day(9) });
    for (const order of [
      [first, copied],
      [copied, first],
    ])
      expect(samplesOf(added(order))).toEqual(["ci RUN a 2026-01-03 2"]);
  });

  const samples = fc.record({
    text: fc.constantFrom("RUN a", "RUN bb"),
    stage: fc.constantFrom(null, "build"),
    machine: fc.constantFrom("ci", "local"),
    build: fc.integer({ min: 0, max: 40 }),
    seconds: fc.option(fc.integer({ min: 0, max: 3 })),
  });
  it("gives the same whatever the order, and when done again", () => {
    fc.assert(
      fc.property(fc.array(samples, { maxLength: 120 }), fc.integer({ min: 0, max: 120 }), (given, at) => {
        const observations = given.map(({ text, stage, machine, build, seconds }) =>
          observation(text, { build: `${build}`, date: day(1 + (build % 13)), seconds }, { stage, machine }),
        );
        const whole = writeTimings(added(observations));
        const [one, other] = [observations.slice(0, at), observations.slice(at)];
        expect(writeTimings(added(one, added(other)))).toBe(whole);
        expect(writeTimings(added(observations, added(observations)))).toBe(whole);
      }),
    );
  });
});

describe("a broken file", () => {
  const file = (steps: string): string => `{ "version": 1,\n"dockerfiles": { "D": [\n${steps}\n] } }`;
  const step = (more: string): string => file(`{ "text": "RUN a", "digest": "d",\n${more} }`);
  const sample = (text: string): string => step(`"machines": { "ci": [\n${text}] }`);
  it.each([
    ["", 1, "no JSON"],
    ["{", 1, "no JSON"],
    ['{ "version": 1,\n', 2, "no JSON"],
    ['{ "version": 1,\n"dockerfiles": {},\n}', 3, "no JSON"],
    ['{ "version": 1, "dockerfiles": {} }\n\nx', 3, "no JSON"],
    [`${"[".repeat(1000)}`, 1, "no JSON"],
    ["[]", 1, "map"],
    ['{\n"version": 2, "dockerfiles": {} }', 2, "newer stowage"],
    ['{ "dockerfiles": {} }', 1, "`version` is not 1"],
    ['{ "version": 1 }', 1, "`dockerfiles` is missing"],
    ['{ "version": 1,\n"dockerfile": {} }', 2, "`dockerfile` is no key here"],
    ['{ "version": 1, "dockerfiles": {\n"D": {} } }', 2, "list"],
    ['{ "version": 1, "dockerfiles": { "D": [],\n"D": [] } }', 2, "twice"],
    ['{ "version": 1, "dockerfiles": {\n<<<<<<< HEAD\n} }', 2, "conflict"],
    [file('{ "digest": "d", "machines": {} }'), 3, "`text` is missing"],
    [file('{ "text": 1, "digest": "d", "machines": {} }'), 3, "`text` has to be a text"],
    [step('"machines": []'), 4, "map"],
    [sample('{ "date": "2026-01-31T12:00:00Z", "build": "b" }'), 5, "either `seconds`"],
    [sample('{ "date": "2026-01-31T12:00:00Z", "build": "b", "seconds": -1 }'), 5, "from 0 on"],
    [
      sample('{ "date": "2026-01-31T12:00:00Z", "build": "b", "seconds": 1, "cached": true }'),
      5,
      "either `seconds`",
    ],
    [
      sample('{ "date": "2026-01-31T12:00:00Z", "build": "b", "seconds": 1e300 }'),
      5,
      "larger than any build",
    ],
    [sample('{ "date": "yesterday", "build": "b", "seconds": 1 }'), 5, "`date` is no time"],
    [sample('{ "date": "2026-99-31T12:00:00Z", "build": "b", "seconds": 1 }'), 5, "`date` is no time"],
  ])("%j: line %i, %s", (text, line, message) => {
    const result = readTimings(text);
    expect(result).toMatchObject({ problem: { line } });
    expect("problem" in result && result.problem.message).toContain(message);
  });

  it("is said to be broken exactly where JSON is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({
            unit: fc.constantFrom(
              '"',
              "\\",
              "{",
              "}",
              "[",
              "]",
              ":",
              ",",
              "1",
              "e",
              "-",
              ".",
              " ",
              "\n",
              "true",
              "u00e9",
            ),
            maxLength: 12,
          }),
          fc.json(),
        ),
        (text) => {
          const result = readTimings(text);
          const isJson = ((): boolean => {
            try {
              JSON.parse(text);
              return true;
            } catch {
              return false;
            }
          })();
          expect("problem" in result && result.problem.message.includes("no JSON")).toBe(!isJson);
        },
      ),
    );
  });
});
