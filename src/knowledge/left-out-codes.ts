/**
 * Codes of other tools for which there is no rule on purpose. Lists of ignored codes that come from these tools may name them.
 * Sources: the documentation and the published packages of tally 0.44, KICS 2.1, docker-parfum 1.0.0, dockerfilelint 1.8.0,
 * dockerfile-utils 0.16.3, dockle 0.4.15, droast 1.4.9, keel 0.1.0 and layerLint of 2026-05; read 2026-11.
 */
export interface LeftOutCode {
  readonly tool: string;
  /** As the tool writes it. */
  readonly code: string;
  /** What the tool reports: a sentence without its full stop. */
  readonly meaning: string;
  /** Why no rule does: a sentence without its full stop. */
  readonly reason: string;
}

const layout = "Layout, which changes nothing about the build: the job of a formatter";
const needsImage = "It takes the files of the built image: the job of a scanner";
const notInFile = "A matter of the registry, the daemon or the people: nothing of it stands in the file";
const configured = "It means nothing without the configuration of that tool";
const failsAtOnce = "Where it matters the step fails at once and says why";
const unknownSize = "Whether it is wanted, and how large it is, does not stand in the file";
const cudaTables =
  "It takes tables of what each version of CUDA and its images holds, which are soon out of date";
const operator = "It does no harm, and whoever starts the container can say otherwise";
const runTime =
  "A setting of the running program, which it may also get from its framework or when it starts";

const byTool: Readonly<Record<string, Readonly<Record<string, readonly [meaning: string, reason: string]>>>> =
  {
    "dockerfile-utils": {
      CASING_DIRECTIVE: [
        "The name of a parser directive has capital letters",
        "Taste: the builder reads it in any case, and a file has one or two of them",
      ],
    },
    dockerfilelint: {
      "apkadd-missing-virtual": [
        "`apk add` and `apk del` stand in one RUN, and the packages have no common name",
        "Taste: with and without `--virtual` the same packages are gone",
      ],
    },
    "docker-parfum": {
      configureShouldUseBuildFlag: [
        "`./configure` is not told its platform by `--build`",
        "It finds that out by itself; where it can't, the step fails",
      ],
      gemUpdateNoDocument: [
        "`gem update` writes documentation",
        "The official images of Ruby switch that off, and elsewhere it is small",
      ],
      gemUpdateSystemRmRootGem: [
        "What `gem update --system` leaves in `/root/.gem` stays in the image",
        "It is too small to be worth a line",
      ],
      gpgUseBatchFlag: ["`gpg` runs without `--batch`", failsAtOnce],
      gpgUseHaPools: ["A pool of key servers is named without `ha.`", "These pools were closed in 2021"],
      gpgVerifyAscRmAsc: [
        "A signature stays in the image after `gpg` has looked at it",
        "It is too small to be worth a line",
      ],
      mkdirUsrSrcThenRemove: ["A folder in `/usr/src` is not removed in the RUN that makes it", unknownSize],
      npmCacheCleanUseForce: ["`npm cache clean` runs without `--force`", failsAtOnce],
      rmRecursiveAfterMktempD: [
        "A temporary folder of `mktemp -d` is not removed in the RUN that makes it",
        unknownSize,
      ],
      sha256sumEchoOneSpaces: [
        "One blank stands between the checksum and the name for `sha256sum -c`",
        failsAtOnce,
      ],
      tarSomethingRmTheSomething: [
        "An archive is not removed in the RUN that unpacks it with `tar`",
        unknownSize,
      ],
    },
    dockle: {
      "CIS-DI-0002": ["Whether base images come from places that are trusted", notInFile],
      "CIS-DI-0003": ["Whether there are packages that nobody needs", needsImage],
      "CIS-DI-0004": ["Whether images are scanned, and built again with patches", notInFile],
      "CIS-DI-0005": ["Whether content trust is switched on", notInFile],
      "CIS-DI-0008": ["Files change the user or the group of who runs them", needsImage],
      "CIS-DI-0011": ["Whether packages are verified", notInFile],
      "DKL-DI-0002": [
        "A folder of the system is declared as a volume",
        "An image mounts nothing of the machine: that takes an option of whoever starts the container",
      ],
      "DKL-LI-0002": ["Two users or two groups have the same number", needsImage],
      "DKL-LI-0003": ["Files such as a Dockerfile are in the image", needsImage],
    },
    droast: {
      DF017: ["There is a CMD and no ENTRYPOINT", "A CMD alone is how most images start"],
      DF022: ["There is no EXPOSE", "It opens nothing, and not every program listens"],
      DF026: [
        "Files of the build context are copied to `/`",
        "A folder that mirrors the file system (`COPY rootfs/ /`) is a common way to lay files out",
      ],
      DF032: [
        "PYTHONDONTWRITEBYTECODE and PYTHONUNBUFFERED are not set",
        "How the program runs is its makers' choice, and without its bytecode it starts slower each time",
      ],
      DF036: [
        "There is neither CMD nor ENTRYPOINT",
        "The base image may have one, and some images need none",
      ],
      DF066: [
        "A script uses what only Bash has, and no SHELL names it",
        "ShellCheck says so, command by command, under its own codes",
      ],
      DF067: ["Nothing: the number is kept free", "droast itself reports nothing under it"],
      DF072: ["Ignore comments are not as the configuration of droast wants them", configured],
      DF073: ["A base image is not approved by the configuration of droast", configured],
      DF075: [
        "A `Containerfile.in` has to go through the C preprocessor first",
        "Podman does that by itself",
      ],
    },
    keel: {
      PERF006: [
        "One RUN downloads an archive, another one unpacks it",
        "How large the archive is does not stand in the file, and most stages that do this do not ship",
      ],
      SEC009: [
        "EXPOSE names a port below 1024",
        "It opens no port, and Docker lets every user of a container have such ports since 20.10",
      ],
      SEC010: ["`--chmod` makes a copied file executable", "Programs have to be executable"],
    },
    KICS: {
      "5fa731ea": [
        "A version of OpenSSL with a known vulnerability is installed",
        "Which versions these are changes each week: the job of a scanner, which also sees what came along unasked",
      ],
      aa93e17f: [
        "A file is copied with `--chown`",
        "That is right: an owner that a later RUN sets puts the files into the image a second time",
      ],
    },
    layerLint: {
      "multiple-broad-copies": [
        "The whole build context is copied twice",
        "In two stages that is right, and in one the second time costs next to nothing",
      ],
      "redundant-dependency-install": [
        "The same install runs twice",
        "The second time has its reason, such as files that came between, or finds everything there",
      ],
    },
    tally: {
      "tally/consistent-indentation": ["An instruction is not indented as the others", layout],
      "tally/eol-last": ["The file does not end with an end of line", layout],
      "tally/epilogue-order": [
        "STOPSIGNAL, HEALTHCHECK, ENTRYPOINT and CMD do not stand at the end, in this order",
        "Taste: they hardly ever change, so their place costs nothing",
      ],
      "tally/gpu/cuda-version-mismatch": [
        "Packages are made for another version of CUDA than the base image has",
        cudaTables,
      ],
      "tally/gpu/no-container-runtime-in-image": [
        "NVIDIA's runtime for containers is installed in the image",
        "Rare, and it does no harm but for its size",
      ],
      "tally/gpu/no-hardcoded-visible-devices": ["ENV fixes which GPUs a container sees", operator],
      "tally/gpu/no-redundant-cuda-install": [
        "CUDA packages are installed that the base image has",
        cudaTables,
      ],
      "tally/gpu/prefer-minimal-driver-capabilities": ["NVIDIA_DRIVER_CAPABILITIES is `all`", operator],
      "tally/gpu/prefer-runtime-final-stage": [
        "The image starts from a `devel` variant of CUDA, and nothing in it compiles",
        "Many such programs compile when they run, which the file does not show",
      ],
      "tally/gpu/prefer-uv-over-conda": [
        "Python packages for GPUs are installed with conda",
        "Which package manager to use is the project's decision",
      ],
      "tally/js/node-gyp-cache-mounts": [
        "Native packages of Node are built without a cache mount for the headers of Node",
        "It is one small download for each version of Node",
      ],
      "tally/labels/no-buildx-git-overlap": [
        "A label has the name of one that Buildx would set",
        "Whether it does is decided where Buildx is called, by BUILDX_GIT_LABELS",
      ],
      "tally/labels/prefer-grouped": ["Labels stand in several instructions", "Taste: labels make no layer"],
      "tally/labels/prefer-stable-order": [
        "Labels stand in another order than the tool likes",
        "Taste: their order has no meaning",
      ],
      "tally/max-lines": ["The file has more than 50 lines", "Its length does not make a file wrong"],
      "tally/newline-between-instructions": [
        "Empty lines between instructions are too many or too few",
        layout,
      ],
      "tally/newline-per-chained-call": ["Several commands, mounts or labels stand in one line", layout],
      "tally/no-multi-spaces": ["Several blanks stand where one would do", layout],
      "tally/no-multiple-empty-lines": ["Several empty lines stand where one would do", layout],
      "tally/no-trailing-spaces": ["Blanks stand at the end of a line", layout],
      "tally/php/enable-opcache-in-production": ["PHP's OPcache is not switched on", runTime],
      "tally/powershell/prefer-shell-instruction": [
        "Each RUN calls PowerShell, and no SHELL does it for all",
        "Taste: the same commands run",
      ],
      "tally/powershell/progress-preference": [
        "PowerShell shows the progress of a download",
        "It costs time in Windows PowerShell 5 alone, and how much nobody has measured",
      ],
      "tally/prefer-add-git": [
        "A RUN clones a repository, which ADD could fetch",
        "ADD asks the server in each build, and leaves out the history: a decision, no repair",
      ],
      "tally/prefer-add-unpack": [
        "A RUN fetches and unpacks an archive, which ADD could do",
        "ADD asks the server in each build, sets other owners, and takes a new builder: a decision, no repair",
      ],
      "tally/prefer-copy-heredoc": ["A RUN writes a file, which COPY could do", "Taste: it is the same file"],
      "tally/prefer-curl-config": [
        "`curl` has no configuration file that makes it try again",
        "A policy for a bad network; `--retry` says it where it is wanted",
      ],
      "tally/prefer-formatted-heredocs": ["The text in a heredoc is not formatted", layout],
      "tally/prefer-telemetry-opt-out": [
        "A tool that reports its use to its makers is not told to stop",
        "What a project shares is its own decision",
      ],
      "tally/prefer-vex-attestation": [
        "A VEX document is copied into the image",
        "Whoever publishes the image decides where it goes",
      ],
      "tally/prefer-wget-config": [
        "`wget` has no configuration file that makes it try again",
        "A policy for a bad network; `--tries` says it where it is wanted",
      ],
      "tally/ruby/asset-precompile-without-dummy-key": ["Rails lacks a key to build its assets", failsAtOnce],
      "tally/ruby/bootsnap-precompile-without-j1": [
        "`bootsnap precompile` runs in several processes",
        "One process is a way around a fault of emulated builds, which not everybody has",
      ],
      "tally/ruby/healthcheck-rails-up-endpoint": [
        "A Rails server has no HEALTHCHECK that asks the address that it has for it",
        "Which address tells that a program works is known to its makers",
      ],
      "tally/ruby/prefer-bundler-cache-mount": [
        "`bundle install` has no cache mount",
        "Where Bundler keeps its downloads depends on the image and the version of Ruby",
      ],
      "tally/ruby/prefer-gemfile-bind-mounts": [
        "COPY brings the manifests for `bundle install`, which a bind mount could",
        "Taste: both are cached alike",
      ],
      "tally/ruby/prefer-network-none-install": [
        "`bundle install` is not split, so that the second part runs without network",
        "It guards against packages that misbehave when they are installed: a decision, no repair",
      ],
      "tally/ruby/redundant-bundler-install": [
        "Bundler is installed on an image that has it",
        "That is how to get the version that the lockfile asks for",
      ],
      "tally/ruby/state-paths-not-writable-as-non-root": [
        "The user of a Rails image can't write to the folders of the application",
        "Which folders a program writes to is seen when it runs",
      ],
      "tally/ruby/yjit-not-enabled-on-supported-runtime": [
        "Ruby's compiler YJIT is not switched on",
        runTime,
      ],
      "tally/sort-packages": [
        "The packages of an install are not sorted",
        "Taste: the same packages are installed",
      ],
    },
  };

export const leftOutCodes: readonly LeftOutCode[] = Object.entries(byTool).flatMap(([tool, codes]) =>
  Object.entries(codes).map(([code, [meaning, reason]]) => ({ tool, code, meaning, reason })),
);
