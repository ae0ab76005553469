/**
 * Programs that look at or steer a running system, which a build has not.
 * Source: the lists of hadolint (DL3001) and KICS (9b6b0f38), which semgrep has too; read 2026-11.
 */
export interface InteractiveCommand {
  readonly names: readonly string[];
  /** Goes on after the name. */
  readonly why: string;
  readonly help: string;
  /** Codes of the tools that list these names. */
  readonly aliases: readonly string[];
}

const long = ["9b6b0f38", "nonsensical-command", "DF060"] as const;
const both = ["DL3001", ...long] as const;

export const interactiveCommands: readonly InteractiveCommand[] = [
  {
    names: ["free", "ps", "top"],
    why: "shows the machine that builds, and leaves nothing in the image",
    help: "remove it, or run it in a container with `docker exec`",
    aliases: both,
  },
  {
    names: ["ifconfig"],
    why: "shows the network of the build, and leaves nothing in the image",
    help: "remove it, or run it in a container with `docker exec`",
    aliases: long,
  },
  {
    names: ["vim"],
    why: "waits for somebody at a terminal, and a build has none",
    help: "write the change as a command, or copy the file",
    aliases: both,
  },
  {
    names: ["nano"],
    why: "waits for somebody at a terminal, and a build has none",
    help: "write the change as a command, or copy the file",
    aliases: long,
  },
  {
    names: ["service"],
    why: "starts or stops something only until the step ends: an image holds files, no processes",
    help: "start it with `CMD` or `ENTRYPOINT`",
    aliases: both,
  },
  {
    names: ["shutdown"],
    why: "has no system to stop in a build",
    help: "remove it",
    aliases: both,
  },
  {
    names: ["kill"],
    why: "stops a process, and none outlives its step",
    help: "remove it",
    aliases: both,
  },
  {
    names: ["mount"],
    why: "needs rights that a build has not, and what is mounted is gone when the step ends",
    help: "use `RUN --mount` for files of a step, and a volume for those of a container",
    aliases: both,
  },
  {
    names: ["ssh"],
    why: "works on another machine, with a key that the image then may hold",
    help: "fetch files with `ADD` or `git`, with the key from `RUN --mount=type=ssh`",
    aliases: ["DL3001", "DF060"],
  },
];

/** Commands whose effect ends with the shell, by name, and what to write in place of them. */
export const shellStateHelp: Readonly<Record<string, string>> = {
  cd: "set the directory of the following steps with `WORKDIR`",
  pushd: "set the directory of the following steps with `WORKDIR`",
  export: "set it for the following steps with `ENV`",
  umask: "write it in the RUN that makes the files",
  ulimit: "set it where the container is started, with `--ulimit`",
  alias: "write the alias to a file that the shell reads",
  set: "write it in the RUN that it is for, or in `SHELL`",
  shopt: "write it in the RUN that it is for",
  unset: "write it in the RUN that it is for",
};

/** Files that do nothing but set up the shell that reads them. */
export const shellSetupFiles =
  /(?:^|\/)(?:activate|\.(?:bash|zsh)(?:rc|_profile|env)|\.profile|\.cargo\/env|\.sdkman\/bin\/sdkman-init\.sh|etc\/(?:profile|profile\.d\/[\w.-]+\.sh|environment|bash\.bashrc)|setup\.(?:bash|zsh)|setupvars\.sh)$/;
