import { expand } from "../src/model/variables.ts";
import { defineRule } from "../src/rule/rule.ts";
import { cleanPath } from "../src/text/posix-path.ts";

export default defineRule({
  id: "relative-workdir",
  summary: "The base image decides what a relative WORKDIR means",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL3000", "WorkdirRelativePath", "DS-0009", "CKV_DOCKER_10", "6b376af8"],
  check: {
    WORKDIR({ instruction, state, stage }, context) {
      const { path } = instruction;
      // A fragment may leave out the WORKDIR above it; `scratch` has `/`.
      if (path === null || stage.implicit || state.workdir.isSet || state.workdir.path !== null) return;
      const { value, complete } = expand(path.text, state.scope, context.file.syntax.escape);
      if (!complete || value === "" || isAbsolute(value)) return;
      const absolute = cleanPath(`/${value}`);
      context.report({
        at: path.range,
        message: `\`${path.text}\` is relative to whatever working directory the base image has`,
        help: `write an absolute path, such as \`${absolute}\``,
        fix: {
          title: `Write \`${absolute}\`, if the base image sets no working directory`,
          applicability: "display",
          edits: [{ range: path.range, text: absolute }],
        },
      });
    },
  },
});

/** Also on Windows: `C:\app`, `\app`. */
function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(path);
}
