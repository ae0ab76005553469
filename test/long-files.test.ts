import { expect, it } from "vitest";
import { context, shapes } from "./scale/shapes.ts";
import { lintAndReport } from "./scale/subject.ts";

const numbered = (count: number, line: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => line(number)).join("");

/** Files that have made some tool hang or run out of stack or memory. */
const files: Readonly<Record<string, () => string>> = {
  "100,000 lines": () => shapes["a realistic mix"]!(100_000),
  "25,000 stages in a chain": () =>
    numbered(25_000, (at) => `FROM ${at === 0 ? "node" : `s${at - 1}`} AS s${at}\nRUN npm ci\n`),
  "25,000 stages in a circle": () =>
    `COYP a b\n${numbered(25_000, (at) => `FROM s${(at + 1) % 25_000} AS s${at}\n`)}`,
  "25,000 stages of one name": () => numbered(25_000, () => "FROM a AS a\nCOPY --from=a /a /a\n"),
  "lines of 65,536 bytes": () => `FROM debian\n${`RUN echo ${"a ".repeat(32_763)}\n`.repeat(20)}`,
  "65,536 opening brackets": () => `FROM debian\nRUN ${"(".repeat(65_532)}\n`,
  "65,536 substitutions": () => `FROM debian\nRUN ${"$(".repeat(32_766)}\nENV a=${"${a:-".repeat(13_106)}\n`,
  "NUL bytes": () => `FROM debian\n${"RUN \0\0\0 \0\n\0\n".repeat(10_000)}`,
  "heredocs without end": () => shapes["heredocs without end"]!(20_000),
};

it.each(Object.entries(files))(
  "comes to an end: %s",
  (_, make) => {
    expect(lintAndReport(make(), context)).toBeGreaterThan(0);
  },
  120_000,
);
