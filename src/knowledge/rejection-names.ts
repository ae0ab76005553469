/**
 * What other tools call the mistakes that the builder rejects, by our code for them (`src/syntax`). A tool that is not named for a
 * mistake says nothing of it, or has one name for all that it can't read.
 * Sources: hadolint 2.15.1, dockerfile-utils 0.16.3, dockerfilelint 1.8.0, tally 0.44, trivy-checks 2.2.0, KICS 2.1, semgrep-rules of
 * 2024-10, droast 1.4.9; read 2026-11.
 */
export const unreadable: readonly string[] = ["DL1000", "invalid_line", "DF071"];

const arity = [
  "ARGUMENT_MISSING",
  "ARGUMENT_REQUIRES_ONE",
  "ARGUMENT_REQUIRES_AT_LEAST_ONE",
  "required_params",
];
const flags = ["UNKNOWN_ADD_FLAG", "UNKNOWN_COPY_FLAG", "UNKNOWN_FROM_FLAG", "UNKNOWN_HEALTHCHECK_FLAG"];
const pair = ["label_invalid", "invalid_format"];
const first = ["DL3061", "NO_SOURCE_IMAGE", "from_first", "DF037"];

/** Mistakes that some tools tell from others. hadolint has its one name for most of them. */
const named: Readonly<Record<string, readonly string[]>> = {
  "blank-name": [...unreadable, "SYNTAX_MISSING_NAMES", ...pair],
  "duration-too-short": [...unreadable, "FLAG_LESS_THAN_1MS"],
  "flag-without-value": [
    ...unreadable,
    "FLAG_MISSING_VALUE",
    "FLAG_MISSING_DURATION",
    "healthcheck_options_missing_args",
  ],
  "forbidden-trigger": ["DL3043", "ONBUILD_CHAINING_DISALLOWED", "ONBUILD_TRIGGER_DISALLOWED", "DF068"],
  "from-arguments": [...unreadable, "ARGUMENT_REQUIRES_ONE_OR_THREE", "INVALID_AS"],
  "healthcheck-none-arguments": [...unreadable, "ARGUMENT_UNNECESSARY", "invalid_format"],
  "healthcheck-type": [...unreadable, "UNKNOWN_TYPE", "invalid_format"],
  "instruction-before-from": first,
  "invalid-boolean-flag": [...unreadable, "FLAG_EXPECTED_BOOLEAN_VALUE", "FLAG_INVALID_LINK_VALUE"],
  "invalid-duration": [...unreadable, "FLAG_INVALID_DURATION", "FLAG_UNKNOWN_UNIT"],
  "invalid-escape-directive": [...unreadable, "INVALID_ESCAPE_DIRECTIVE"],
  // hadolint takes any text for the name of an image.
  "invalid-image": ["INVALID_REFERENCE_FORMAT"],
  "invalid-port": [...unreadable, "INVALID_PORT", "INVALID_PROTO"],
  "invalid-retries": [...unreadable, "FLAG_AT_LEAST_ONE"],
  "invalid-signal": [...unreadable, "INVALID_SIGNAL", "ARGUMENT_EXTRA"],
  "invalid-stage-name": [...unreadable, "INVALID_BUILD_STAGE_NAME"],
  "invalid-variable": [...unreadable, "UNSUPPORTED_MODIFIER"],
  "missing-argument": [...unreadable, ...arity, "HEALTHCHECK_CMD_ARGUMENT_MISSING", "SHELL_REQUIRES_ONE"],
  "missing-destination": [...unreadable, "ARGUMENT_REQUIRES_AT_LEAST_TWO", "missing_args"],
  "missing-equals": [...unreadable, "SYNTAX_MISSING_EQUALS", ...pair],
  "missing-value": [...unreadable, "ARGUMENT_REQUIRES_TWO", ...pair],
  "no-from": [...first, "tally/require-stages"],
  "no-instructions": [...unreadable, "NO_SOURCE_IMAGE"],
  "port-out-of-range": ["DL3011", "DS-0008", "71bf8cf8", "INVALID_PORT", "invalid-port", "DF040"],
  "repeated-directive": [...unreadable, "DUPLICATED_ESCAPE_DIRECTIVE"],
  "repeated-flag": [...unreadable, "FLAG_DUPLICATE"],
  "shell-not-json": [...unreadable, "SHELL_JSON_FORM", "invalid_format"],
  "unknown-flag": [...unreadable, ...flags, "invalid_format"],
  "unknown-instruction": [
    ...unreadable,
    "tally/unknown-instruction",
    "UNKNOWN_INSTRUCTION",
    "invalid_command",
  ],
  "unsupported-modifier": [...unreadable, "UNSUPPORTED_MODIFIER"],
  "unterminated-quote": [...unreadable, "SYNTAX_MISSING_SINGLE_QUOTE", "SYNTAX_MISSING_DOUBLE_QUOTE"],
};

const others: readonly string[] = [...unreadable, "INVALID_SYNTAX"];

/** The names of one mistake. */
export function namesOfRejection(code: string): readonly string[] {
  return Object.hasOwn(named, code) ? named[code]! : others;
}

/** The names of all. */
export const rejectionNames: readonly string[] = [...new Set([...others, ...Object.values(named).flat()])];
