import { nearestName } from "../text/nearest-name.ts";
import { isFileMode, parseDuration } from "./literals.ts";
import type { Flag, InstructionKind, SyntaxProblem } from "./nodes.ts";
import { isPlatform } from "./platform.ts";
import { quote } from "./quote.ts";
import { holdsVariable, literalText } from "./shell-word.ts";

/** `list` may be given more than once. */
type FlagType = "boolean" | "string" | "list";

/** The flags of Dockerfile 1.26 (BuildKit, August 2026), labs ones included. */
const flagTypes: Partial<Record<InstructionKind, Readonly<Record<string, FlagType>>>> = {
  FROM: { platform: "string" },
  RUN: { mount: "list", network: "string", security: "string", device: "list" },
  COPY: {
    from: "string",
    chown: "string",
    chmod: "string",
    link: "boolean",
    parents: "boolean",
    exclude: "list",
  },
  ADD: {
    chown: "string",
    chmod: "string",
    checksum: "string",
    link: "boolean",
    "keep-git-dir": "boolean",
    unpack: "boolean",
    exclude: "list",
  },
  HEALTHCHECK: {
    interval: "string",
    timeout: "string",
    "start-period": "string",
    "start-interval": "string",
    retries: "string",
  },
};

/** BuildKit drops flags of these without a look. */
const unchecked: ReadonlySet<InstructionKind> = new Set(["ARG", "STOPSIGNAL", "UNKNOWN"]);

/** What BuildKit rejects in the flags of an instruction; values with variables in them are not judged. */
export function flagProblems(
  kind: InstructionKind,
  flags: readonly Flag[],
  escapeChar: string,
): SyntaxProblem[] {
  if (flags.length === 0 || unchecked.has(kind)) return [];
  const types = flagTypes[kind] ?? {};
  const seen = new Set<string>();
  return flags.flatMap((flag) => {
    const type = Object.hasOwn(types, flag.name) ? types[flag.name] : undefined;
    const problem =
      type === undefined
        ? unknownFlag(kind, flag, Object.keys(types))
        : seen.has(flag.name) && type !== "list"
          ? problemAt(flag, "repeated-flag", `\`--${flag.name}\` is given twice`, "remove one of the two")
          : type === "boolean"
            ? booleanProblem(flag)
            : valueProblem(kind, flag, escapeChar);
    seen.add(flag.name);
    return problem ?? [];
  });
}

function problemAt(flag: Flag, code: string, message: string, help?: string): SyntaxProblem {
  return { code, message, range: flag.range, ...(help === undefined ? {} : { help }) };
}

function unknownFlag(kind: InstructionKind, flag: Flag, names: readonly string[]): SyntaxProblem {
  const meant = nearestName(flag.name, names);
  const help =
    meant !== null
      ? `write \`--${meant}\``
      : names.length === 0
        ? `write \`--\` before an argument that begins with \`--\``
        : `use one of ${names.map((name) => `\`--${name}\``).join(", ")}, or write \`--\` before an argument that begins with \`--\``;
  return problemAt(flag, "unknown-flag", `\`${kind}\` has no flag ${quote(`--${flag.name}`)}`, help);
}

function booleanProblem(flag: Flag): SyntaxProblem | null {
  if (flag.value === null || /^(?:true|false)$/i.test(flag.value)) return null;
  if (flag.value === "") return withoutValue(flag);
  return problemAt(
    flag,
    "invalid-boolean-flag",
    `\`--${flag.name}\` takes \`true\` or \`false\`, not ${quote(flag.value)}`,
    `write \`--${flag.name}\` to switch it on`,
  );
}

function withoutValue(flag: Flag): SyntaxProblem {
  return problemAt(
    flag,
    "flag-without-value",
    `\`--${flag.name}\` has no value`,
    `write \`--${flag.name}=…\``,
  );
}

function valueProblem(kind: InstructionKind, flag: Flag, escapeChar: string): SyntaxProblem | null {
  const { name, value } = flag;
  if (value === null) return withoutValue(flag);
  if (kind === "HEALTHCHECK")
    return name === "retries" ? retriesProblem(flag, value) : durationProblem(flag, value);
  if (name === "network" && !/^(?:default|none|host)$/.test(value)) {
    return problemAt(
      flag,
      "invalid-network",
      `${quote(value)} is no network mode`,
      "use `default`, `none` or `host`",
    );
  }
  if (name === "security" && !/^(?:insecure|sandbox)$/.test(value)) {
    return problemAt(
      flag,
      "invalid-security",
      `${quote(value)} is no security mode`,
      "use `sandbox` or `insecure`",
    );
  }
  if (name === "from" && isExpanded(value)) {
    return problemAt(
      flag,
      "variable-in-copy-from",
      "`--from` takes no variables",
      "name the image with `FROM … AS name` before the first stage that needs it, and use that name",
    );
  }
  const literal = literalText(value, escapeChar);
  if (!literal) return null;
  if (name === "chmod" && !isFileMode(literal)) {
    return problemAt(
      flag,
      "invalid-chmod",
      `${quote(value)} is no file mode`,
      "write an octal number up to `7777`, or a symbolic mode such as `u=rwx,go=rx`",
    );
  }
  if (name === "platform" && !isPlatform(literal)) {
    return problemAt(
      flag,
      "invalid-platform",
      `${quote(value)} is no platform`,
      "write it as `linux/amd64` or `linux/arm64/v8`",
    );
  }
  return null;
}

/** BuildKit compares the value with what its word lexer makes of it: quotes and escapes count as variables do. */
function isExpanded(value: string): boolean {
  return /['"\\]/.test(value) || holdsVariable(value);
}

function retriesProblem(flag: Flag, value: string): SyntaxProblem | null {
  const isValid = value === "" || (/^[-+]?\d+$/.test(value) && Number(value) >= 0 && Number(value) < 2 ** 31);
  return isValid
    ? null
    : problemAt(flag, "invalid-retries", `${quote(value)} is no number of retries`, "write a whole number");
}

function durationProblem(flag: Flag, value: string): SyntaxProblem | null {
  const seconds = value === "" ? 0 : parseDuration(value);
  if (seconds === null) {
    const help = "write a number with a unit, such as `30s` or `1m30s`";
    return problemAt(flag, "invalid-duration", `${quote(value)} is no duration`, help);
  }
  if (seconds === 0 || seconds >= 0.001) return null;
  return problemAt(
    flag,
    "duration-too-short",
    `\`--${flag.name}\` is less than a millisecond`,
    "write `1ms` or more",
  );
}
