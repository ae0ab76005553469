import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { openGit } from "../../src/host/node-git.ts";
import { fakeTerminal } from "../cli/program.ts";
import { answer, commit, git, newRepository, temporaryFolder, write } from "./git-repository.ts";

/** The commands that stowage asks git for. */
const commands = ["rev-parse", "rev-list", "diff-tree", "ls-tree", "cat-file", "ls-files", "config"];

const hooks = [
  "post-index-change",
  "reference-transaction",
  "pre-commit",
  "post-checkout",
  "fsmonitor-watchman",
];

const oddNames = [
  "-rf",
  "--output=owned",
  "a\nb",
  "q\"u'o`te",
  "$(touch owned)",
  "back\\slash",
  "\u001b[2J",
  ":(exclude)x",
  " blank ",
];

const steps = Array.from({ length: 12 }, (_, index) => `step ${index}`);

/** A repository that names a program wherever git takes one, each of which leaves a file of its own in `markers`. */
function hostileRepository() {
  const markers = temporaryFolder();
  const evil = temporaryFolder();
  const elsewhere = temporaryFolder();
  /** A program that leaves a marker with this name. */
  const program = (name: string, folder = evil): string => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n: > '${markers}/${name.replaceAll("/", " ")}'\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const folder = newRepository();
  write(folder, Object.fromEntries(oddNames.map((name) => [name, name])));
  const lost = "a blob that is not there";
  const first = commit(
    folder,
    { "app.bin": "1", "lost.txt": lost, Dockerfile: "FROM scratch\nCOPY . .\n" },
    "first",
  );
  for (const step of steps) commit(folder, { "app.bin": step }, step);
  const second = commit(
    folder,
    { "app.bin": "2", ".gitattributes": "* diff=evil filter=evil merge=evil\n" },
    "second",
  );

  // A commit with a signature, so that there is one to check.
  const signed = git(folder, ["cat-file", "commit", second]).replace(
    "\n\n",
    "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n",
  );
  git(folder, [
    "update-ref",
    "HEAD",
    git(folder, ["hash-object", "-t", "commit", "-w", "--stdin"], `${signed}\n`),
  ]);
  const blob = git(folder, ["rev-parse", `${first}:lost.txt`]);
  rmSync(join(folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));

  // Files that differ from the index, and files as young as it, are what makes git look at contents.
  write(folder, { "app.bin": "3", "new.bin": "x", Dockerfile: "FROM debian\nCOPY . .\n" });

  for (const hook of hooks) {
    program(hook, join(evil, "hooks"));
    program(hook, join(folder, ".git/hooks"));
  }
  write(folder, { ".git/info/attributes": "* diff=evil filter=evil\n" });
  const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const settings: Record<string, string> = {
    "core.fsmonitor": program("fsmonitor"),
    "core.hooksPath": join(evil, "hooks"),
    "core.pager": program("pager"),
    "core.editor": program("editor"),
    "core.sshCommand": program("ssh-command"),
    "core.askPass": program("ask-pass"),
    "core.gitProxy": program("git-proxy"),
    "core.alternateRefsCommand": program("alternate-refs"),
    "core.worktree": elsewhere,
    "diff.external": program("external-diff"),
    "diff.evil.command": program("diff-driver"),
    "diff.evil.textconv": program("textconv"),
    "filter.evil.clean": program("clean"),
    "filter.evil.smudge": program("smudge"),
    "merge.evil.driver": program("merge-driver"),
    "gpg.program": program("gpg"),
    "log.showSignature": "true",
    "credential.helper": `!${program("credential-helper")}`,
    "sequence.editor": program("sequence-editor"),
    "interactive.diffFilter": program("diff-filter"),
    "uploadpack.packObjectsHook": program("pack-objects-hook"),
    "trace2.eventTarget": join(markers, "trace2"),
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "remote.origin.url": `ext::${program("remote")} %S`,
    "remote.origin.uploadpack": program("upload-pack"),
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "color.ui": "always",
    "include.path": join(evil, "included"),
    ...Object.fromEntries(commands.map((name) => [`alias.${name}`, `!${program(`alias ${name}`)}`])),
    ...Object.fromEntries(commands.map((name) => [`pager.${name}`, program(`pager of ${name}`)])),
  };
  const lines = Object.entries(settings).map(([name, value]) => {
    const [section, ...rest] = name.split(".");
    const key = rest.pop();
    return `[${section}${rest.length > 0 ? ` "${rest.join(".")}"` : ""}]\n\t${key} = ${quoted(value)}\n`;
  });
  write(folder, { ".git/config": `[core]\n\trepositoryFormatVersion = 1\n${lines.join("")}` });
  write(evil, { included: `[core]\n\tfsmonitor = ${quoted(program("included-fsmonitor"))}\n` });

  // Programs called `git` where somebody might look for one, and where git looks for its own.
  const fakes = ["", "bin", "node_modules/.bin"].map((at) => join(folder, at));
  for (const at of fakes) program("git", at);
  for (const name of [...commands, "remote-ext"]) program(`git-${name}`, join(evil, "exec"));
  const environment = {
    PATH: [".", "", "bin", "node_modules/.bin", ...fakes, process.env.PATH].join(delimiter),
    GIT_DIR: join(elsewhere, ".git"),
    GIT_EXEC_PATH: join(evil, "exec"),
    GIT_EXTERNAL_DIFF: program("GIT_EXTERNAL_DIFF"),
    GIT_PAGER: program("GIT_PAGER"),
    GIT_SSH_COMMAND: program("GIT_SSH_COMMAND"),
    GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${program("GIT_CONFIG_PARAMETERS")}'`,
    GIT_TRACE: join(markers, "trace"),
    HOME: evil,
  };
  return { folder, environment, ran: () => readdirSync(markers).toSorted(), first, second, blob };
}

/** Runs something with these variables in the environment of this process too, which is what git would inherit. */
async function within(environment: Readonly<Record<string, string>>, run: () => unknown): Promise<void> {
  const saved = { ...process.env };
  Object.assign(process.env, environment);
  try {
    await run();
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
    Object.assign(process.env, saved);
  }
}

/** Every file below a folder with size and time. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path));
      return `${path} ${size} ${mtimeMs}`;
    })
    .toSorted();
}

it("runs nothing and changes nothing of a hostile repository, and reads it right", async () => {
  const { folder, environment, ran, first, blob } = hostileRepository();
  const before = snapshot(folder);
  await within(environment, () => {
    const repository = answer(openGit(folder, process.env));
    expect(repository.root).toBe(folder);
    const history = answer(repository.history());
    expect(history.commits.map(({ subject }) => subject)).toEqual(["first", ...steps, "second"]);
    expect(history.commits[0]!.changes.map(({ path }) => path).toSorted()).toEqual(
      ["Dockerfile", "app.bin", "lost.txt", ...oddNames].toSorted(),
    );
    expect(history.commits.at(-1)!.changes.map(({ path }) => path)).toEqual([".gitattributes", "app.bin"]);
    expect(history.blindSpots).toEqual([expect.stringContaining("The clone is partial")]);
    expect(history.readBlobs([blob]).get(blob)).toBeNull();
    for (const name of oddNames) expect(repository.readFileAt("HEAD", name)).toBe(name);
    expect(answer(repository.diff(first, "HEAD"))).toHaveLength(2);
    expect(answer(repository.tree("HEAD"))).toHaveLength(oddNames.length + 4);
    for (const revision of ["--help", "-h", "--output=owned", "$(touch owned)", "HEAD\nHEAD", ""])
      expect(repository.resolve(revision)).toBeNull();
    expect(answer(repository.workingTree() ?? {})).toEqual({
      changed: ["Dockerfile", "app.bin"],
      untracked: ["bin/", "git", "new.bin", "node_modules/"],
      ignored: [],
      absent: [],
    });
  });
  expect(ran()).toEqual([]);
  expect(snapshot(folder)).toEqual(before);
  expect(existsSync(join(folder, "owned"))).toBe(false);
});

it.each([["estimate"], ["check"], ["why", "HEAD~2..HEAD"]])(
  "runs nothing when asked for `%s`",
  async (...args: readonly string[]) => {
    const { folder, environment, ran } = hostileRepository();
    const before = snapshot(folder);
    const terminal = fakeTerminal({ workingDirectory: folder, environment });
    await within(environment, () => main([...args, "--format", "json"], terminal));
    expect(terminal.errors).toEqual([]);
    const said = JSON.parse(terminal.output.join(""));
    if (args[0] === "estimate") expect(said.builds).toBe(steps.length + 1);
    expect(ran()).toEqual([]);
    expect(snapshot(folder)).toEqual(before);
  },
);

it("has traps that go off when git is asked without care", () => {
  const { folder, environment, ran } = hostileRepository();
  const unwatched = ["-c", "core.fsmonitor="];
  const asked = [
    ["status"],
    ["log", "-p"],
    ["log", "-p", "--ext-diff"],
    [...unwatched, "commit", "-qam", "x"],
    ["fetch"],
  ];
  for (const args of asked) {
    try {
      git(folder, ["--work-tree", folder, ...args]);
    } catch {
      // Some of the programs do not do what git needs.
    }
  }
  spawnSync("git", ["status"], { cwd: folder, env: environment });
  expect(ran()).toEqual(
    expect.arrayContaining([
      "clean",
      "diff-driver",
      "git",
      "gpg",
      "included-fsmonitor",
      "post-index-change",
      "pre-commit",
      "remote",
      "smudge",
      "textconv",
    ]),
  );
});
