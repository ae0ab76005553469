import { describe, expect, test } from "vitest";
import { isOfLabelType, type LabelType } from "../../src/knowledge/label-types.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";

/** By type: what is of it, and what is not. */
const cases: Readonly<Record<LabelType, readonly [good: readonly string[], bad: readonly string[]]>> = {
  text: [["", "anything at all"], []],
  rawtext: [["", "anything at all"], []],
  url: [
    [
      "https://example.com",
      "https://example.com/a?b=c#d",
      "git://host/path.git",
      "urn:isbn:0451450523",
      "HTTPS://[::1]:8080/",
      "mailto:team@example.com",
    ],
    [
      "",
      "example.com",
      "//example.com/a",
      "/path",
      "https://exa mple.com",
      "https://example.com/%zz",
      "https://example.com/a#b#c",
      "git@example.com:a/b.git",
      "not a url",
    ],
  ],
  rfc3339: [
    [
      "2026-11-21T04:05:06Z",
      "2026-11-21t04:05:06z",
      "2026-11-21T04:05:06.789+02:00",
      "2026-11-21T04:05:06-00:00",
      "2024-02-29T00:00:00Z",
      "2016-12-31T23:59:60Z",
    ],
    [
      "",
      "2026-11-21",
      "2026-11-21 04:05:06Z",
      "2026-13-01T00:00:00Z",
      "2025-02-29T00:00:00Z",
      "2026-11-21T04:05:06",
      "2026-11-21T04:05Z",
      "2026-11-21T04:05:06+0200",
      "2026-11-21T04:05:06+02",
      "2026-11-21T04:05:06+25:00",
      "2026-11-21T24:00:00Z",
      "20261121T040506Z",
    ],
  ],
  semver: [
    ["1.2.3", "0.0.0", "1.2.3-rc.1+build.5", "1.2.3-0a", "1.2.3+a.b-c"],
    [
      "",
      "1.2",
      "v1.2.3",
      "1.2.3.4",
      " 1.2.3",
      "1.2.3 ",
      "01.2.3",
      "1.2.3-",
      "1.2.3-01",
      "1.2.3-a..b",
      "1.2.3-rc_1",
      "latest",
    ],
  ],
  spdx: [
    ["MIT", "Apache-2.0", "GPL-3.0-only", "GPL-3.0", "GPL-2.0+"],
    [
      "",
      "mit",
      "Apache 2.0",
      "Apache-2.0+",
      "MIT ",
      "(MIT)",
      "MIT OR Apache-2.0",
      "GPL-2.0-only WITH Classpath-exception-2.0",
      "LicenseRef-own",
      "NONE",
      "toString",
    ],
  ],
  hash: [
    [commit, commit.slice(0, 7)],
    ["", commit.slice(0, 6), commit.slice(0, 8), commit.toUpperCase(), `${commit}0`, `${commit}\n`, "main"],
  ],
  email: [
    ["me@example.com", "first.last+tag@mail.example.org"],
    [
      "",
      "me",
      "me@",
      "@example.com",
      "me@localhost",
      "me@example..com",
      "me..you@example.com",
      "me@-example.com",
      "me@example.com, you@example.com",
      "Me <me@example.com>",
    ],
  ],
};

describe.each(Object.entries(cases))("%s", (type, [good, bad]) => {
  test.each(good)("takes %j", (text) => expect(isOfLabelType(text, type as LabelType)).toBe(true));
  if (bad.length > 0)
    test.each(bad)("refuses %j", (text) => expect(isOfLabelType(text, type as LabelType)).toBe(false));
});

test("a value beyond all measure is refused at once", () => {
  expect(isOfLabelType(`${"a".repeat(100_000)}@`, "email")).toBe(false);
});
