import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

function run(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, ["src/dev/run.mjs", ...args], { encoding: "utf8" });
  return { status, stderr };
}

it("runs the generators", () => {
  expect(run("generate", "--findings", "--check")).toEqual({ status: 0, stderr: "" });
});

it.each([
  [["new-rule"], 1, "usage: npm run new-rule <id>"],
  [["new-rule", "NotKebab"], 1, "usage: npm run new-rule <id>"],
  [["new-rule", "syntax-error"], 1, "rules/syntax-error.ts already exists"],
  [["nonsense"], 2, "usage: node src/dev/run.mjs generate|new-rule"],
])("refuses %j", (args, status, message) => {
  const result = run(...args);
  expect(result.status).toBe(status);
  expect(result.stderr).toContain(message);
});
