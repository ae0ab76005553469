import { kernelDirectories } from "../src/knowledge/system-directories.ts";
import { pathInImage } from "../src/model/state.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule } from "../src/rule/rule.ts";
import { isWithin } from "../src/text/posix-path.ts";

export default defineRule({
  id: "workdir-in-system-directory",
  summary: "A working directory lies where the container runtime mounts file systems of the kernel",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DS-0030"],
  // No fix: other lines, here and outside, may name the directory; it has to be chosen for all of them.
  check: {
    WORKDIR({ instruction, state }, context) {
      if (instruction.path === null) return;
      const escapeCharacter = context.file.syntax.escape;
      const { value, complete } = expand(instruction.path.text, state.scope, escapeCharacter);
      const path = complete ? pathInImage(state.workdir.path, value, escapeCharacter) : null;
      const mounted = path === null ? undefined : kernelDirectories.find((each) => isWithin(path, each));
      if (path === null || mounted === undefined) return;
      context.report({
        at: instruction.path.range,
        message: `\`${path}\` is not part of the image: each container has a \`${mounted}\` of its own`,
        help: "take a directory of your own, such as `/app`",
      });
    },
  },
});
