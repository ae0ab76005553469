import { describe, expect, it } from "vitest";
import { holdsSecret } from "../../src/analysis/secret-content.ts";
import { secretFileOf } from "../../src/knowledge/secret-files.ts";

function verdict(path: string, text: string): string {
  const row = secretFileOf(path);
  return row === null ? "no such file" : holdsSecret(row, text);
}

const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n";

describe("the text of a file with a telling name", () => {
  it.each([
    [".env", "", "no"],
    [".env", "# TOKEN=abc\n\n", "no"],
    [".env", "TOKEN=\nPORT=\n", "no"],
    [".env", "PORT=8080\n", "unknown"],
    [".env", "API_KEY=k3j2h1\n", "yes"],
    [".env", "  export API_KEY='k3j2h1' # mine\r\n", "yes"],
    [".env", "DB_PASSWORD=postgres\n", "unknown"],
    [".env", "DB_PASSWORD=changeme\nAPI_KEY=your-key-here\n", "unknown"],
    [".env", `API_KEY=\${API_KEY}\n`, "unknown"],
    [".env", "NEXT_PUBLIC_API_KEY=k3j2h1\n", "unknown"],
    [".env", "DATABASE_URL=postgres://app:s3cr3tx@db/app\n", "yes"],
    [".env", "DATABASE_URL=postgres://postgres:postgres@localhost/app\n", "unknown"],
    [".env", "AUTHOR=me\nMONKEY=1\n", "unknown"],
    [
      "config/secrets.yml",
      "test:\n  secret_key_base: 7d75\nproduction:\n  secret_key_base: <%= ENV %>\n",
      "unknown",
    ],
    ["config/secrets.yml", "test:\n  secret_key_base: 7d75\nproduction:\n  secret_key_base: 8e86\n", "yes"],
    [".env.production", "SESSION_SECRET: 8d7f6a\n", "yes"],
    ["server.key", key, "yes"],
    ["server.key", "a table of keys\n", "no"],
    ["config/master.key", "0123456789abcdef0123456789abcdef\n", "yes"],
    ["server.pem", "-----BEGIN CERTIFICATE-----\n", "no"],
    ["id_rsa", key, "yes"],
    [".npmrc", "save-exact=true\n", "no"],
    [".npmrc", `//registry.example.com/:_authToken=\${TOKEN}\n`, "no"],
    [".npmrc", "//registry.example.com/:_authToken=npm_k3j2h1\n", "yes"],
    ["credentials.json", `{\n  "client_secret": "k3j2h1",\n}\n`, "yes"],
    ["secrets.yml", "production:\n  secret_key_base: 8d7f6a\n", "yes"],
    [".netrc", "machine example.com login me password k3j2h1\n", "unknown"],
  ])("%s %j: %s", (path, text, expected) => {
    expect(verdict(path, text)).toBe(expected);
  });

  it("is read in bounded time", () => {
    const long = `A${" ".repeat(4000)}=${",".repeat(50)}\n`.repeat(500);
    expect(verdict(".env", long)).toBe("unknown");
  });
});
