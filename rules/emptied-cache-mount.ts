import { commands } from "../src/analysis/commands.ts";
import { type EmptiedMount, type EmptyingCause, emptiedMounts } from "../src/analysis/emptied-mounts.ts";
import { readPackageCommand } from "../src/analysis/install-commands/package-command.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { removeCommand } from "../src/analysis/script-edits.ts";
import { stepCosts } from "../src/analysis/step-costs.ts";
import { warmMount } from "../src/estimate/cost-source.ts";
import type { Saving } from "../src/estimate/estimate.ts";
import { estimates } from "../src/estimate/estimates.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Command } from "../src/shell/command.ts";
import type { TextEdit } from "../src/text/edit.ts";

export default defineRule({
  id: "emptied-cache-mount",
  summary: "A cache mount is emptied by the step that has it",
  category: "cache",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  check: {
    file(_, context) {
      for (const emptied of context.use(emptiedMounts)) {
        const [cause, ...others] = emptied.causes;
        if (cause === undefined) continue;
        const saves = savingOf(emptied, context);
        const fix = fixOf(emptied, context);
        context.report({
          at: rangeOf(cause, emptied),
          message: messageOf(cause, emptied),
          help: helpOf(cause),
          related: [
            { at: emptied.mount.flag.range, message: "the mount" },
            ...others.map((other) => ({ at: rangeOf(other, emptied), message: "and here" })),
          ],
          ...(saves && { saves }),
          ...(fix && { fix }),
        });
      }
    },
  },
});

function rangeOf(cause: EmptyingCause, { call }: EmptiedMount) {
  if (cause.kind === "flag") return cause.word.range;
  return cause.kind === "clean-up" ? cause.command.range : call.command.range;
}

function messageOf(cause: EmptyingCause, { mount, call }: EmptiedMount): string {
  const place = `the cache mount at \`${mount.path}\``;
  switch (cause.kind) {
    case "flag":
    case "variable":
      return `with \`${cause.name}\`, \`${callText(call)}\` puts nothing in ${place}`;
    case "clean-up":
      return `\`${nameOf(cause.command)}\` empties ${place}, so each build fills it anew`;
    case "image":
      return `the base image removes what \`${callText(call)}\` has downloaded, so ${place} is empty again`;
  }
}

function nameOf(command: Command): string {
  const call = readPackageCommand(command);
  return call === null ? command.name : callText(call);
}

function helpOf(cause: EmptyingCause): string {
  switch (cause.kind) {
    case "flag":
      return "remove it: what is in a mount is not in the image";
    case "clean-up":
      return "leave the cache out of the clean-up: what is in a mount is not in the image";
    case "variable":
      return `unset \`${cause.name}\` for this command: what is in a mount is not in the image`;
    case "image":
      return "begin the RUN with `rm -f /etc/apt/apt.conf.d/docker-clean`, by which it does so";
  }
}

/** What the mount would spare the install if it were kept. */
function savingOf({ install, step }: EmptiedMount, context: RuleContext): Saving | null {
  const scale = install && warmMount(context.use(stepCosts), install);
  return scale && context.use(estimates).saving({ kind: "scale-cost", step, scale });
}

function fixOf({ causes, step }: EmptiedMount, context: RuleContext): Fix | null {
  const script = context.use(commands).of(step.instruction);
  const edits = causes.map((cause): TextEdit | null => {
    if (cause.kind === "flag") return wordRemoval(cause, context.file.text);
    if (cause.kind !== "clean-up") return null;
    const { command } = cause;
    // `rm -rf /var/lib/apt/lists/* /tmp/*` removes more than the cache.
    const isAll =
      command.name !== "rm" || command.words.filter(({ text }) => !text.startsWith("-")).length === 2;
    return isAll ? removeCommand(context.file, step, { script, command }) : null;
  });
  if (!edits.every((edit) => edit !== null)) return null;
  // Unsafe: the mount keeps its content from now on.
  return { title: "Keep what is in the mount", applicability: "unsafe", edits };
}

/** `null` where the word is a cluster or stands in JSON. */
function wordRemoval(
  { word, name }: EmptyingCause & { readonly kind: "flag" },
  text: string,
): TextEdit | null {
  if (word.text !== name || word.quoted) return null;
  const { start, end } = word.range;
  const before = /[\s\\`]+$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";
  return { range: { start: start - before.length, end }, text: "" };
}
