/**
 * Codes of hadolint and of `docker build --check`, with the severity that each tool gives them out of the box; `off` for those that it
 * does not report unless asked. What each code means is said by the rule that has it as an alias.
 * Source: hadolint 2.15.1 (71 rules and the code of files that do not parse), BuildKit of 2026-08 (22 checks, all warnings).
 */
export type CodeSeverity = "error" | "warning" | "info" | "style" | "off";

/** hadolint reports what ShellCheck says too, as severe as that finds it. */
export const shellCheckAlias = "SC####";

export const hadolintCodes: Readonly<Record<string, CodeSeverity>> = {
  DL1000: "error",
  DL1001: "off",
  DL3000: "error",
  DL3001: "info",
  DL3002: "warning",
  DL3003: "warning",
  DL3004: "error",
  DL3006: "warning",
  DL3007: "warning",
  DL3008: "warning",
  DL3009: "info",
  DL3010: "info",
  DL3011: "error",
  DL3012: "error",
  DL3013: "warning",
  DL3014: "warning",
  DL3015: "info",
  DL3016: "warning",
  DL3018: "warning",
  DL3019: "info",
  DL3020: "error",
  DL3021: "error",
  DL3022: "warning",
  DL3023: "error",
  DL3024: "error",
  DL3025: "warning",
  DL3026: "error",
  DL3027: "warning",
  DL3028: "warning",
  DL3029: "warning",
  DL3030: "warning",
  DL3032: "warning",
  DL3033: "warning",
  DL3034: "warning",
  DL3035: "warning",
  DL3036: "warning",
  DL3037: "warning",
  DL3038: "warning",
  DL3040: "warning",
  DL3041: "warning",
  DL3042: "warning",
  DL3043: "error",
  DL3044: "error",
  DL3045: "warning",
  DL3046: "warning",
  DL3047: "info",
  DL3048: "style",
  DL3049: "info",
  DL3050: "info",
  DL3051: "warning",
  DL3052: "warning",
  DL3053: "warning",
  DL3054: "warning",
  DL3055: "warning",
  DL3056: "warning",
  DL3057: "off",
  DL3058: "warning",
  DL3059: "info",
  DL3060: "info",
  DL3061: "error",
  DL3062: "warning",
  DL3063: "warning",
  DL3064: "warning",
  DL3065: "warning",
  DL3066: "info",
  DL3067: "warning",
  DL4000: "error",
  DL4001: "warning",
  DL4003: "warning",
  DL4004: "error",
  DL4005: "warning",
  DL4006: "warning",
};

export const buildkitChecks: Readonly<Record<string, CodeSeverity>> = {
  StageNameCasing: "warning",
  FromAsCasing: "warning",
  NoEmptyContinuation: "warning",
  ConsistentInstructionCasing: "warning",
  DuplicateStageName: "warning",
  ReservedStageName: "warning",
  JSONArgsRecommended: "warning",
  MaintainerDeprecated: "warning",
  UndefinedArgInFrom: "warning",
  WorkdirRelativePath: "warning",
  UndefinedVar: "warning",
  MultipleInstructionsDisallowed: "warning",
  LegacyKeyValueFormat: "warning",
  InvalidBaseImagePlatform: "warning",
  RedundantTargetPlatform: "warning",
  SecretsUsedInArgOrEnv: "warning",
  InvalidDefaultArgInFrom: "warning",
  FromPlatformFlagConstDisallowed: "warning",
  CopyIgnoredFile: "warning",
  InvalidDefinitionDescription: "off",
  ExposeProtoCasing: "warning",
  ExposeInvalidFormat: "warning",
};

/** Codes of dockerfile-utils; its ignore comment hides all of them. Source: the names in its package, 0.16.3. */
export const dockerfileUtilsCodes: ReadonlySet<string> = new Set(
  `CASING_INSTRUCTION CASING_DIRECTIVE ARGUMENT_MISSING ARGUMENT_EXTRA
  ARGUMENT_REQUIRES_ONE ARGUMENT_REQUIRES_AT_LEAST_ONE ARGUMENT_REQUIRES_TWO ARGUMENT_REQUIRES_AT_LEAST_TWO
  ARGUMENT_REQUIRES_ONE_OR_THREE ARGUMENT_UNNECESSARY DUPLICATE_BUILD_STAGE_NAME EMPTY_CONTINUATION_LINE
  INVALID_BUILD_STAGE_NAME FLAG_AT_LEAST_ONE FLAG_DUPLICATE FLAG_INVALID_DURATION
  FLAG_LESS_THAN_1MS FLAG_MISSING_DURATION FLAG_MISSING_VALUE FLAG_UNKNOWN_UNIT
  NO_SOURCE_IMAGE INVALID_ESCAPE_DIRECTIVE INVALID_AS INVALID_DESTINATION
  INVALID_PORT INVALID_PROTO INVALID_REFERENCE_FORMAT INVALID_SIGNAL
  INVALID_SYNTAX ONBUILD_CHAINING_DISALLOWED ONBUILD_TRIGGER_DISALLOWED SHELL_JSON_FORM
  SHELL_REQUIRES_ONE SYNTAX_MISSING_EQUALS SYNTAX_MISSING_NAMES SYNTAX_MISSING_SINGLE_QUOTE
  SYNTAX_MISSING_DOUBLE_QUOTE MULTIPLE_INSTRUCTIONS UNKNOWN_INSTRUCTION UNKNOWN_ADD_FLAG
  UNKNOWN_COPY_FLAG UNKNOWN_FROM_FLAG UNKNOWN_HEALTHCHECK_FLAG UNKNOWN_TYPE
  UNSUPPORTED_MODIFIER DEPRECATED_MAINTAINER HEALTHCHECK_CMD_ARGUMENT_MISSING FLAG_INVALID_FROM_VALUE
  FLAG_INVALID_LINK_VALUE FLAG_EXPECTED_BOOLEAN_VALUE JSON_IN_SINGLE_QUOTES WORKDIR_IS_NOT_ABSOLUTE
  BASE_NAME_EMPTY DUPLICATED_ESCAPE_DIRECTIVE`.split(/\s+/),
);

/** No check of BuildKit's, and nothing that its comments can skip: it stands for the errors that end `docker build --check`. */
export const buildError = "BuildError";
