import { downloads } from "../src/analysis/downloads.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "unchecked-script",
  summary: "A script from the network runs as it comes",
  category: "security",
  severity: "warning",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["DF021", "SEC004", "wget-curl-without-checksum"],
  // No fix: the checksum is that of a script that somebody has to read first.
  check: {
    file(_, context) {
      for (const { command, addresses, runBy, isVerified } of context.use(downloads)) {
        if (runBy === null || isVerified || addresses.some(({ isLocal }) => isLocal)) continue;
        const host = addresses.find((address) => address.host !== "")?.host ?? "";
        const from = /^[\w.-]+$/.test(host) ? `\`${host}\`` : "a server";
        context.report({
          at: command.range,
          message: `\`${runBy.name}\` runs whatever ${from} sends on the day of the build`,
          help: "fetch a version with a known checksum (`ADD --checksum=sha256:…`), or install a package",
          related: [{ at: runBy.words[0]?.range ?? runBy.range, message: "it runs here" }],
        });
      }
    },
  },
});
