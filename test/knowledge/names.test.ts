import { describe, expect, test } from "vitest";
import { clutter } from "../../src/knowledge/clutter.ts";
import { secretFileOf, secretFiles } from "../../src/knowledge/secret-files.ts";
import { volatileNameOf, volatileNames } from "../../src/knowledge/volatile-names.ts";

describe("names that change with every build", () => {
  test.each([
    ["GIT_SHA", "commit"],
    ["git_commit", "commit"],
    ["VCS_REF", "commit"],
    ["CI_COMMIT_SHORT_SHA", "commit"],
    ["WEB_GIT_SHA", "commit"],
    ["BUILD_DATE", "date"],
    ["SOURCE_DATE_EPOCH", "date"],
    ["BUILD_NUMBER", "build number"],
    ["API_BUILD_ID", "build number"],
    ["GITHUB_RUN_ID", "build number"],
    ["CACHEBUST", "cache buster"],
    ["GIT_BRANCH", "branch"],
    ["VERSION", null],
    ["NODE_VERSION", null],
    ["APP_VERSION", null],
    ["TAG", null],
    ["RELEASE", null],
    ["BUILD_TYPE", null],
    ["BUILD_ENV", null],
    ["UPDATE", null],
    ["TARGETARCH", null],
    ["COMMITTER", null],
    ["USER_ID", null],
    ["", null],
    ["constructor", null],
  ])("%s: %s", (name, expected) => {
    expect(volatileNameOf(name)?.carries ?? null).toBe(expected);
  });

  test("each name stands once, in capitals", () => {
    const names = volatileNames.map((row) => row.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
  });
});

describe("files that hold secrets", () => {
  test.each([
    [".env", true],
    ["config/.env", true],
    [".env.production", true],
    ["prod.env", true],
    [".env.example", false],
    [".env.sample", false],
    [".env.local.template", false],
    ["example.env", false],
    [".environment", false],
    ["env", false],
    ["id_rsa", true],
    ["id_rsa.pub", false],
    ["keys/id_ed25519", true],
    ["server.key", true],
    ["public.key", false],
    ["server.pem", true],
    ["ca.pem", false],
    ["certs/rds-ca-bundle.pem", false],
    ["fullchain.pem", false],
    [".npmrc", true],
    [".netrc", true],
    [".aws/credentials", true],
    ["home/.aws/credentials", true],
    ["credentials", false],
    ["my.aws/credentials", false],
    [".docker/config.json", true],
    ["config.json", false],
    ["gcp-service-account.json", true],
    ["serviceAccountKey.json", true],
    ["service-accounts.ts", false],
    ["config/master.key", true],
    ["keyboard.ts", false],
    ["monkey", false],
    ["i18n/translations.key.json", false],
    ["", false],
  ])("%s: %s", (path, expected) => {
    expect(secretFileOf(path) !== null).toBe(expected);
  });

  test("likely and certain ones are told apart", () => {
    expect(secretFileOf(".env")?.confidence).toBe("certain");
    expect(secretFileOf(".npmrc")?.confidence).toBe("likely");
    expect(secretFileOf("server.pem")?.confidence).toBe("likely");
  });

  test("each row has a source", () => {
    for (const row of secretFiles) expect(row.source).toMatch(/^https:\/\//);
    expect(new Set(secretFiles.map((row) => row.pattern)).size).toBe(secretFiles.length);
  });
});

describe("clutter", () => {
  test("each name stands once and says why", () => {
    const keys = clutter.map((row) => `${row.kind} ${row.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const row of clutter) {
      expect(row.why).not.toBe("");
      expect(row.pattern).toBe(`**/${row.name}`);
    }
  });

  test.each([
    ".git",
    "node_modules",
    "__pycache__",
    ".venv",
    "dist",
    "target",
    ".DS_Store",
    "*.log",
    ".idea",
  ])("%s is known", (name) => {
    expect(clutter.some((row) => row.name === name)).toBe(true);
  });

  test("output folders that may be wanted are told apart by what stands beside them", () => {
    const dist = clutter.find((row) => row.name === "dist");
    expect(dist).toMatchObject({ needless: "usually" });
    expect(dist?.beside).toContain("package.json");
  });
});
