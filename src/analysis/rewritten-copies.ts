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
import { users } from "./users.ts";
import { pathsChanged } from "./written-directories.ts";

/** A command that changes mode or owner of what a COPY or ADD of the same stage brought: each file goes into a second layer. */
export interface RewrittenCopy {
  readonly copy: Copy | Add;
  readonly run: Step;
  readonly command: Command;
  /** What the copy would have to say instead, such as `--chown=app`; `null` when a value is not known. */
  readonly flag: string | null;
  /** What is written again. */
  readonly path: string;
  /** Whether the RUN stands right below the copy, does nothing else, and changes all that was copied and nothing more. */
  readonly isWhole: boolean;
}

/** Of a long list of copies only the last ones are compared with a path. */
const mostCopies = 50;
/** Fewer bytes, where they are known, are not worth a word. */
const leastBytes = 1_000_000;

interface Copied {
  readonly step: Step;
  readonly instruction: Copy | Add;
  readonly destination: string;
  /** Absolute paths; `null` for what may be a folder. */
  readonly files: readonly string[] | null;
}

/** In stages that ship, at most one for each command; in the order of the file. */
export const rewrittenCopies = defineFact("rewritten-copies", (analysis): readonly RewrittenCopy[] => {
  const { file, use } = analysis;
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
  const areFiles = words.every(({ value }) => /[^./]\.[a-z]\w*$/i.test(value) && !/[*?[]|\.d$/.test(value));
  const files = words.map(({ value }) => (isFolder ? `${destination}/${baseName(value)}` : destination));
  return { step, instruction, destination, files: areFiles ? files : null };
}

function inRun(run: Step, copies: readonly Copied[], analysis: Analysis): readonly RewrittenCopy[] {
  const user = analysis.use(users).at(run);
  const script = analysis.use(commands).of(run.instruction);
  if (user.kind === "user" || script.unread !== null || script.problems.length > 0) return [];
  if (!script.commands.some(({ name }) => changers.has(name))) return [];
  const { settings } = commandSettings(run, script.commands);
  return script.commands.flatMap((command, at): readonly RewrittenCopy[] => {
    const setting = settings[at]!;
    const work: CommandAtWork = { command, setting, user, instruction: run.instruction };
    const paths = changers.has(command.name) && isCertain(command) ? pathsChanged(work) : [];
    if (paths.length === 0) return [];
    const { flags, operands } = readArguments(command);
    const isDeep = flags.some(({ name }) => name === "-R" || name === "--recursive");
    const name = command.name === "chmod" ? "chmod" : "chown";
    const free = copies.filter(({ instruction }) => !instruction.flags.some((flag) => flag.name === name));
    const value = operands[0] === undefined ? null : expandWord(operands[0], setting.variable);
    const flag = flagFor(command.name, value);
    const isAlone = script.commands.length === 1 && paths.length === operands.length - 1;
    const whole = free.find(
      ({ step, files }) =>
        isAlone && !isDeep && step.index === run.index - 1 && files !== null && isSame(files, paths),
    );
    if (whole !== undefined)
      return [{ copy: whole.instruction, run, command, flag, path: paths[0]!, isWhole: true }];
    for (const path of isDeep && !paths.includes("/") ? paths : []) {
      // A folder within what was copied may be a small part of it.
      const part = free.find(
        ({ step, destination, files }) =>
          files === null && isWithin(destination, path) && isLarge(step, analysis),
      );
      if (part === undefined) continue;
      return [{ copy: part.instruction, run, command, flag, path: part.destination, isWhole: false }];
    }
    return [];
  });
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

/** True also where nobody knows. */
function isLarge(step: Step, { use }: Analysis): boolean {
  const files = use(contextUses).get(step)?.[0]?.files() ?? null;
  return files === null || files.reduce((sum, { size }) => sum + size, 0) >= leastBytes;
}
