import {
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { commitContext } from "../../../src/cli/verify/commit-context.ts";
import { commit, git, newRepository, opened } from "../../host/git-repository.ts";

/** What lies below a folder: contents by path, `-> target` for links, `*` behind the path of what can be executed. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    paths.flatMap((path) => {
      const file = join(folder, path);
      const stat = lstatSync(file);
      if (stat.isSymbolicLink()) return [[path, `-> ${readlinkSync(file)}`]];
      if (stat.isDirectory()) return [];
      return [[(stat.mode & 0o100) === 0 ? path : `${path}*`, readFileSync(file, "latin1")]];
    }),
  );
}

it("shows the files of one commit after the other, as git has them", () => {
  const root = newRepository();
  const bytes = Uint8Array.from([0xff, 0x00, 0x0d, 0x0a]);
  symlinkSync("a.txt", join(root, "link"));
  // Attributes change what `git archive` and a checkout write.
  const first = commit(root, {
    "a.txt": "1\r\n",
    bytes,
    ".gitattributes": "* text eol=lf export-ignore\na.txt -text\nbytes -text\n",
  });
  git(root, ["update-index", "--chmod=+x", "a.txt"]);
  unlinkSync(join(root, "link"));
  git(root, ["rm", "-q", "--cached", "link"]);
  git(root, ["commit", "-q", "-m", "executable"]);
  const second = git(root, ["rev-parse", "HEAD"]);
  const third = commit(root, { "a.txt": null, "link/b": "3" });

  const context = commitContext(opened(root), ".");
  onTestFinished(context.remove);
  expect(context.show(first)).toBeNull();
  expect(filesIn(context.folder)).toMatchObject({
    "a.txt": "1\r\n",
    bytes: "\xff\0\r\n",
    link: "-> a.txt",
  });
  const { mtimeMs } = statSync(join(context.folder, "bytes"));
  expect(context.show(second)).toBeNull();
  expect(filesIn(context.folder)).toMatchObject({ "a.txt*": "1\r\n" });
  expect(filesIn(context.folder)).not.toHaveProperty("link");
  expect(context.show(third)).toBeNull();
  expect(Object.keys(filesIn(context.folder))).toEqual([".gitattributes", "bytes", "link/b"]);
  expect(statSync(join(context.folder, "bytes")).mtimeMs).toBe(mtimeMs);
});

it("shows the folder that is the context, and says which commit it can't", () => {
  const root = newRepository();
  const only = commit(root, { "app/src/a": "a", "other/b": "b" });
  const context = commitContext(opened(root), "app");
  onTestFinished(context.remove);
  expect(context.show(only)).toBeNull();
  expect(filesIn(context.folder)).toEqual({ "src/a": "a" });
  expect(context.show("0".repeat(40))).toMatch(/no revision/);
});
