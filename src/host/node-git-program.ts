import { spawnSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import type { GitProblem } from "./git.ts";
import { outputText } from "./git-output.ts";
import { type Environment, findProgram, programFolders } from "./node-programs.ts";

/** The `git` of this machine, bound to one repository. */
export interface GitProgram {
  /** What a command prints. Throws a `GitFailure`. */
  run(args: readonly string[], options?: RunOptions): Uint8Array;
}

export interface RunOptions {
  readonly input?: string;
  readonly milliseconds?: number;
}

/** Why there is no answer. Thrown inside this folder only: what it exports returns problems. */
export class GitFailure extends Error {
  readonly problem: GitProblem["problem"];
  constructor(problem: GitProblem["problem"], message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Where a repository is on disk. */
export interface RepositoryPlace {
  /** What `GIT_DIR` may be: also the file that stands for it in a worktree or a submodule. */
  readonly gitDirectory: string;
  readonly workTree: string | null;
}

/** Milliseconds and bytes of one process. */
const limits = { milliseconds: 60_000, bytes: 1 << 28 };

/** Git knows it on Windows too. */
const nowhere = "/dev/null";

/**
 * Settings that the repository may not have. The commands asked here print what is in the object database and in the index; of what
 * a repository can name a program for, only a file-system monitor and the fetch of objects that a partial clone lacks are in their
 * reach. The others stand here so that this stays true for a version of git that reaches further.
 */
const settings: readonly string[] = [
  // Empty, since a git older than 2.36 takes `false` for the name of a program.
  "core.fsmonitor=",
  "core.untrackedCache=false",
  `core.hooksPath=${nowhere}`,
  "core.alternateRefsCommand=",
  "core.askPass=",
  "core.editor=false",
  "core.gitProxy=",
  "core.pager=cat",
  "core.sshCommand=false",
  "credential.helper=",
  "gc.auto=0",
  "gpg.program=false",
  "log.showSignature=false",
  "maintenance.auto=false",
  "protocol.allow=never",
  "submodule.recurse=false",
  // An index of commits that git does not check against them.
  "core.commitGraph=false",
];

/** The program for a repository; a `git` inside its working tree is not trusted. Throws a `GitFailure` when there is none. */
export function gitProgram(place: RepositoryPlace, environment: Environment): GitProgram {
  const folders = programFolders(environment, place.workTree ?? place.gitDirectory);
  const program = findProgram("git", folders);
  if (program === null) throw new GitFailure("no-program", "there is no `git` on PATH");
  const env = gitEnvironment(place, environment, folders);
  const always = ["--no-pager", ...settings.flatMap((setting) => ["-c", setting])];
  return {
    run(args, { input = "", milliseconds = limits.milliseconds } = {}) {
      if (args.some((arg) => arg.includes("\0")))
        throw new GitFailure("unreadable", "a NUL is part of no name");
      const { status, signal, error, stdout, stderr } = spawnSync(program, [...always, ...args], {
        // Never in the repository: Windows looks for libraries in the folder that a program is started in.
        cwd: dirname(program),
        env,
        input,
        timeout: Math.max(1, milliseconds),
        killSignal: "SIGKILL",
        maxBuffer: limits.bytes,
        windowsHide: true,
        shell: false,
      });
      if (status === 0) return stdout;
      const code = error !== undefined && "code" in error ? error.code : null;
      if (code === "ETIMEDOUT") throw new GitFailure("too-slow", `git ${args[0]} takes too long`);
      if (code === "ENOBUFS") throw new GitFailure("too-large", `git ${args[0]} prints too much`);
      throw new GitFailure(
        "unreadable",
        `git can't read the repository: ${complaint(stderr) ?? error?.message ?? signal ?? status}`,
      );
    },
  };
}

/**
 * Made from nothing, so that no variable of the caller changes an answer. With the place given, git neither looks for a repository
 * nor asks who owns it: a container often reads what belongs to somebody else, and that check guards against running what the
 * repository names, which does not happen here. The place of the working tree is the one that was found, not the one that the repository sets.
 */
function gitEnvironment(
  { gitDirectory, workTree }: RepositoryPlace,
  { SystemRoot }: Environment,
  folders: readonly string[],
): Record<string, string> {
  return {
    PATH: folders.join(delimiter),
    // No file can be below it, so that `~` leads nowhere.
    HOME: nowhere,
    LC_ALL: "C",
    GIT_DIR: gitDirectory,
    ...(workTree === null ? {} : { GIT_WORK_TREE: workTree }),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_SYSTEM: nowhere,
    GIT_CONFIG_GLOBAL: nowhere,
    GIT_ATTR_NOSYSTEM: "1",
    GIT_GRAFT_FILE: nowhere,
    GIT_LITERAL_PATHSPECS: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    // Nothing is fetched, by older versions of git neither: this list of protocols stands above the settings of a repository.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "cat",
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
  };
}

/** The settings in force for a repository, the last value of each; one without a value is `true`. */
export function settingsOf(git: GitProgram): ReadonlyMap<string, string> {
  const settings = outputText(git.run(["config", "-z", "--list"])).split("\0");
  return new Map(
    settings.map((setting) => {
      const [name = "", ...value] = setting.split("\n");
      return [name, value.length === 0 ? "true" : value.join("\n")];
    }),
  );
}

/** The last thing that git says before it gives up. */
function complaint(errors: Uint8Array | undefined): string | null {
  const lines = new TextDecoder().decode(errors).trim().split("\n");
  const fatal = lines.findLast((line) => /^(?:fatal|error): /.test(line)) ?? lines.at(-1) ?? "";
  return fatal.replace(/^(?:fatal|error): /, "").replace(/\.$/, "") || null;
}
