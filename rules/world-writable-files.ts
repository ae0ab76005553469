import { worldWritable } from "../src/analysis/world-writable.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "world-writable-files",
  summary: "Everybody in the container may change files of the image",
  category: "security",
  severity: "warning",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/world-writable-state-path-workaround", "DF034"],
  check: {
    file(_, context) {
      for (const { at, mode, path } of context.use(worldWritable)) {
        context.report({
          at,
          message: `mode \`${mode}\` lets every user of the container change ${path === null ? "these files" : `\`${path}\``}`,
          help: `give them to the user who writes them (\`chown\`, \`COPY --chown\`), or to group 0 with \`chmod g=u\`${
            /^0?777$/.test(mode)
              ? "; a folder for whatever user comes needs the sticky bit as well (`1777`)"
              : ""
          }`,
        });
      }
    },
  },
});
