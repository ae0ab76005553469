import { namelessUsers } from "../src/analysis/nameless-users.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "user-unknown-in-scratch",
  summary: "A user is called by a name that nothing in the image explains",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/named-identity-in-passwdless-stage"],
  check: {
    file(_, context) {
      for (const { step, name, missing, range } of context.use(namelessUsers)) {
        const isRoot = name === "root";
        // Without the file, `--chown` silently takes the number 0.
        if (step.instruction.kind !== "USER" && isRoot) continue;
        const effect =
          step.instruction.kind === "USER"
            ? `no container starts ${missing === "group" ? "with the group" : "as"} \`${name}\``
            : `the files go to root instead of \`${name}\``;
        const number = isRoot ? "0" : name === "nobody" ? "65534" : "65532";
        const isWritten = context.file.text.slice(range.start, range.end) === name;
        context.report({
          at: range,
          message: `${effect}: the stage is made from \`scratch\`, and has no \`/etc/${missing}\``,
          help: `write a number, such as \`${number}\`, or copy \`/etc/${missing}\` from another stage above it`,
          // Unsafe: the name never had a number here, and files may have been made for another one.
          ...(isWritten && {
            fix: { title: `Write \`${number}\``, applicability: "unsafe", edits: [{ range, text: number }] },
          }),
        });
      }
    },
  },
});
