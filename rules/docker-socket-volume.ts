import { removeItem } from "../src/analysis/item-edits.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule } from "../src/rule/rule.ts";
import { cleanPath } from "../src/text/posix-path.ts";

export default defineRule({
  id: "docker-socket-volume",
  summary: "The socket of the Docker daemon is declared as a volume",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["dockerfile-dockerd-socket-mount"],
  check: {
    VOLUME({ instruction, state }, context) {
      for (const { text, range } of instruction.paths) {
        const { value } = expand(text, state.scope, context.file.syntax.escape);
        if (!/^(?:\/var)?\/run\/docker\.sock$/.test(cleanPath(value))) continue;
        const edit =
          instruction.json && instruction.paths.length > 1
            ? null
            : removeItem(context.file, instruction, instruction.paths, range);
        context.report({
          at: range,
          message: `\`VOLUME\` makes an empty directory of \`${value}\`, not the socket of the host`,
          help: "remove it; whoever starts the container has to mount the socket, and thereby makes it root on the host",
          // Unsafe: containers no longer get the volume that the image declares.
          ...(edit && { fix: { title: "Remove the volume", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
