import { lineEndOf } from "../src/analysis/instruction-edits.ts";
import { type UnprivilegedWork, unprivilegedWork } from "../src/analysis/unprivileged-work.ts";
import type { Fix, Related } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { User } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "user-before-root-work",
  summary: "A step runs as a user who may not do it",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/copy-after-user-without-chown"],
  check: {
    file(_, context) {
      for (const work of context.use(unprivilegedWork)) {
        const fix = fixOf(work, lineEndOf(context.file.text));
        context.report({
          at: work.at,
          message: messageOf(work),
          help: helpOf(work),
          related: relatedOf(work),
          aliases: isCopied(work) ? ["tally/copy-after-user-without-chown"] : [],
          ...(fix === null ? {} : { fix }),
        });
      }
    },
  },
});

/** Whether a COPY or ADD without an owner is in the way. */
function isCopied({ obstacle }: UnprivilegedWork): boolean {
  const kind = "madeBy" in obstacle ? obstacle.madeBy?.kind : undefined;
  return kind === "COPY" || kind === "ADD";
}

function messageOf({ what, user, obstacle, step }: UnprivilegedWork): string {
  const command = `\`${what}\``;
  const who = user.text === null ? "the user of the base image" : `\`${user.text}\``;
  switch (obstacle.kind) {
    case "root":
      return user.text === null
        ? `${command} needs root, but ${user.reason}`
        : `${command} needs root, but runs as ${who}`;
    case "directory":
      return `${command} runs as ${who}, who can't write to \`${obstacle.path}\`: it belongs to root`;
    case "owner":
      return `${command} runs as ${who}, but \`${obstacle.path}\` belongs to root`;
    case "no-home":
      return `${command} runs as ${who}, who can write neither to the packages of the system nor to \`${obstacle.home}\`, which does not exist`;
    case "not-on-path":
      return `${command} runs as ${who} and so installs into \`~/.local\`, where the ${startOf(step)} does not find \`${obstacle.program}\``;
  }
}

function startOf({ stage }: UnprivilegedWork["step"]): string {
  return stage.steps.some(({ instruction }) => instruction.kind === "ENTRYPOINT") ? "ENTRYPOINT" : "CMD";
}

function helpOf({ user, obstacle }: UnprivilegedWork): string {
  const setBy = userInstruction(user.setBy);
  const above = setBy === null ? null : `move the step above \`USER ${setBy.user?.text ?? ""}\``;
  if ((obstacle.kind === "directory" || obstacle.kind === "owner") && user.text !== null) {
    const { madeBy, path } = obstacle;
    const [name = user.text] = user.text.split(":", 1);
    if (madeBy?.kind === "COPY" || madeBy?.kind === "ADD") return `copy with \`--chown=${name}\``;
    return madeBy === null && above !== null
      ? above
      : `give it to the user first: \`RUN chown ${name} ${path}\``;
  }
  if (above !== null) return above;
  return "write `USER root` above the step, and the user of the base image again below it";
}

function relatedOf({ user, obstacle }: UnprivilegedWork): readonly Related[] {
  const setBy = userInstruction(user.setBy);
  const related: Related[] =
    setBy === null ? [] : [{ at: setBy.range, message: "from here on steps run as this user" }];
  if ((obstacle.kind === "directory" || obstacle.kind === "owner") && obstacle.madeBy !== null) {
    related.push({ at: obstacle.madeBy.range, message: `\`${obstacle.path}\` is made here, as root's` });
  }
  return related.sort((a, b) => a.at.start - b.at.start);
}

/** A directory that WORKDIR made as root is empty: a change of its owner costs nothing. */
function fixOf({ user, obstacle, step }: UnprivilegedWork, lineEnd: string): Fix | null {
  const setBy = userInstruction(user.setBy);
  if (setBy === null || user.text === null || obstacle.kind !== "directory") return null;
  const isHere = step.stage.steps.some(({ instruction }) => instruction === setBy);
  if (!isHere || obstacle.madeBy?.kind !== "WORKDIR" || obstacle.madeBy.index > setBy.index) return null;
  const at = setBy.range.start;
  // Unsafe: the directory gets another owner.
  return {
    title: `Give \`${obstacle.path}\` to \`${user.text}\``,
    applicability: "unsafe",
    edits: [{ range: { start: at, end: at }, text: `RUN chown ${user.text} ${obstacle.path}${lineEnd}` }],
  };
}

function userInstruction(setBy: UnprivilegedWork["user"]["setBy"]): User | null {
  return setBy?.kind === "USER" ? setBy : null;
}
