import { worldWritable } from "../src/analysis/world-writable.ts";
import type { BuildFile } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/edit.ts";
import type { Range } from "../src/text/range.ts";

export default defineRule({
  id: "world-writable-files",
  summary: "Everybody in the container may change files of the image",
  category: "security",
  severity: "warning",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/world-writable-state-path-workaround", "DF034"],
  check: {
    file(_, context) {
      for (const { at, mode, path } of context.use(worldWritable)) {
        const edit = narrowedMode(context.file, at, mode);
        context.report({
          at,
          message: `mode \`${mode}\` lets every user of the container change ${path === null ? "these files" : `\`${path}\``}`,
          help: `give them to the user who writes them (\`chown\`, \`COPY --chown\`), or to group 0 with \`chmod g=u\`${
            /^0?777$/.test(mode)
              ? "; a folder for whatever user comes needs the sticky bit as well (`1777`)"
              : ""
          }`,
          // Unsafe: some user of the container may be writing there, which is what the mode is for.
          ...(edit && {
            fix: { title: "Take the right from the others", applicability: "unsafe", edits: [edit] },
          }),
        });
      }
    },
  },
});

/** The same mode, without the right of all others to write; `null` where nothing else is left of it. */
function narrowedMode({ text }: BuildFile, at: Range, mode: string): TextEdit | null {
  if (!text.slice(at.start, at.end).endsWith(mode)) return null;
  const narrowed = /^\d+$/.test(mode)
    ? (Number.parseInt(mode, 8) & ~0o2).toString(8).padStart(mode.length, "0")
    : mode.split(",").flatMap(narrowedClause).join(",");
  return narrowed === "" ? null : { range: { start: at.end - mode.length, end: at.end }, text: narrowed };
}

/** `a+rwx` as `ug+rwx` and `o+rx`. */
function narrowedClause(clause: string): readonly string[] {
  const [, who = "", sign = "", rights = ""] = /^([ugoa]*)([+=])(\w*)$/.exec(clause) ?? [];
  if (!/[oa]/.test(who) || !rights.includes("w")) return [clause];
  const others = rights.replaceAll("w", "");
  const rest = who.includes("a") ? "ug" : who.replaceAll("o", "");
  return [
    ...(rest === "" ? [] : [rest + sign + rights]),
    ...(others === "" && sign === "+" ? [] : [`o${sign}${others}`]),
  ];
}
