import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, stowage } from "./program.ts";

const projects = readdirSync(join(root, "examples")).filter((name) => /-(?:bad|good)$/.test(name));

test("each example stands there twice", () => {
  expect(projects).toEqual(["java-bad", "java-good", "node-bad", "node-good", "python-bad", "python-good"]);
});

test.each(projects.filter((name) => name.endsWith("-good")))("nothing is to be said of %s", (name) => {
  const { code, stdout, stderr } = stowage(["check", `examples/${name}`, "--fail-on", "style", "--quiet"]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
});

test.each<[string, readonly string[]]>([
  ["java-bad", ["copy-before-install", "build-tools-in-final-image", "root-user", "shell-form-command"]],
  [
    "node-bad",
    ["copy-before-install", "moving-base-tag", "root-user", "apt-update-alone", "unignored-files"],
  ],
  ["python-bad", ["copy-before-install", "moving-base-tag", "apt-update-alone", "package-cache-kept"]],
])("%s shows what goes wrong", (name, shown) => {
  const { stdout } = stowage(["check", `examples/${name}`, "--format", "json"]);
  const { findings } = JSON.parse(stdout).files[0];
  expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(expect.arrayContaining([...shown]));
});

test.each(["java", "node", "python"])("the good %s example builds faster than the bad one", (name) => {
  const expected = (kind: string): number =>
    JSON.parse(stowage(["estimate", `examples/${name}-${kind}`, "--format", "json"]).stdout).expectedSeconds
      .mean;
  expect(expected("good")).toBeLessThan(expected("bad"));
});
