/**
 * How the version of a package is written on the command line of each manager, and how to tell that one is.
 * Sources: the managers' documentation, see the rows of `package-managers.ts`; 2026-11-21.
 */
export interface PackagePins {
  /** Words that name the action; only these install packages that are named. */
  readonly actions: readonly string[];
  /** Whether a word names a version, or something that has none: a file, an address, a group. */
  isPinned(text: string, action: string): boolean;
  /** Options that name versions for all packages of the call. */
  readonly flags?: readonly string[];
  /** Variables that do. */
  readonly variables?: readonly string[];
  /** How to write it. */
  example(name: string, action: string): string;
  /** What else there is to say, joined to the example. */
  readonly advice?: string;
}

const isAddress = (text: string): boolean => /^[a-z][a-z+]*:\/\//i.test(text);
const isRepository = (text: string): boolean =>
  /^(git|git\+\w+):\/\/|^(github|gitlab|bitbucket|gist):|^git@/.test(text);
const isPath = (text: string): boolean => /^(\.{1,2}(\/|\[|$)|\/|~\/|file:|link:)/.test(text);

/** `name-1.2-3.el9`; a product line such as `java-17-openjdk` can't be told from a version. */
function isRpmVersion(text: string): boolean {
  const [, ...parts] = text.split("-");
  return parts.every((part) => /^[\w.~^:+]*$/.test(part)) && parts.some((part) => /^\d/.test(part));
}

const rpm: PackagePins = {
  actions: ["install", "module install"],
  isPinned: (text, action) =>
    action === "module install" ? text.includes(":") : /^@|[/=<>]|\.rpm$/.test(text) || isRpmVersion(text),
  example: (name, action) => (action === "module install" ? `${name}:<stream>` : `${name}-<version>`),
};

const node: PackagePins = {
  actions: ["install", "i", "in", "add", "a", "global add"],
  isPinned: (text) => {
    // `owner/repository` is one of GitHub.
    if (isRepository(text) || /^[\w-]+\/[\w.-]+(#|$)/.test(text)) return text.includes("#");
    return isAddress(text) || isPath(text) || /\.(tar|tar\.gz|tgz)$/.test(text) || text.includes("@", 1);
  },
  example: (name) => (isRepository(name) ? `${name}#<commit>` : `${name}@<version>`),
};

const python: PackagePins = {
  actions: ["install", "pip install", "tool install"],
  isPinned: (text, action) => {
    if (/^(git|hg|svn|bzr)\+/.test(text)) return text.replace(/^[^/]*\/\/[^/]*@/, "").includes("@");
    if (action === "tool install" && text.includes("@")) return true;
    return /[<>]|[=!~]=| @ /.test(text) || /[/*]|\.(whl|zip|tar\.gz)(\[|$)/.test(text) || isPath(text);
  },
  flags: ["-c", "--constraint", "--constraints", "--no-index", "--exclude-newer"],
  variables: ["PIP_CONSTRAINT", "UV_CONSTRAINT", "UV_EXCLUDE_NEWER"],
  example: (name) => (isAddress(name) ? `${name}@<commit>` : `${name}==<version>`),
  advice: ", or list it with its version in a requirements or constraints file",
};

/** By the name of the manager. */
export const packagePins: Readonly<Record<string, PackagePins>> = {
  "apt-get": {
    actions: ["install"],
    // `name-` removes, `name^` is a task.
    isPinned: (text) => /[=/]|\.deb$|[-^]$|^[~?]/.test(text),
    flags: ["-S", "--snapshot"],
    example: (name) => `${name}=<version>`,
    advice: ", and take it from a snapshot of the archive: the archive itself keeps only the newest",
  },
  apk: {
    actions: ["add"],
    isPinned: (text) => /[=~<>/]|\.apk$|^[.!]/.test(text),
    example: (name) => `${name}~=<version>`,
    advice: ": a short one lives through updates, of which a release of Alpine keeps only the newest",
  },
  dnf: rpm,
  microdnf: rpm,
  yum: rpm,
  zypper: {
    actions: ["install", "in"],
    // `-name`, `!name` and `~name` remove; `+name` installs.
    isPinned: (text) => /[=<>/]|\.rpm$|^[-!~@]|^(pattern|patch|product|srcpackage):/.test(text),
    example: (name) => `${name}=<version>`,
  },
  pip: python,
  uv: python,
  npm: node,
  yarn: node,
  pnpm: node,
  bun: node,
  gem: {
    actions: ["install", "i"],
    isPinned: (text) => /:|\.gem$/.test(text) || isPath(text),
    flags: ["-v", "--version", "-g", "--file"],
    example: (name) => `${name}:<version>`,
  },
  go: {
    // Without `@` only `go get` looks for the newest: the others follow `go.mod` (since Go 1.16).
    actions: ["get", "install", "run"],
    isPinned: (text, action) => {
      if (isPath(text) || text.endsWith(".go") || !/^[^/]*\./.test(text)) return true;
      const at = text.indexOf("@");
      return at === -1 ? action !== "get" : !/^(latest|none|upgrade|patch)$/.test(text.slice(at + 1));
    },
    example: (name) => `${name}@<version>`,
  },
};
