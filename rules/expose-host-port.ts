import { exposedPorts } from "../src/analysis/exposed-ports.ts";
import { findingPlace } from "../src/analysis/finding-places.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "expose-host-port",
  summary: "EXPOSE names a port or an address of the host",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["ExposeInvalidFormat", "INVALID_PORT", "expose_host_port"],
  check: {
    EXPOSE({ instruction, state }, context) {
      const { file } = context;
      for (const { word, host, port } of exposedPorts(instruction, state, file.syntax.escape)) {
        // `:80` and `::80` leave both out.
        if (/^:?$/.test(host)) continue;
        // What the builder rejects is said as such.
        if (instruction.problems.some(({ range }) => range.start === word.range.start)) continue;
        const end = word.range.start + host.length + 1;
        const isWritten = file.text.slice(word.range.start, end) === `${host}:`;
        context.report({
          at: findingPlace(context, instruction, word.range),
          message: `\`${host}:${port}\` exposes \`${port}\` and nothing else: \`EXPOSE\` can't publish a port on the host`,
          help: `write the port of the container only, and publish it with \`docker run --publish ${host}:${port}\``,
          ...(isWritten && {
            // Safe: the builder drops the part about the host.
            fix: {
              title: "Leave out what is about the host",
              applicability: "safe",
              edits: [{ range: { start: word.range.start, end }, text: "" }],
            },
          }),
        });
      }
    },
  },
});
