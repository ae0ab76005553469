import { namedSecrets } from "../src/analysis/named-secrets.ts";
import { defineRule } from "../src/rule/rule.ts";
import { baseName } from "../src/text/posix-path.ts";

export default defineRule({
  id: "copied-secret",
  summary: "A file with a secret is copied by name",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DS-0031", "CIS-DI-0010", "SEC006", "copying-secrets-into-image"],
  // No fix: which step needs the secret, and in which form, the file does not say.
  check: {
    file(_, context) {
      for (const { request, source, row, ships } of context.use(namedSecrets)) {
        const id = baseName(source.path).replace(/^\W+|\W+$/g, "");
        const mount = `\`RUN --mount=type=secret,id=${id}\``;
        context.report({
          at: source.range,
          message: `\`${source.path}\` (${row.holds}) ${ships ? "is readable for all who pull the image" : "stays in the builder's cache"}`,
          help: ships
            ? `hand it to the container when it starts; for a step of the build, mount it with ${mount}`
            : `mount it into the step that needs it, with ${mount}`,
          related: [
            {
              at: request.step.stage.from.range,
              message: ships ? "this stage ships" : "this stage only builds",
            },
          ],
        });
      }
    },
  },
});
