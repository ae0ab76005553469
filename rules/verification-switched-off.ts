import { type VerificationOff, verificationsOff } from "../src/analysis/verification-off.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "verification-switched-off",
  summary: "A program is told to accept what nobody vouches for",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: Array.from({ length: 15 }, (_, at) => `CKV2_DOCKER_${at + 2}`),
  check: {
    file(_, context) {
      for (const off of context.use(verificationsOff)) {
        context.report({
          at: off.at,
          message: messageOf(off),
          help: helpOf(off),
          aliases: off.aliases,
          // Unsafe: the step fails where the certificate or the key is missing, which may be why it is there.
          ...(off.edit && {
            fix: { title: `Remove \`${off.text}\``, applicability: "unsafe", edits: [off.edit] },
          }),
        });
      }
    },
  },
});

function messageOf({ text, program, what, stays }: VerificationOff): string {
  const rest = stays ? ", in the build and in each container of the image" : "";
  return what === "certificates"
    ? `\`${text}\` lets ${program} take any server for the right one${rest}`
    : `\`${text}\` lets ${program} install packages that nobody has signed`;
}

function helpOf({ what }: VerificationOff): string {
  return what === "certificates"
    ? "leave it out; where a certificate is missing, install it (`ca-certificates`, or a company's own with `update-ca-certificates`)"
    : "leave it out, and import the key of the repository";
}
