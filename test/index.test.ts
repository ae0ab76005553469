import fc from "fast-check";
import { expect, it } from "vitest";
import { applyFixes, estimate, lint, memoryHost, positionAt, rules } from "../src/index.ts";

const text = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCOYP . .\n";

it("lints with the recommended rules", () => {
  const { findings, lines } = lint({ path: "Dockerfile", text });
  expect(findings.map(({ rule, at }) => [rule, positionAt(lines, at.start)])).toContainEqual([
    "syntax-error",
    { line: 5, column: 1 },
  ]);
});

it("lints with chosen rules, and refuses unknown ones", () => {
  const chosen = (names: readonly string[]) => lint({ path: "Dockerfile", text }, { select: names }).findings;
  expect(new Set(chosen(["DL1000"]).map(({ rule }) => rule))).toEqual(new Set(["syntax-error"]));
  expect(() => chosen(["syntax-eror"])).toThrow(
    "there is no rule `syntax-eror`; did you mean `syntax-error`?",
  );
});

it("prices the steps", () => {
  expect(estimate({ path: "Dockerfile", text })?.expectedSeconds.mean).toBeGreaterThan(0);
  expect(estimate({ path: "Dockerfile", text: "" })).toBeNull();
});

it("fixes nothing without findings", () => {
  expect(applyFixes({ path: "Dockerfile", text }, { select: ["syntax-error"] })).toMatchObject({
    text,
    applied: [],
    problem: null,
  });
});

/** Dockerfile words thrown together: most of it is nonsense, all of it reaches the rules. */
const nonsense = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."FROM RUN COPY ADD ENV ARG USER CMD SHELL ONBUILD HEALTHCHECK VOLUME"
          .split(" ")
          .map((word) => `\n${word} `),
        ...[
          "a",
          "AS b",
          ".",
          "--from=b",
          "--mount=type=cache",
          "<<E\n",
          "\nE\n",
          "$X",
          "${X:-",
          "}",
          '["',
          '"]',
        ],
        ...[
          "&&",
          "\\\n",
          "# stowage ignore all",
          "# escape=`\n",
          "npm ci",
          "apt-get install -y x",
          "\r\n",
          "\0",
        ],
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 40 },
  )
  .map((words) => words.join(" "));

it("breaks on no text: every rule, every fix, the estimate", () => {
  fc.assert(
    fc.property(nonsense, (any) => {
      const host = memoryHost({ "/app/Dockerfile": any, "/app/package.json": "{}" });
      const input = { path: "Dockerfile", text: any, host, dockerfile: "/app/Dockerfile", estimate: true };
      const { result, problem } = applyFixes(input, { preset: "strict" }, { trust: "unsafe" });
      expect(result.failures).toEqual([]);
      expect(problem).toBeNull();
    }),
    { numRuns: 300 },
  );
});

it("offers every rule under one name", () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});
