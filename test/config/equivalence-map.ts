/**
 * Which codes of which tools mean the same: one row for each meaning, with the rules that report it. A code may stand in several rows. Read
 * from the tools' documentation and published packages, 2026-11: hadolint, BuildKit, tally, dockerfile-utils, Trivy, Checkov, KICS (ids by
 * their first part), dockerfilelint, docker-parfum, semgrep, dockle, droast (DF), cachelint (CL), layerLint, keel (SEC, PERF, BP, STY).
 */
export interface Meaning {
  readonly meaning: string;
  /** Ids of the rules that report it; empty when it is left out. */
  readonly rules: string;
  /** Codes that are aliases of these rules. */
  readonly codes: string;
  /** Codes for which there is no rule on purpose. */
  readonly leftOut?: string;
}

export const meanings: readonly Meaning[] = [
  // Structure, syntax, stages.
  {
    meaning: "1 a file that can't be read",
    rules: "syntax-error",
    codes: "DL1000 BuildError INVALID_SYNTAX INVALID_REFERENCE_FORMAT invalid_line DF071",
  },
  {
    meaning: "2 an unknown instruction",
    rules: "syntax-error",
    codes: "DL1000 tally/unknown-instruction UNKNOWN_INSTRUCTION invalid_command",
  },
  {
    meaning: "3 no FROM, or another instruction before it",
    rules: "syntax-error",
    codes: "DL3061 tally/require-stages NO_SOURCE_IMAGE from_first DF037",
  },
  { meaning: "4 a misspelt `# syntax`", rules: "misspelt-frontend", codes: "tally/syntax-directive-typo" },
  {
    meaning: "5 a broken or repeated directive, or one in capital letters",
    rules: "syntax-error",
    codes: "INVALID_ESCAPE_DIRECTIVE DUPLICATED_ESCAPE_DIRECTIVE",
    leftOut: "CASING_DIRECTIVE",
  },
  {
    meaning: "6 keywords in different cases",
    rules: "instruction-casing",
    codes: "ConsistentInstructionCasing CASING_INSTRUCTION uppercase_commands STY001 DF076",
  },
  { meaning: "7 FROM and AS in different cases", rules: "from-as-casing", codes: "FromAsCasing DF079" },
  {
    meaning: "8 a stage name with capital letters",
    rules: "stage-name-casing",
    codes: "StageNameCasing DF085",
  },
  {
    meaning: "9 an empty line in an instruction",
    rules: "empty-continuation-line",
    codes: "NoEmptyContinuation EMPTY_CONTINUATION_LINE",
  },
  {
    meaning: "10 a stage name that is taken",
    rules: "duplicate-stage-name",
    codes:
      "DL3024 DuplicateStageName DUPLICATE_BUILD_STAGE_NAME DS-0012 CKV_DOCKER_11 f2daed12 alias-must-be-unique DF042",
  },
  {
    meaning: "11 a reserved stage name",
    rules: "reserved-stage-name",
    codes: "DL3063 ReservedStageName DF084",
  },
  {
    meaning: "12 an invalid stage name",
    rules: "syntax-error",
    codes: "DL1000 INVALID_BUILD_STAGE_NAME INVALID_AS",
  },
  {
    meaning: "13 COPY from its own stage",
    rules: "broken-stage-reference",
    codes: "DL3023 DS-0006 cdddb86f copy-from-own-alias DF050",
  },
  {
    meaning: "14 COPY from an unknown stage",
    rules: "broken-stage-reference",
    codes: "DL3022 FLAG_INVALID_FROM_VALUE DF049",
  },
  { meaning: "15 COPY from a stage by its number", rules: "stage-by-number", codes: "68a51e22 DF023" },
  {
    meaning: "16 a stage that is not needed",
    rules: "unreachable-stage",
    codes: "tally/no-unreachable-stages",
  },
  { meaning: "17 stages in a circle", rules: "broken-stage-reference", codes: "tally/circular-stage-deps" },
  {
    meaning: "18 COPY from an empty stage",
    rules: "copy-from-empty-stage",
    codes: "tally/copy-from-empty-scratch-stage",
  },
  { meaning: "19 COPY of all of a stage", rules: "copy-over-whole-system", codes: "DL3067" },
  {
    meaning: "20 a trigger that is forbidden",
    rules: "syntax-error",
    codes: "DL3043 ONBUILD_CHAINING_DISALLOWED ONBUILD_TRIGGER_DISALLOWED DF068",
  },
  {
    meaning: "21 a trigger that is no instruction",
    rules: "broken-trigger",
    codes: "tally/invalid-onbuild-trigger UNKNOWN_INSTRUCTION",
  },
  {
    meaning: "22 several CMD",
    rules: "repeated-instruction",
    codes:
      "DL4003 MultipleInstructionsDisallowed MULTIPLE_INSTRUCTIONS DS-0016 41c195f4 multiple-cmd-instructions DF038 BP003",
  },
  {
    meaning: "23 several ENTRYPOINT",
    rules: "repeated-instruction",
    codes:
      "DL4004 MultipleInstructionsDisallowed MULTIPLE_INSTRUCTIONS DS-0007 6938958b multiple-entrypoint-instructions DF039",
  },
  {
    meaning: "24 several HEALTHCHECK",
    rules: "repeated-instruction",
    codes: "DL3012 MultipleInstructionsDisallowed MULTIPLE_INSTRUCTIONS DS-0023 DF041",
  },
  {
    meaning: "25 CMD or ENTRYPOINT in shell form",
    rules: "shell-form-command",
    codes: "DL3025 JSONArgsRecommended b86987e1 34945ae8 prefer-json-notation DF018 DF025",
  },
  {
    meaning: "26 a broken JSON array",
    rules: "broken-json-array syntax-error",
    codes: "tally/invalid-json-form JSON_IN_SINGLE_QUOTES SHELL_JSON_FORM SHELL_REQUIRES_ONE",
  },
  {
    meaning: "27 MAINTAINER",
    rules: "maintainer-instruction",
    codes:
      "DL4000 MaintainerDeprecated DEPRECATED_MAINTAINER DS-0022 CKV_DOCKER_6 99614418 deprecated_in_1.13 maintainer-is-deprecated DF019 BP004",
  },
  {
    meaning: "28 ENV or LABEL without an equals sign",
    rules: "legacy-key-value syntax-error",
    codes: "LegacyKeyValueFormat SYNTAX_MISSING_EQUALS label_invalid invalid_format DF082",
  },
  { meaning: "29 a variable that its own ENV sets", rules: "undefined-variable", codes: "DL3044 DF062" },
  { meaning: "30 an undefined variable", rules: "undefined-variable", codes: "UndefinedVar DF087" },
  {
    meaning: "31 an undeclared variable in FROM",
    rules: "undeclared-variable-in-from",
    codes: "UndefinedArgInFrom BASE_NAME_EMPTY DF086",
  },
  {
    meaning: "32 a variable in FROM without a default",
    rules: "base-without-default",
    codes: "InvalidDefaultArgInFrom BASE_NAME_EMPTY",
  },
  {
    meaning: "33 arguments, flags and values that the builder rejects",
    rules: "syntax-error comment-as-argument",
    codes: `ARGUMENT_MISSING ARGUMENT_EXTRA ARGUMENT_REQUIRES_ONE ARGUMENT_REQUIRES_AT_LEAST_ONE ARGUMENT_REQUIRES_TWO
      ARGUMENT_REQUIRES_AT_LEAST_TWO ARGUMENT_REQUIRES_ONE_OR_THREE ARGUMENT_UNNECESSARY FLAG_AT_LEAST_ONE FLAG_DUPLICATE
      FLAG_INVALID_DURATION FLAG_LESS_THAN_1MS FLAG_MISSING_DURATION FLAG_MISSING_VALUE FLAG_UNKNOWN_UNIT INVALID_SIGNAL
      INVALID_SYNTAX SYNTAX_MISSING_EQUALS SYNTAX_MISSING_NAMES SYNTAX_MISSING_SINGLE_QUOTE SYNTAX_MISSING_DOUBLE_QUOTE
      UNKNOWN_ADD_FLAG UNKNOWN_COPY_FLAG UNKNOWN_FROM_FLAG UNKNOWN_HEALTHCHECK_FLAG UNKNOWN_TYPE UNSUPPORTED_MODIFIER
      HEALTHCHECK_CMD_ARGUMENT_MISSING FLAG_EXPECTED_BOOLEAN_VALUE FLAG_INVALID_LINK_VALUE required_params extra_args
      missing_args healthcheck_options_missing_args invalid_format`,
  },
  {
    meaning: "34 a comment that describes something else",
    rules: "definition-comment",
    codes: "InvalidDefinitionDescription",
  },
  {
    meaning: "35 a relative WORKDIR, or one with a blank",
    rules: "relative-workdir comment-as-argument",
    codes:
      "DL3000 WorkdirRelativePath WORKDIR_IS_NOT_ABSOLUTE DS-0009 CKV_DOCKER_10 6b376af8 use-absolute-workdir invalid_workdir DF009 BP005",
  },
  { meaning: "36 a WORKDIR of the system", rules: "workdir-in-system-directory", codes: "DS-0030" },
  {
    meaning: "37 a relative target without WORKDIR",
    rules: "relative-copy-destination",
    codes: "DL3045 DF063",
  },
  {
    meaning: "38 several sources and no slash",
    rules: "several-sources-without-slash",
    codes: "DL3021 INVALID_DESTINATION DS-0011 6db6e0c2 add_dest_invalid DF048",
  },
  {
    meaning: "39 a port that does not exist",
    rules: "syntax-error",
    codes: "DL3011 INVALID_PORT DS-0008 71bf8cf8 invalid_port invalid-port DF040",
  },
  { meaning: "40 an exposed SSH port", rules: "exposed-ssh-port", codes: "DS-0004 CKV_DOCKER_1 5907595b" },
  {
    meaning: "41 EXPOSE of a port of the host",
    rules: "expose-host-port",
    codes: "ExposeInvalidFormat INVALID_PORT expose_host_port",
  },
  {
    meaning: "42 the protocol of EXPOSE",
    rules: "expose-protocol-casing syntax-error",
    codes: "ExposeProtoCasing INVALID_PROTO DF078",
  },
  {
    meaning: "43 STOPSIGNAL",
    rules: "stop-signal-spelling ungraceful-stop-signal syntax-error",
    codes:
      "tally/prefer-canonical-stopsignal tally/no-ungraceful-stopsignal tally/prefer-nginx-sigquit tally/prefer-systemd-sigrtmin-plus-3 INVALID_SIGNAL",
  },

  // Base image and platform.
  {
    meaning: "44 an image without tag",
    rules: "moving-base-tag",
    codes:
      "DL3006 DS-0001 CKV_DOCKER_7 9efb0b2d missing_tag missing-image-version DF001 CL006 SEC003 unpinned-base-image-tag",
  },
  {
    meaning: "45 the tag `latest`",
    rules: "moving-base-tag",
    codes:
      "DL3007 DS-0001 CKV_DOCKER_7 f45ea400 latest_tag avoid-latest-version DKL-DI-0006 DF001 DF024 CL006 SEC003 unpinned-base-image-tag",
  },
  {
    meaning: "46 an image without digest",
    rules: "unpinned-base-digest",
    codes: "dockerfile-source-not-pinned",
  },
  {
    meaning: "47 a list of registries",
    rules: "untrusted-registry",
    codes: "DL3026 DF065",
    leftOut: "DF073",
  },
  {
    meaning: "48 a constant platform",
    rules: "constant-platform",
    codes: "DL3029 FromPlatformFlagConstDisallowed b16e8501 avoid-platform-with-from DF061",
  },
  {
    meaning: "49 the platform that is built for, said again",
    rules: "redundant-target-platform",
    codes: "DL3065 RedundantTargetPlatform DF083",
  },
  {
    meaning: "50 a base image for another platform",
    rules: "base-platform-mismatch",
    codes: "InvalidBaseImagePlatform tally/platform-mismatch",
  },
  {
    meaning: "51 a base image that is out of date",
    rules: "end-of-life-base stale-base-digest-label",
    codes: "tally/ruby/eol-ruby-version tally/labels/no-stale-base-digest",
  },

  // Users, permissions, secrets, downloads.
  {
    meaning: "52 the last USER is root",
    rules: "root-user",
    codes: "DL3002 DS-0002 CKV_DOCKER_8 67fd0c4a last-user-is-root CIS-DI-0001 DF002 SEC001 run-as-root",
  },
  {
    meaning: "53 no USER",
    rules: "root-user",
    codes:
      "tally/stateful-root-runtime DS-0002 CKV_DOCKER_3 fd54f200 missing-user missing-user-entrypoint CIS-DI-0001 DF020 SEC001 run-as-root",
  },
  {
    meaning: "54 a USER by name",
    rules: "named-user user-unknown-in-scratch",
    codes: "DL3066 tally/named-identity-in-passwdless-stage",
  },
  {
    meaning: "55 a user who is created and not used, or loses groups",
    rules: "root-user dropped-supplementary-groups",
    codes: "tally/user-created-but-never-used tally/user-explicit-group-drops-supplementary-groups",
  },
  {
    meaning: "56 COPY after USER without --chown",
    rules: "user-before-root-work",
    codes: "tally/copy-after-user-without-chown",
    leftOut: "aa93e17f tally/ruby/state-paths-not-writable-as-non-root",
  },
  {
    meaning: "57 sudo",
    rules: "sudo-in-build",
    codes: "DL3004 DS-0010 CKV2_DOCKER_1 8ada6e80 sudo_usage no-sudo-in-dockerfile DKL-DI-0001 DF010 SEC005",
  },
  { meaning: "58 useradd with a high number", rules: "sparse-login-log", codes: "DL3046 DF064" },
  {
    meaning: "59 a secret in ARG or ENV",
    rules: "secret-in-variable",
    codes:
      "DL3064 SecretsUsedInArgOrEnv tally/ruby/secrets-in-arg-or-env tally/ruby/prefer-secret-mounts-for-build-credentials DS-0031 secret-in-build-arg CIS-DI-0010 DF013 DF014 SEC002",
  },
  { meaning: "60 the text of a secret", rules: "written-secret", codes: "tally/secrets-in-code DF013" },
  {
    meaning: "61 a secret that gets into a layer",
    rules: "credential-left-in-layer copied-secret",
    codes: "tally/require-secret-mounts DS-0031 CIS-DI-0010 SEC006 copying-secrets-into-image",
  },
  {
    meaning: "62 verification switched off",
    rules: "verification-switched-off",
    codes: `CKV2_DOCKER_2 CKV2_DOCKER_3 CKV2_DOCKER_4 CKV2_DOCKER_5 CKV2_DOCKER_6 CKV2_DOCKER_7 CKV2_DOCKER_8 CKV2_DOCKER_9
      CKV2_DOCKER_10 CKV2_DOCKER_11 CKV2_DOCKER_12 CKV2_DOCKER_13 CKV2_DOCKER_14 CKV2_DOCKER_15 CKV2_DOCKER_16`,
  },
  {
    meaning: "63 a download without TLS",
    rules: "plain-http-download",
    codes: "curlUseHttpsUrl wgetUseHttpsUrl",
  },
  { meaning: "64 a password in the image", rules: "password-in-image", codes: "CKV2_DOCKER_17 DKL-LI-0001" },
  {
    meaning: "65 chmod 777",
    rules: "world-writable-files",
    codes: "tally/world-writable-state-path-workaround DF034",
  },
  {
    meaning: "66 the socket of Docker, or a folder of the system, as a volume",
    rules: "docker-socket-volume",
    codes: "dockerfile-dockerd-socket-mount",
    leftOut: "DKL-DI-0002",
  },
  {
    meaning: "67 a script or a file from the network, unchecked",
    rules: "unchecked-script",
    codes: "DF021 SEC004 wget-curl-without-checksum",
  },

  // Files and context.
  {
    meaning: "68 ADD where COPY would do",
    rules: "add-instead-of-copy",
    codes: "DL3020 DS-0005 CKV_DOCKER_4 9513a694 CIS-DI-0009 DF006 CL008 BP002 add-instead-of-copy",
  },
  {
    meaning: "69 ADD of a URL",
    rules: "add-without-checksum",
    codes: "4b410d24 prefer-copy-over-add SEC007",
  },
  {
    meaning: "70 an archive that ADD could unpack, a repository that it could clone",
    rules: "copied-archive-unpacked",
    codes: "DL3010 CPY005",
    leftOut: "tally/prefer-add-unpack tally/prefer-add-git DF067 PERF006",
  },
  { meaning: "71 COPY of a file that is ignored", rules: "missing-source", codes: "CopyIgnoredFile DF077" },
  { meaning: "72 a source outside the context", rules: "missing-source", codes: "add_src_invalid" },
  {
    meaning: "73 no ignore file, or the whole context",
    rules: "context-without-ignore-file copy-whole-context-in-final-stage",
    codes: "DF007 DF033 CL003 missing-dockerignore",
    leftOut: "multiple-broad-copies",
  },
  {
    meaning: "74 a file that is copied and changed, or written by a RUN",
    rules: "mode-changed-after-copy",
    codes: "tally/prefer-copy-chmod",
    leftOut: "tally/prefer-copy-heredoc",
  },
  { meaning: "75 a VEX document", rules: "", codes: "", leftOut: "tally/prefer-vex-attestation" },

  // Commands of RUN.
  {
    meaning: "76 a pointless command",
    rules: "pointless-command",
    codes: "DL3001 9b6b0f38 nonsensical-command DF060",
  },
  { meaning: "77 cd", rules: "cd-instead-of-workdir", codes: "DL3003 DS-0013 f4a6bcd3 use-workdir DF008" },
  {
    meaning: "78 a pipe without pipefail",
    rules: "lost-pipe-failure",
    codes: "DL4006 efbf148a set-pipefail DF057",
  },
  {
    meaning: "79 another /bin/sh",
    rules: "relinked-shell",
    codes: "DL4005 8a301064 use-shell-instruction",
  },
  {
    meaning: "80 wget and curl",
    rules: "wget-beside-curl",
    codes: "DL4001 DS-0014 fc775e75 use-either-wget-or-curl DF058",
  },
  { meaning: "81 the progress of wget", rules: "noisy-wget", codes: "DL3047 DF056" },
  {
    meaning: "82 curl that takes errors or redirects for files; settings of curl and wget",
    rules: "curl-without-fail unfollowed-redirect",
    codes: "curlUseFlagF DF035 curlUseFlagL tally/curl-should-follow-redirects",
    leftOut: "tally/prefer-curl-config tally/prefer-wget-config",
  },
  {
    meaning: "83 RUNs one below the other",
    rules: "consecutive-runs",
    codes: "DL3059 tally/prefer-run-heredoc 0008c003 DF003 PERF004",
  },
  {
    meaning: "84 what ShellCheck says",
    rules: "shellcheck-remark",
    codes: "SC#### SC2086 shellcheck/SC2046",
    leftOut: "DF066",
  },
  {
    meaning: "85 PowerShell, and what Windows does not know",
    rules: "lost-powershell-failure unsupported-on-windows",
    codes:
      "tally/powershell/error-action-preference tally/windows/no-chown-flag tally/windows/no-run-mounts tally/windows/no-stopsignal",
    leftOut: "tally/powershell/prefer-shell-instruction tally/powershell/progress-preference",
  },
  { meaning: "86 a shell in scratch", rules: "shell-in-scratch", codes: "tally/shell-run-in-scratch" },
  {
    meaning: "87 gpg, checksums, configure, and what sources leave behind",
    rules: "",
    codes: "",
    leftOut:
      "gpgUseBatchFlag gpgVerifyAscRmAsc gpgUseHaPools sha256sumEchoOneSpaces configureShouldUseBuildFlag rmRecursiveAfterMktempD mkdirUsrSrcThenRemove tarSomethingRmTheSomething",
  },

  // Package managers.
  { meaning: "88 apt", rules: "apt-in-script", codes: "DL3027 CKV_DOCKER_9 b84a0b47 prefer-apt-get DF059" },
  {
    meaning: "89 apt-get without -y",
    rules: "missing-assume-yes",
    codes: "DL3014 DS-0021 77783205 apt-get_missing_param aptGetInstallUseY missing-assume-yes-switch DF015",
  },
  {
    meaning: "90 recommended packages",
    rules: "install-recommends",
    codes:
      "DL3015 DS-0029 7384dfb2 apt-get_recommends aptGetInstallUseNoRec missing-no-install-recommends DF016 PERF005",
  },
  { meaning: "91 versions of apt", rules: "unpinned-packages", codes: "DL3008 965a08d7 DF005" },
  {
    meaning: "92 package lists of apt",
    rules: "apt-lists-kept",
    codes:
      "DL3009 df746b39 apt-get_missing_rm aptGetInstallThenRemoveAptLists remove-package-lists remove-package-cache DKL-DI-0005 DF004 CL005 PERF003",
  },
  {
    meaning: "93 an update alone",
    rules: "apt-update-alone",
    codes:
      "DS-0017 CKV_DOCKER_5 9bae49be apt-get-update_require_install aptGetUpdatePrecedesInstall CIS-DI-0007 DF028 CL002 apt-update-without-install",
  },
  {
    meaning: "94 an upgrade of the system",
    rules: "system-upgrade",
    codes: `DL3005 DL3017 DL3031 DL3035 DL3039 DS-0024 apt-get-upgrade apt-get-dist-upgrade avoid-apt-get-upgrade avoid-apk-upgrade
      avoid-dnf-update avoid-yum-update avoid-zypper-update DKL-DI-0003 DF044 DF069 CL009`,
  },
  { meaning: "95 versions of apk", rules: "unpinned-packages", codes: "DL3018 d3499f6d DF052" },
  {
    meaning: "96 the cache of apk",
    rules: "package-cache-kept",
    codes:
      "DL3019 DS-0025 ae9c56a6 apkadd-missing_nocache_or_updaterm apkAddUseNoCache missing-apk-no-cache DKL-DI-0004 DF004 DF029 CL005 PERF003",
  },
  { meaning: "97 a name for packages of apk", rules: "", codes: "", leftOut: "apkadd-missing-virtual" },
  {
    meaning: "98 yum",
    rules: "missing-assume-yes package-cache-kept unpinned-packages",
    codes: `DL3030 6e19193a yumInstallForceYes missing-yum-assume-yes-switch DF027
      DL3032 DS-0015 00481784 yumInstallRmVarCacheYum missing-yum-clean-all DF047 DL3033 6452c424`,
  },
  {
    meaning: "99 dnf",
    rules: "missing-assume-yes package-cache-kept unpinned-packages",
    codes: `DL3038 7ebd323c missing-dnf-assume-yes-switch
      DL3040 DS-0019 DS-0027 295acb63 missing-dnf-clean-all DF046 DL3041 93d88cf7`,
  },
  {
    meaning: "100 zypper",
    rules: "missing-assume-yes package-cache-kept unpinned-packages",
    codes: `DL3034 45e1fca5 missing-zypper-no-confirm-switch DF043
      DL3036 DS-0020 38300d1a missing-zypper-clean DF045 DL3037 562952e4`,
  },
  {
    meaning: "101 pip",
    rules: "package-cache-kept unpinned-packages",
    codes: "DL3042 f2f903fb pipUseNoCacheDir missing-pip-no-cache-dir DF030 CL010 DL3013 02d9c71f DF051",
  },
  {
    meaning: "102 npm",
    rules: "package-cache-kept unpinned-packages",
    codes: "npmCacheCleanAfterInstall DL3016 e36d8880",
    leftOut: "npmCacheCleanUseForce",
  },
  { meaning: "103 yarn", rules: "package-cache-kept", codes: "DL3060 yarnCacheCleanAfterInstall DF055" },
  {
    meaning: "104 gem and Bundler",
    rules: "package-cache-kept unpinned-packages",
    codes: "tally/ruby/leftover-bundler-cache DL3028 22cd11f7 DF053",
    leftOut: "gemUpdateSystemRmRootGem gemUpdateNoDocument tally/ruby/redundant-bundler-install",
  },
  { meaning: "105 versions of Go", rules: "unpinned-packages", codes: "DL3062 DF054" },
  {
    meaning: "106 several installs of one manager",
    rules: "split-package-installs",
    codes: "ruleMoreThanOneInstall",
    leftOut: "redundant-dependency-install",
  },
  { meaning: "107 the order of packages", rules: "", codes: "", leftOut: "tally/sort-packages" },
  {
    meaning: "108 no cache mount",
    rules: "missing-cache-mount",
    codes: "tally/prefer-package-cache-mounts CL004 build-without-cache-mount",
    leftOut:
      "tally/js/node-gyp-cache-mounts tally/ruby/prefer-bundler-cache-mount tally/ruby/prefer-gemfile-bind-mounts tally/ruby/prefer-network-none-install",
  },
  {
    meaning: "109 sources before an install",
    rules: "copy-before-install",
    codes: "CL001 PERF001 broad-copy-before-deps DF070",
  },
  { meaning: "110 a new value before an install", rules: "volatile-arg-before-install", codes: "CL007" },
  {
    meaning: "111 an install without its lockfile, or of packages that only development needs",
    rules: "lockfile-left-out unfrozen-install dev-dependencies-in-final-image",
    codes:
      "manifest-without-lockfile DF031 tally/ruby/missing-bundle-deployment tally/php/composer-no-dev-in-production tally/ruby/missing-bundle-without-development",
  },
  {
    meaning: "112 build tools in the image",
    rules: "build-tools-in-final-image",
    codes: "tally/prefer-multi-stage-build DF011 PERF002",
    leftOut: "tally/gpu/prefer-runtime-final-stage",
  },

  // Labels, health, layout, stacks.
  {
    meaning: "113 no HEALTHCHECK",
    rules: "missing-healthcheck",
    codes: "DL3057 DS-0026 CKV_DOCKER_2 b03a748a CIS-DI-0006 DF012 SEC008",
    leftOut: "tally/ruby/healthcheck-rails-up-endpoint",
  },
  { meaning: "114 the key of a label", rules: "invalid-label-key", codes: "DL3048 tally/labels/valid-key" },
  {
    meaning: "115 a schema for labels",
    rules: "label-outside-schema",
    codes: "DL3049 DL3050 DL3051 DL3052 DL3053 DL3054 DL3055 DL3056 DL3058 DF074 BP001",
  },
  {
    meaning: "116 repeated labels, their order, and Buildx",
    rules: "repeated-label",
    codes: "tally/labels/no-duplicate-keys",
    leftOut:
      "tally/labels/prefer-grouped tally/labels/prefer-stable-order tally/labels/no-buildx-git-overlap",
  },
  { meaning: "117 ignore comments", rules: "inline-ignore", codes: "DL1001", leftOut: "DF072" },
  {
    meaning: "118 layout",
    rules: "",
    codes: "",
    leftOut: `tally/max-lines tally/newline-between-instructions tally/newline-per-chained-call tally/no-multi-spaces
      tally/no-multiple-empty-lines tally/no-trailing-spaces tally/eol-last tally/consistent-indentation
      tally/epilogue-order tally/prefer-formatted-heredocs`,
  },
  {
    meaning: "119 advice for one stack",
    rules: "dev-dependencies-in-final-image gpu-query-in-build jemalloc-not-preloaded removed-bundler-option",
    codes:
      "tally/php/no-xdebug-in-final-image tally/gpu/no-buildtime-gpu-queries tally/ruby/jemalloc-installed-but-not-preloaded tally/ruby/deprecated-bundler-install-flags",
    leftOut: `tally/gpu/cuda-version-mismatch tally/gpu/no-container-runtime-in-image tally/gpu/no-hardcoded-visible-devices
      tally/gpu/no-redundant-cuda-install tally/gpu/prefer-minimal-driver-capabilities tally/gpu/prefer-uv-over-conda
      tally/php/enable-opcache-in-production tally/ruby/asset-precompile-without-dummy-key
      tally/ruby/bootsnap-precompile-without-j1 tally/ruby/yjit-not-enabled-on-supported-runtime
      tally/prefer-telemetry-opt-out DF032`,
  },
  { meaning: "120 a vulnerable package", rules: "", codes: "", leftOut: "5fa731ea" },
  {
    meaning: "121 what a built image, a registry or a daemon is like",
    rules: "",
    codes: "",
    leftOut:
      "CIS-DI-0002 CIS-DI-0003 CIS-DI-0004 CIS-DI-0005 CIS-DI-0008 CIS-DI-0011 DKL-LI-0002 DKL-LI-0003",
  },
  {
    meaning: "122 instructions that nothing makes wrong",
    rules: "",
    codes: "",
    leftOut: "DF017 DF022 DF026 DF036 DF075 SEC009 SEC010",
  },
];

/** Codes under which a tool reports several things, each of which is a rule here. */
export const shared: Readonly<Record<string, string>> = {
  BASE_NAME_EMPTY: "base-without-default undeclared-variable-in-from",
  "CIS-DI-0010": "copied-secret secret-in-variable",
  CL005: "apt-lists-kept package-cache-kept",
  DF004: "apt-lists-kept package-cache-kept",
  DF013: "secret-in-variable written-secret",
  "DS-0031": "copied-secret credential-left-in-layer secret-in-variable",
  INVALID_PORT: "expose-host-port syntax-error",
  PERF003: "apt-lists-kept package-cache-kept",
  UNKNOWN_INSTRUCTION: "broken-trigger syntax-error",
  label_invalid: "legacy-key-value syntax-error",
};
