import { exposedPorts } from "../src/analysis/exposed-ports.ts";
import { findingPlace } from "../src/analysis/finding-places.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "expose-protocol-casing",
  summary: "The protocol of an exposed port has capital letters",
  category: "style",
  severity: "style",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["ExposeProtoCasing", "DF078"],
  check: {
    EXPOSE({ instruction, state }, context) {
      const { file } = context;
      for (const { word, protocol } of exposedPorts(instruction, state, file.syntax.escape)) {
        const lower = protocol.toLowerCase();
        // Any other protocol is rejected.
        if (protocol === lower || !/^(?:tcp|udp|sctp)$/.test(lower)) continue;
        const start = word.range.end - protocol.length;
        const isWritten = file.text.slice(start, word.range.end) === protocol;
        const at = isWritten ? { start, end: word.range.end } : word.range;
        context.report({
          at: findingPlace(context, instruction, at),
          message: `the protocol \`${protocol}\` is written in capital letters`,
          help: `write \`${lower}\``,
          ...(isWritten && {
            // Safe: the builder writes the protocol in small letters.
            fix: {
              title: "Write the protocol in small letters",
              applicability: "safe",
              edits: [{ range: at, text: lower }],
            },
          }),
        });
      }
    },
  },
});
