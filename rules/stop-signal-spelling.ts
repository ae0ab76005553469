import { signalName } from "../src/knowledge/signals.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "stop-signal-spelling",
  summary: "A stop signal is not written by its full name",
  category: "style",
  severity: "style",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/prefer-canonical-stopsignal"],
  check: {
    STOPSIGNAL({ instruction: { signal, problems } }, context) {
      if (signal === null || problems.length > 0 || !/^[\w+-]+$/.test(signal.text)) return;
      const name = signalName(signal.text);
      if (name === null || name === signal.text || /^SIGRTM(?:AX|IN\+)/.test(signal.text)) return;
      context.report({
        at: signal.range,
        message: `\`${signal.text}\` is \`${name}\``,
        help: `write \`${name}\``,
        // Unsafe: it is the same signal, but the image records it as it is written.
        fix: {
          title: "Write the full name",
          applicability: "unsafe",
          edits: [{ range: signal.range, text: name }],
        },
      });
    },
  },
});
