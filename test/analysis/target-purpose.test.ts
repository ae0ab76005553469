import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { targetPurpose } from "../../src/analysis/target-purpose.ts";
import { buildFile } from "../../src/model/build-file.ts";

const places: readonly (readonly [path: string, text: string, isTooling: boolean])[] = [
  ["Dockerfile", "FROM a", false],
  ["Dockerfile", "FROM a AS prod", false],
  ["Dockerfile", "FROM a AS dev", true],
  ["Dockerfile", "FROM a AS dev\nFROM a", false],
  ["Dockerfile", "FROM a AS web-test", true],
  ["Dockerfile", "FROM a AS latest", false],
  ["Dockerfile", "FROM a AS device", false],
  ["Dockerfile.dev", "FROM a", true],
  ["dev.Dockerfile", "FROM a", true],
  ["Dockerfile.web", "FROM a", false],
  [".devcontainer/Dockerfile", "FROM a", true],
  ["app/tests/Dockerfile", "FROM a", true],
  ["tests/app/Dockerfile", "FROM a", true],
  ["tests/docker/server/Dockerfile", "FROM a", true],
  ["dev/docker/Dockerfile", "FROM a", true],
  ["dev/app/Dockerfile", "FROM a", false],
  ["docker/images/Dockerfile", "FROM a", false],
  ["docker/devenv/Dockerfile", "FROM a", true],
  ["latest/Dockerfile", "FROM a", false],
  ["Dockerfile", 'FROM a\nENTRYPOINT ["/build.sh"]', true],
  ["Dockerfile", "FROM a\nCMD ./run-tests.sh --all", true],
  ["Dockerfile", 'FROM a\nENTRYPOINT ["bash", "/src/build_debian.sh"]', true],
  ["Dockerfile", 'FROM a\nENTRYPOINT ["bash", "/src/run.sh"]', false],
  ["packaging/rpm/Dockerfile", "FROM a", true],
  ["Dockerfile", 'FROM a\nCMD ["/start.sh"]', false],
  ["Dockerfile.integration", "FROM a", true],
  ["Dockerfile.local", "FROM a", true],
  ["hack/generate/Dockerfile", "FROM a", true],
  ["app/integrationtest/Dockerfile", "FROM a", true],
  ["Dockerfile", "# DO NOT USE IN PRODUCTION!\nFROM a", true],
  ["Dockerfile", "# For integration testing only.\nFROM a", true],
  [
    "Dockerfile",
    "# syntax=docker/dockerfile:1\n# Used by CI. Not suitable for production use.\nFROM a",
    true,
  ],
  ["Dockerfile", "# Tools for testing are left out\nFROM a", false],
  ["Dockerfile", "FROM a\n# For testing only\nRUN b", false],
  ["Dockerfile.build", "FROM a", true],
  ["build/Dockerfile", "FROM a", false],
  ["docker/build-image/Dockerfile", "FROM a", true],
  ["Dockerfile", "FROM a AS build", true],
  ["Dockerfile.ui.tilt", "FROM a", true],
  ["workstation/setup/Dockerfile", "FROM a", true],
  [".ci/Dockerfile", "FROM a", true],
  ["docker\\builder-go.dockerfile", "FROM a", true],
  ["Dockerfile", "", false],
];

test.each(places)("%s %j", (path, text, isTooling) => {
  const analysis = analyze(buildFile(path, text), null, { path: null, context: null });
  expect(analysis.use(targetPurpose) === "tooling").toBe(isTooling);
});
