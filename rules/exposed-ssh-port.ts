import { removeItem } from "../src/analysis/item-edits.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "exposed-ssh-port",
  summary: "The image asks for its SSH port to be published",
  category: "security",
  severity: "info",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["DS-0004", "CKV_DOCKER_1", "5907595b"],
  check: {
    EXPOSE({ instruction }, context) {
      for (const { text, range } of instruction.ports) {
        if (!/^22(?:\/tcp)?$/i.test(text)) continue;
        const edit = removeItem(context.file, instruction, instruction.ports, range);
        context.report({
          at: range,
          message: `\`EXPOSE ${text}\` is the port of SSH`,
          help: "leave SSH out of the image: `docker exec` and `kubectl exec` open a shell without it",
          // Unsafe: `docker run --publish-all` no longer publishes the port.
          ...(edit && { fix: { title: "Remove the port", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
