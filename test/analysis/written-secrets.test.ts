import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { writtenSecrets } from "../../src/analysis/written-secrets.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** What is found in a text, as the file's text. */
function found(text: string): readonly (readonly [what: string, secret: string])[] {
  const analysis = analyze(buildFile("Dockerfile", text), null, { path: null, context: null });
  return analysis.use(writtenSecrets).map(({ what, at }) => [what, text.slice(at.start, at.end)]);
}

/** Characters without a pattern, made here so that no scanner takes this file for one that holds secrets. */
function drawn(alphabet: string, length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return alphabet[Math.floor((state / 2147483647) * alphabet.length)];
  }).join("");
}

const hex = "0123456789abcdef";
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const tokens: readonly (readonly [what: string, token: string])[] = [
  ["an AWS access key", ["AK", "IA", drawn(upper, 16)].join("")],
  ["a GitHub token", ["gh", "p_", drawn(mixed, 36)].join("")],
  ["a GitHub token", ["github", "_pat_", drawn(mixed, 22), "_", drawn(mixed, 59)].join("")],
  ["a GitLab token", ["gl", "pat-", drawn(mixed, 20)].join("")],
  ["a Slack token", ["xo", "xb-", "123456789012-", drawn(mixed, 24)].join("")],
  [
    "the address of a Slack webhook",
    ["https://hooks.", "slack.com/services/T0AB1/B0CD2/", drawn(mixed, 24)].join(""),
  ],
  ["a Google API key", ["AI", "za", drawn(mixed, 35)].join("")],
  ["an npm token", ["np", "m_", drawn(mixed, 36)].join("")],
  ["a PyPI token", ["py", "pi-AgE", drawn(mixed, 80)].join("")],
  ["a Stripe key", ["sk", "_live_", drawn(mixed, 24)].join("")],
  ["a SendGrid key", ["S", "G.", drawn(mixed, 22), ".", drawn(mixed, 43)].join("")],
  ["a Docker Hub token", ["dckr", "_pat_", drawn(mixed, 27)].join("")],
  ["a Hugging Face token", ["h", "f_", drawn(mixed, 34)].join("")],
  ["a DigitalOcean token", ["dop", "_v1_", drawn(hex, 64)].join("")],
  ["a HashiCorp Vault token", ["hv", "s.", drawn(mixed, 90)].join("")],
  ["a RubyGems key", ["ruby", "gems_", drawn(hex, 48)].join("")],
  ["an Anthropic key", ["sk-", "ant-api03-", drawn(mixed, 95)].join("")],
  ["an OpenAI key", ["sk-", "proj-", drawn(mixed, 64)].join("")],
  ["a Shopify token", ["shp", "at_", drawn(hex, 32)].join("")],
];

describe.each(tokens)("%s", (what, token) => {
  test("is found in each instruction that may hold one", () => {
    const text = [
      "FROM debian:12",
      `ENV A=${token} B=b`,
      `ARG A="${token}"`,
      `LABEL a=${token}`,
      `RUN a \\\n  && curl -H 'Authorization: ${token}' https://example.com`,
      `RUN <<EOF\necho ${token} > /a\nEOF`,
      `COPY <<EOF /a\n${token}\nEOF`,
      `ONBUILD ENV A=${token}`,
      `CMD ["a", "${token}"]`,
      "",
    ].join("\n");
    expect(found(text)).toEqual(Array.from({ length: 8 }, () => [what, token]));
  });

  test("is let pass in comments, cut short, as a part of a word, and made up", () => {
    const body = token.slice(-16);
    const repeated =
      token.slice(0, -16) === ""
        ? token
        : token.replace(/[A-Za-z0-9]{16,}/g, (run) => "a".repeat(run.length));
    expect(found(`# ${token}\nFROM debian:12\nRUN a \\\n  # ${token}\n  b\n`)).toEqual([]);
    expect(found(`FROM debian:12\nENV A=${token.slice(0, 12)}\n`)).toEqual([]);
    expect(found(`FROM debian:12\nENV A=x${token}\n`)).toEqual([]);
    expect(found(`FROM debian:12\nENV A=${body}\n`)).toEqual([]);
    expect(found(`FROM debian:12\nENV A=${repeated}\n`)).toEqual([]);
  });
});

const header = ["-----BEGIN", "PRIVATE KEY-----"];

test.each([
  ["over lines", `RUN <<EOF\n${header.join(" RSA ")}\n${drawn(mixed, 64)}\nEOF`],
  ["with escaped line feeds", `ENV KEY="${header.join(" ")}\\n${drawn(mixed, 64)}"`],
])("a private key %s", (_, instruction) => {
  expect(found(`FROM debian:12\n${instruction}\n`).map(([what]) => what)).toEqual(["a private key"]);
});

test.each([
  ["the header alone", `RUN grep -- '${header.join(" ")}' /key`],
  ["a header around a variable", `RUN echo "${header.join(" ")}\\n$KEY" > /key`],
  ["a public key", `RUN echo "-----BEGIN PUBLIC KEY-----\\n${drawn(mixed, 64)}" > /key`],
])("%s is no private key", (_, instruction) => expect(found(`FROM debian:12\n${instruction}\n`)).toEqual([]));

const password = drawn(mixed, 12);

test.each([
  `RUN git clone https://bot:${password}@git.acme.com/shop.git`,
  `ADD https://bot:${password}@files.acme.com/a.tar.gz /a`,
  `RUN pip config set global.index-url "https://:${password}@pypi.acme.com/simple"`,
  `ENV DATABASE_URL=postgres://shop:${password}@db.acme.com:5432/shop`,
])("a password in an address: %s", (instruction) => {
  expect(found(`FROM debian:12\n${instruction}\n`)).toEqual([["a password", password]]);
});

test.each([
  "RUN git clone https://bot:$TOKEN@git.acme.com/shop.git",
  "RUN git clone https://bot:${TOKEN}@git.acme.com/shop.git",
  "RUN git clone https://bot:$(cat /run/secrets/token)@git.acme.com/shop.git",
  "RUN git clone ssh://git@git.acme.com:22/shop.git",
  "RUN git clone git@github.com:acme/shop.git",
  "ENV DATABASE_URL=postgres://postgres:postgres@db.acme.com/shop",
  "ENV DATABASE_URL=postgres://shop:password@db.acme.com/shop",
  `ENV DATABASE_URL=postgres://shop:${password}@localhost:5432/shop`,
  `ENV DATABASE_URL=postgres://shop:${password}@db:5432/shop`,
  `ENV DATABASE_URL=postgres://shop:${password}@db.example.com/shop`,
  `ENV DATABASE_URL=postgres://shop:${password}@127.0.0.1/shop`,
  "ENV DATABASE_URL=postgres://<user>:<password>@db.acme.com/shop",
  "ENV MAIL=me:someone@acme.com",
])("no password in %s", (instruction) => {
  expect(found(`FROM debian:12\n${instruction}\n`)).toEqual([]);
});

test("a token that is the password of an address is one finding", () => {
  const token = tokens[1]![1];
  expect(found(`FROM debian:12\nRUN git clone https://x:${token}@github.com/acme/shop\n`)).toEqual([
    ["a GitHub token", token],
  ]);
});

test("many secrets among many instructions and comments take linear time", () => {
  const token = tokens[1]![1];
  const text = `FROM debian:12\n${`# ${token}\nENV A=${token}\n`.repeat(20_000)}`;
  expect(found(text)).toHaveLength(20_000);
});
