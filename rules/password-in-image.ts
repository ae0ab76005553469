import { removeWithInput } from "../src/analysis/script-edits.ts";
import { targetPurpose } from "../src/analysis/target-purpose.ts";
import { type WrittenPassword, writtenPasswords } from "../src/analysis/written-passwords.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "password-in-image",
  summary: "A step gives a user a password that everybody can know",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["CKV2_DOCKER_17", "DKL-LI-0001"],
  check: {
    file(_, context) {
      // Who develops or tests in an image logs in with a password that all know.
      if (context.use(targetPurpose) === "tooling") return;
      for (const { run, command, at, kind } of context.use(writtenPasswords)) {
        if (kind === "other") continue;
        const edit = removeWithInput(context.file, run.step, { script: run.script, command });
        context.report({
          at,
          message: messageOf(kind),
          help: "leave the user without a password: `docker exec --user` and `USER` need none",
          // Unsafe: nobody can log in with the password any more. Where it stands in a call that does more, that stays.
          ...(edit &&
            /^(?:ch)?passwd$/.test(command.name) && {
              fix: { title: "Set no password", applicability: "unsafe", edits: [edit] },
            }),
          aliases: [
            ...(command.name === "chpasswd" ? ["CKV2_DOCKER_17"] : []),
            ...(kind === "empty" ? ["DKL-LI-0001"] : []),
          ],
        });
      }
    },
  },
});

function messageOf(kind: WrittenPassword["kind"]): string {
  return kind === "empty"
    ? "this user gets an empty password, with which anybody may log in"
    : "the password of this user stands in the history of the image, for everybody who can pull it";
}
