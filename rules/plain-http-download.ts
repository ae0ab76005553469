import { type PlainDownload, plainDownloads } from "../src/analysis/plain-downloads.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "plain-http-download",
  summary: "A step fetches something that anybody on the way can replace",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["curlUseHttpsUrl", "wgetUseHttpsUrl"],
  check: {
    file(_, context) {
      for (const { program, host, scheme, range, secure } of context.use(plainDownloads)) {
        context.report({
          at: range,
          message: `what comes from \`${host}\` over \`${scheme}\` is not checked, so anybody on the way can put something else in its place`,
          help: "use `https`, or compare the file with a checksum in the same step",
          aliases: aliasesOf(program),
          ...(secure === null
            ? {}
            : // Unsafe: the server may not speak TLS, or the image may lack certificates.
              { fix: { title: "Use `https`", applicability: "unsafe" as const, edits: [secure] } }),
        });
      }
    },
  },
});

function aliasesOf(program: PlainDownload["program"]): readonly string[] {
  if (program === "curl") return ["curlUseHttpsUrl"];
  return program === "wget" ? ["wgetUseHttpsUrl"] : [];
}
