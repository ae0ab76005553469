import { writtenSecrets } from "../src/analysis/written-secrets.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { InstructionKind } from "../src/syntax/nodes.ts";

const mount = "mount a new one where it is used: `RUN --mount=type=secret,id=…`";

/** By instruction; the others take effect in containers. */
const remedies: { readonly [Kind in InstructionKind]?: string } = {
  ADD: "fetch the file in a RUN that mounts a new one: `RUN --mount=type=secret,id=…`",
  ARG: mount,
  COPY: mount,
  LABEL: "leave it out of the label",
  RUN: mount,
};

export default defineRule({
  id: "written-secret",
  summary: "A token, key or password stands in the file",
  category: "security",
  severity: "error",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/secrets-in-code", "DF013"],
  // No fix: the secret has to be revoked first, and where the new one comes from, the file does not say.
  check: {
    file(_, context) {
      for (const { what, at, instruction } of context.use(writtenSecrets)) {
        const { kind } = instruction;
        context.report({
          at,
          message: `\`${kind}\` holds ${what} that everyone who has this file can use`,
          help: `revoke it, and ${remedies[kind] ?? "give a new one to the container when it starts"}`,
        });
      }
    },
  },
});
