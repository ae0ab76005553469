import { findingPlace } from "../src/analysis/finding-places.ts";
import { lineEndOf } from "../src/analysis/instruction-edits.ts";
import { lineAbove } from "../src/analysis/line-above.ts";
import {
  type UndefinedCause,
  type UndefinedVariable,
  undefinedVariables,
} from "../src/analysis/undefined-variables.ts";
import type { Fix, Related } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

const codes = { unset: ["UndefinedVar", "DF087"], beside: ["DL3044", "DF062"] };

export default defineRule({
  id: "undefined-variable",
  summary: "An instruction uses a variable that nothing sets above it",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...codes.unset, ...codes.beside],
  check: {
    file(_, context) {
      const said = new Set<string>();
      for (const found of context.use(undefinedVariables)) {
        const { use, cause, step, isUnset } = found;
        // A default says that the variable may be missing.
        if (use.isOptional && context.literal !== "buildkit") continue;
        const key =
          use.heredoc === null ? `${step.stage.index} ${use.name}` : `<<${use.heredoc.bodyRange.start}`;
        const isFirst = !said.has(key);
        said.add(key);
        if (!isFirst && context.literal === null) continue;
        const isBeside = cause.kind === "beside";
        context.report({
          at: findingPlace(context, step.instruction, use.at),
          aliases: [
            ...(isUnset ? codes.unset : []),
            ...(isBeside && use.modifier === null ? codes.beside : []),
          ],
          message: messageOf(found),
          help: helpOf(found),
          related: relatedOf(cause),
          ...(isFirst ? fixOf(found, context) : {}),
        });
      }
    },
  },
});

function messageOf({ use: { name, heredoc }, cause, isUnset }: UndefinedVariable): string {
  if (cause.kind === "beside")
    return isUnset
      ? `\`$${name}\` is empty here: an \`ENV\` reads all its values before it sets any`
      : `\`$${name}\` has the value from before this \`ENV\` here, not the one that it sets`;
  if (cause.kind === "process") return `\`$${name}\` is empty here: only a running command has it`;
  if (heredoc !== null) return `the builder replaces \`$${name}\` in this text, by nothing`;
  return `\`$${name}\` is empty here: nothing in this stage sets it above`;
}

function helpOf({ use: { name, heredoc }, cause }: UndefinedVariable): string {
  switch (cause.kind) {
    case "beside":
      return `set \`${name}\` in an \`ENV\` of its own above`;
    case "platform":
      return `declare it above with \`ARG ${name}\`: the builder sets it in stages that do`;
    case "global":
      return `declare it in this stage too, with \`ARG ${name}\`: an \`ARG\` above the first \`FROM\` holds for \`FROM\` alone`;
    case "later":
      return "move what sets it above this instruction";
    case "elsewhere":
      return "set it in this stage too: stages share no variables";
    case "misspelt":
      return `did you mean \`$${cause.nearest}\`?`;
    case "process":
      return "write the value, or set it with `ENV` above";
    case "unknown":
      return heredoc === null
        ? `set it with \`ARG\` or \`ENV\` above, or write \`\\$${name}\` for the text itself`
        : `write \`${quotedMarker(heredoc.marker.text)}\` to keep the text as it is`;
  }
}

function quotedMarker(marker: string): string {
  return marker.replace(/(<<-?)\s*(.+)$/, "$1'$2'");
}

function relatedOf(cause: UndefinedCause): readonly Related[] {
  if (!("pair" in cause)) return [];
  return [{ at: cause.pair.range, message: "it is set here" }];
}

function fixOf({ use, cause, step }: UndefinedVariable, { file }: RuleContext): { fix?: Fix } {
  if (cause.kind === "global" || cause.kind === "platform") {
    // Directives may stand above a fragment.
    const at = step.stage.implicit ? null : lineAbove(file.text, step.instruction.range.start);
    if (at === null) return {};
    return {
      // Unsafe: the variable has a value from now on.
      fix: {
        title: `Declare \`${use.name}\` in this stage`,
        applicability: "unsafe",
        edits: [{ range: { start: at, end: at }, text: `ARG ${use.name}${lineEndOf(file.text)}` }],
      },
    };
  }
  const { start, end } = use.at;
  const written = file.text.slice(start, end);
  const offset = written.indexOf(use.name);
  if (cause.kind !== "misspelt" || offset < 0 || offset > 2) return {};
  const range = { start: start + offset, end: start + offset + use.name.length };
  return {
    // Unsafe: what is meant is a guess.
    fix: {
      title: `Write \`${cause.nearest}\``,
      applicability: "unsafe",
      edits: [{ range, text: cause.nearest }],
    },
  };
}
