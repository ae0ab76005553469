import type { Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import { readArguments } from "../shell/arguments.ts";
import type { Command } from "../shell/command.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { baseName, isWithin } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { commandSettings, expandWord } from "./install-commands/command-setting.ts";
import { type CommandAtWork, isCertain } from "./ownership-commands.ts";
import { stageGraph } from "./stage-graph.ts";
import { targetPurpose } from "./target-purpose.ts";
import { users } from "./users.ts";
import { givesWrite } from "./world-writable.ts";
import { pathsChanged } from "./written-directories.ts";

/** Commands of a RUN that change mode or owner of what a COPY or ADD of the same stage brought: each file goes into a second layer. */
export interface RewrittenCopy {
  readonly copy: Copy | Add;
  readonly run: Step;
  /** In their order; never empty. */
  readonly commands: readonly Command[];
  /** What the copy would have to say instead, such as `--chown=app`; `null` where a value is not known. */
  readonly flags: readonly (string | null)[];
  /** What is written again. */
  readonly path: string;
  /**
   * `step`: the RUN stands right below the copy, does nothing else, and changes all that was copied and nothing more · `files`: files that the
   * copy brought, one by one · `folder`: all of it.
   */
  readonly changes: "step" | "files" | "folder";
}

/** Of a long list of copies only the last ones are compared with a path. */
const mostCopies = 50;
/** Fewer bytes, where they are known, are not worth a word. */
const leastBytes = 1_000_000;

interface Copied {
  readonly step: Step;
  readonly instruction: Copy | Add;
  readonly destination: string;
  /** Absolute paths of the sources, if they are files; `null` for patterns. */
  readonly files: readonly string[] | null;
  /** Whether they have names of files. */
  readonly areNamed: boolean;
  /** Whether the destination is a folder: then a path within it that has the name of a source is a file. */
  readonly isFolder: boolean;
}

interface Change {
  readonly copied: Copied;
  readonly command: Command;
  readonly flag: string | null;
  readonly path: string;
  /** All files that were copied, by their names. */
  readonly isExact: boolean;
  readonly isDeep: boolean;
}

/** In stages of an image that may ship, at most one for each copy and RUN; in the order of the file. */
export const rewrittenCopies = defineFact("rewritten-copies", (analysis): readonly RewrittenCopy[] => {
  const { file, use } = analysis;
  if (use(targetPurpose) === "tooling") return [];
  const found: RewrittenCopy[] = [];
  for (const stage of file.stages) {
    if (!use(stageGraph).shipped.has(stage)) continue;
    const copies: Copied[] = [];
    for (const step of stage.steps) {
      if (step.instruction.kind === "RUN") {
        if (copies.length > 0) found.push(...inRun(step, copies.slice(-mostCopies).reverse(), analysis));
        continue;
      }
      const copied = copiedBy(step, analysis);
      if (copied !== null) copies.push(copied);
    }
  }
  return found;
});

function copiedBy(step: Step, { file }: Analysis): Copied | null {
  const { instruction, state } = step;
  if (instruction.kind !== "COPY" && instruction.kind !== "ADD") return null;
  const words = [...instruction.sources, instruction.destination].map((word) =>
    expand(word?.text ?? "", state.scope, file.syntax.escape),
  );
  const target = words.pop();
  if (target === undefined || words.length === 0 || !words.every(({ complete }) => complete)) return null;
  const destination = target.complete
    ? pathInImage(state.workdir.path, target.value, file.syntax.escape)
    : null;
  if (destination === null) return null;
  const isFolder = words.length > 1 || /(?:^|\/)\.?$/.test(target.value);
  const files = words.map(({ value }) => (isFolder ? `${destination}/${baseName(value)}` : destination));
  return {
    step,
    instruction,
    destination,
    files: words.some(({ value }) => /[*?[]|\.d$/.test(value)) ? null : files,
    areNamed: words.every(({ value }) => /[^./]\.[a-z]\w*$/i.test(value)),
    isFolder,
  };
}

function inRun(run: Step, copies: readonly Copied[], analysis: Analysis): readonly RewrittenCopy[] {
  const user = analysis.use(users).at(run);
  const script = analysis.use(commands).of(run.instruction);
  if (user.kind === "user" || script.unread !== null || script.problems.length > 0) return [];
  if (!script.commands.some(({ name }) => changers.has(name))) return [];
  const { settings } = commandSettings(run, script.commands);
  const isForWork = analysis.use(targetPurpose) === "tooling";
  const byCopy = new Map<Copied, Change[]>();
  script.commands.forEach((command, at) => {
    if (!changers.has(command.name) || !isCertain(command)) return;
    const work: CommandAtWork = { command, setting: settings[at]!, user, instruction: run.instruction };
    const change = changeOf(work, copies);
    if (change === null) return;
    const known = byCopy.get(change.copied);
    if (known) known.push(change);
    else byCopy.set(change.copied, [change]);
  });
  return Array.from(byCopy, ([copied, changes]): RewrittenCopy | null => {
    const isStep =
      changes.length === script.commands.length &&
      changes.every(({ isExact }) => isExact) &&
      copied.step.index === run.index - 1;
    const isDeep = changes.some((change) => change.isDeep);
    const isSmall = !isLarge(copied, analysis) || (!isDeep && changes.every(({ path }) => isText.test(path)));
    if (!isStep && (isSmall || isForWork)) return null;
    return {
      copy: copied.instruction,
      run,
      commands: changes.map(({ command }) => command),
      flags: changes.map(({ flag }) => flag),
      path: isDeep ? copied.destination : changes[0]!.path,
      changes: isStep ? "step" : isDeep ? "folder" : "files",
    };
  }).filter((found) => found !== null);
}

/** What a command changes of the latest copy that brought it and does not say it itself; `null` when of none. */
function changeOf(work: CommandAtWork, copies: readonly Copied[]): Change | null {
  const { command, setting } = work;
  const paths = pathsChanged(work);
  if (paths.length === 0) return null;
  const { flags, operands } = readArguments(command);
  const isDeep = flags.some(({ name }) => name === "-R" || name === "--recursive");
  const name = command.name === "chmod" ? "chmod" : "chown";
  const value = operands[0] === undefined ? null : expandWord(operands[0], setting.variable);
  // That everybody may write is another matter, and no advice.
  if (command.name === "chmod" && value !== null && givesWrite(value)) return null;
  const flag = flagFor(command.name, value);
  const free = copies.filter(({ instruction }) => !instruction.flags.some((each) => each.name === name));
  if (isDeep) {
    for (const path of paths.includes("/") ? [] : paths) {
      // A folder within what was copied may be a small part of it.
      const copied = free.find((each) => !hasFiles(each, null) && isWithin(each.destination, path));
      if (copied !== undefined) return { copied, command, flag, path, isExact: false, isDeep };
    }
    return null;
  }
  const all = paths.length === operands.length - 1;
  const copied = free.find(
    (each) => hasFiles(each, value) && each.files!.some((file) => paths.includes(file)),
  );
  if (copied === undefined) return null;
  const path = paths.find((each) => copied.files!.includes(each))!;
  return { copied, command, flag, path, isExact: all && isSame(copied.files!, paths), isDeep };
}

/** Whether a copy brings files, which may also be seen by the mode that one gets. */
function hasFiles({ files, areNamed, isFolder }: Copied, mode: string | null): boolean {
  if (files === null) return false;
  return areNamed || (mode !== null && (isFolder || /^[ugoa]*\+[rx]+$/.test(mode)));
}

const changers = new Set(["chmod", "chown", "chgrp"]);

function flagFor(program: string, value: string | null): string | null {
  if (value === null || /[\s"'$]/.test(value)) return null;
  if (program === "chown") return `--chown=${value}`;
  if (program === "chgrp") return null;
  if (/^[0-7]{3,4}$/.test(value)) return `--chmod=${value}`;
  // Files of a checkout are readable for all, and writable for their owner.
  return /^a?\+r?x$/.test(value) ? "--chmod=755" : null;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((path) => b.includes(path));
}

/** Files that people write are small. */
const isText =
  /\.(?:sh|bash|py|rb|pl|[cm]?js|ts|json|ya?ml|toml|conf|cfg|ini|env|txt|html?|css|sql|md|prisma|graphql)$/;

/** True also where nobody knows. */
function isLarge({ step }: Copied, { use }: Analysis): boolean {
  const files = use(contextUses).get(step)?.[0]?.files() ?? null;
  return files === null || files.reduce((sum, { size }) => sum + size, 0) >= leastBytes;
}
