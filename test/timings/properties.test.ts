import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildFile } from "../../src/model/build-file.ts";
import { stepMatcher } from "../../src/timings/match-steps.ts";
import { progressText } from "../../src/timings/progress-text.ts";
import { readLog } from "../../src/timings/read-log.ts";

const pieces = fc.constantFrom(
  ..."#1 #2 #0 [build 1/2] [a] RUN FROM node DONE CACHED ERROR CANCELED 1.0s ... building with sha256:aa extracting".split(
    " ",
  ),
  '{"vertexes":[',
  '{"digest":"a","name":"[1/2] RUN a","started":"2026-01-01T00:00:00Z"}',
  '"completed":',
  "]}",
  '{"statuses":',
  "2026-01-01T00:00:00.1Z",
  "[2026-01-01T00:00:00Z]",
  "01O",
  "\t",
  "\r",
  "\n",
  "\u001b[0K",
  "\u001b]",
  "IMAGE          CREATED          CREATED BY       SIZE      COMMENT",
  " ",
);
const logs = fc
  .array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 60 })
  .map((parts) => parts.join(""));

describe("any text", () => {
  it("is read, with times that are numbers", () => {
    fc.assert(
      fc.property(logs, (text) => {
        for (const { steps } of readLog(text).builds)
          for (const { outcome, seconds } of steps) {
            expect(seconds !== null).toBe(outcome === "ran");
            if (seconds !== null) expect(seconds).toBeGreaterThanOrEqual(0);
          }
      }),
    );
  });

  it("is shown", () => {
    const json = fc.oneof(
      fc.json().map((value) => `{"vertexes":[${value}],"logs":[${value}]}`),
      logs,
    );
    fc.assert(
      fc.property(fc.array(json, { maxLength: 5 }), (lines) => {
        const show = progressText();
        for (const line of lines) show(line);
      }),
    );
  });

  it("is matched with any Dockerfile", () => {
    fc.assert(
      fc.property(logs, fc.string({ maxLength: 60 }), (text, dockerfile) => {
        const matcher = stepMatcher(buildFile("Dockerfile", `FROM node\nRUN a $B\n${dockerfile}`));
        for (const build of readLog(text).builds) matcher.match(build);
      }),
    );
  });
});

/** Texts that made a reader go over the same characters again and again would take minutes at this length. */
describe("long texts take no longer than their length asks for", () => {
  const many = 200_000;
  const longs: Readonly<Record<string, string>> = {
    "one line": `#1 ${"[a ".repeat(many)}`,
    "escapes that do not end": "\u001b]".repeat(many),
    "escapes in one line": "\u001b[".repeat(many),
    beginnings: `${"#1 [internal] load build definition from D\n#2 x\n".repeat(many)}`,
    "carriage returns": `${"\r".repeat(many)}x\r`.repeat(3),
    tabs: `${"\t".repeat(many)}\n`.repeat(3),
    steps: Array.from({ length: many / 10 }, (_, n) => `#${n} [1/2] RUN ${n}\n#${n} DONE 1.0s`).join("\n"),
    "the same step again": "#1 [1/2] RUN a\n#1 DONE 1.0s\n".repeat(many / 10),
    "other steps with one number": Array.from({ length: many / 10 }, (_, n) => `#1 [1/2] RUN ${n}`).join(
      "\n",
    ),
    vertices: Array.from(
      { length: many / 10 },
      (_, n) => `{"vertexes":[{"digest":"a","name":"[1/2] RUN a","started":"2026-01-01T00:00:00.${n}Z"}]}`,
    ).join("\n"),
    layers: `IMAGE          CREATED          CREATED BY       SIZE      COMMENT\n${"a b c\n".repeat(many)}`,
  };
  it.each(Object.entries(longs))("%s", (_, text) => {
    const start = performance.now();
    readLog(text);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
