import { defineConfig } from "vitest/config";

/** Tests of the built program: they start `dist/stowage.cjs` as a user would, so it is built once before them. */
const ofTheProgram = ["test/cli/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "core", include: ["test/**/*.test.ts"], exclude: ofTheProgram } },
      { extends: true, test: { name: "program", include: ofTheProgram, globalSetup: "test/cli/build.ts" } },
    ],
  },
});
