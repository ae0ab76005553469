import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../rules/index.ts";

const [head, ...lines] = readFileSync(join(import.meta.dirname, "tally.csv"), "utf8")
  .trimEnd()
  .split("\n");
const rows = lines.map((line) => {
  const [repository, commit, dockerfiles, rule, ...counts] = line.split(",");
  const [useful, minor, wrong] = counts.map(Number);
  return {
    repository,
    commit,
    dockerfiles: Number(dockerfiles),
    rule,
    useful: useful!,
    minor: minor!,
    wrong: wrong!,
  };
});
const sum = (key: "useful" | "minor" | "wrong"): number => rows.reduce((total, row) => total + row[key], 0);

test("the tally is about rules that are recommended", () => {
  expect(head).toBe("repository,commit,dockerfiles,rule,useful,minor,wrong");
  const recommended = new Set(rules.filter(({ preset }) => preset === "recommended").map(({ id }) => id));
  expect(rows.filter(({ rule }) => rule !== "" && !recommended.has(rule!))).toEqual([]);
});

test("at least 95 % of the findings on the repositories that the rules were tuned on are true and useful", () => {
  expect(new Set(rows.map(({ repository }) => repository)).size).toBeGreaterThanOrEqual(25);
  const all = sum("useful") + sum("minor") + sum("wrong");
  expect(all).toBeGreaterThan(300);
  expect(sum("useful") / all).toBeGreaterThanOrEqual(0.95);
});
