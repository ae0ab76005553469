import formats from "ajv-formats/dist/formats.js";
import parseSemver from "semver/functions/parse.js";
import deprecatedSpdxIds from "spdx-license-ids/deprecated.json" with { type: "json" };
import spdxIds from "spdx-license-ids/index.json" with { type: "json" };

/** What the value of a label may be asked to be; the names are those of hadolint's `label-schema`. */
export const labelTypes = ["text", "rawtext", "url", "rfc3339", "semver", "spdx", "hash", "email"] as const;
export type LabelType = (typeof labelTypes)[number];

/** No label of a real image is longer, and no value is read further. */
const longestValue = 4096;

const { uri, email, "date-time": dateTime } = formats.fullFormats;

/** Identifiers of the SPDX licence list, though deprecated, that the package leaves out as they look like expressions (read 2026-11). */
const idsWithPlus = ["GPL-1.0+", "GPL-2.0+", "GPL-3.0+", "LGPL-2.0+", "LGPL-2.1+", "LGPL-3.0+"];

/** Made when a file is first held against such a type. */
let licences: ReadonlySet<string> | null = null;

/**
 * Whether a text is of a type. Libraries decide: `semver` (strict SemVer 2, no `v` before it), `spdx-license-ids` (one identifier, no
 * expression), `ajv-formats` (RFC 3339 times, absolute URIs of RFC 3986, addresses of RFC 5321). A hash is that of a commit: 7 or 40
 * hexadecimal digits in lower case.
 */
export function isOfLabelType(text: string, type: LabelType): boolean {
  if (type === "text" || type === "rawtext") return true;
  if (text.length > longestValue) return false;
  switch (type) {
    case "url":
      return matches(uri, text);
    case "rfc3339":
      // RFC 3339 allows a blank for the `T` only to those who agree on it, and wants a colon in the offset.
      return /^\S+(?:z|[+-]\d\d:\d\d)$/i.test(text) && matches(dateTime, text);
    case "semver":
      return /^\d/.test(text) && !/\s/.test(text) && parseSemver(text) !== null;
    case "spdx":
      licences ??= new Set([...spdxIds, ...deprecatedSpdxIds, ...idsWithPlus]);
      return licences.has(text);
    case "hash":
      return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(text);
    case "email":
      return matches(email, text);
  }
}

function matches(format: unknown, text: string): boolean {
  if (format instanceof RegExp) return format.test(text);
  if (typeof format === "function") return format(text) === true;
  const { validate } = format as { readonly validate: unknown };
  return matches(validate, text);
}
