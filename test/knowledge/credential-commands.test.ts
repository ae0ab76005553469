import { expect, test } from "vitest";
import { isCertainCredentialFile, isCredentialFile } from "../../src/knowledge/credential-commands.ts";

test.each([
  ["/root/.npmrc", true],
  [".netrc", true],
  ["/root/.ssh/id_rsa", true],
  ["~/.aws/credentials", true],
  ["/etc/pip.conf", true],
  ["/root/.m2/settings.xml", true],
  ["/app/credentials", false],
  ["/app/settings.xml", false],
  ["/root/.ssh/known_hosts", false],
  ["/root/.ssh/id_rsa.pub", false],
])("programs read credentials from %s: %s", (path, expected) =>
  expect(isCredentialFile(path)).toBe(expected),
);

test.each([
  ["id_rsa", true],
  ["deploy/id_ed25519", true],
  [".netrc", true],
  [".npmrc", false],
  ["id_rsa.pub", false],
  ["test/id_rsa", false],
])("%s is a credential by its name: %s", (path, expected) =>
  expect(isCertainCredentialFile(path)).toBe(expected),
);
