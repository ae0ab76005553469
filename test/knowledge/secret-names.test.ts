import { describe, expect, test } from "vitest";
import {
  isHarmlessName,
  isSecretForBuildkit,
  isSecretForHadolint,
  isSecretName,
} from "../../src/knowledge/secret-names.ts";

describe("names of secrets", () => {
  test.each([
    "NPM_TOKEN",
    "npm_token",
    "npmAuthToken",
    "GITHUB_TOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "SECRET_KEY_BASE",
    "RAILS_MASTER_KEY",
    "DB_PASSWORD",
    "password",
    "SSH_PRIVATE_KEY",
    "CLIENT_SECRET",
    "OPENAI_API_KEY",
  ])("%s", (name) => expect(isSecretName(name)).toBe(true));

  test.each([
    "DB_PASSWORD_FILE",
    "TOKEN_PATH",
    "TOKENIZERS_PARALLELISM",
    "MAX_TOKEN",
    "GPG_KEY",
    "KEY",
    "CACHE_KEY",
    "SSH_AUTH_SOCK",
    "USERNAME",
    "DB_USERNAME",
    "PRIVATE_REGISTRY",
    "PUBLIC_KEY",
    "NEXT_PUBLIC_API_KEY",
    "VITE_API_KEY",
    "MYSQL_ALLOW_EMPTY_PASSWORD",
    "SECRET_KEY_BASE_DUMMY",
    "TOKEN_URL",
    "PWD",
    "AUTHOR",
    "PASSENGER_VERSION",
    "STRIPE_DEVICE_NAME",
    "TRAVIS_SUDO",
  ])("not %s", (name) => expect(isSecretName(name)).toBe(false));
});

/** From BuildKit's own rule: whole words, but for names with PUBLIC, FILE or VERSION. */
test.each([
  ["GPG_KEY", true],
  ["SSH_AUTH_SOCK", true],
  ["KEY", true],
  ["apiKey", true],
  ["DB_PASSWORD", true],
  ["GPG_KEYS", false],
  ["PASSWORDS", false],
  ["dbpassword", false],
  ["AUTHOR", false],
  ["DB_PASSWORD_FILE", false],
  ["PUBLIC_KEY", false],
  ["TOKEN_VERSION", false],
])("BuildKit reports %s: %s", (name, expected) => expect(isSecretForBuildkit(name)).toBe(expected));

test.each([
  ["DB_USERNAME", true],
  ["TOKENIZERS_PARALLELISM", true],
  ["dbPassword", true],
  ["PRIVATE_REGISTRY", true],
  ["AWS_ACCESS_KEY_ID", true],
  ["GPG_KEY", false],
  ["DB_HOST", false],
])("hadolint reports %s: %s", (name, expected) => expect(isSecretForHadolint(name)).toBe(expected));

test.each([
  ["DB_USERNAME", true],
  ["DB_PASSWORD_FILE", true],
  ["TOKEN_PATH", true],
  ["TOKENIZERS_PARALLELISM", true],
  ["PRIVATE_REGISTRY", true],
  ["STRIPE_DEVICE_NAME", true],
  ["NPM_TOKEN", false],
  ["dbpassword", false],
  ["PRIVATE_KEY", false],
  ["API_KEY", false],
])("%s is plainly harmless: %s", (name, expected) => expect(isHarmlessName(name)).toBe(expected));
