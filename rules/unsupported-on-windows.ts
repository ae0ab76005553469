import { removeInstruction } from "../src/analysis/instruction-edits.ts";
import { removeWord } from "../src/analysis/item-edits.ts";
import { type WindowsLimit, windowsLimits } from "../src/analysis/windows-limits.ts";
import type { BuildFile } from "../src/model/build-file.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";

const codes: Partial<Record<WindowsLimit["kind"], string>> = {
  mount: "tally/windows/no-run-mounts",
  signal: "tally/windows/no-stopsignal",
  owner: "tally/windows/no-chown-flag",
};

export default defineRule({
  id: "unsupported-on-windows",
  summary: "A Windows image is built with what only Linux has",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: Object.values(codes),
  check: {
    file(_, context) {
      for (const found of context.use(windowsLimits)) {
        const code = codes[found.kind];
        const fix = fixOf(found, context.file);
        context.report({
          at: found.range,
          aliases: code === undefined ? [] : [code],
          ...textOf(found),
          ...(fix && { fix }),
        });
      }
    },
  },
});

function textOf(found: WindowsLimit): { readonly message: string; readonly help: string } {
  switch (found.kind) {
    case "signal":
      return {
        message: "Windows has no signals: Docker's builder there rejects `STOPSIGNAL`",
        help: "remove the instruction",
      };
    case "mount":
      return {
        message: `containers of Windows have no \`${found.type}\` mounts: the step fails`,
        help:
          found.type === "secret"
            ? "take the secret as a variable, as in `--mount=type=secret,id=token,env=TOKEN`"
            : "remove the mount",
      };
    case "mode":
      return {
        message: "files of Windows have no mode: `--chmod` does nothing there, or stops the build",
        help: "remove the flag, or set rights with `icacls` in a RUN",
      };
    case "owner":
      return {
        message:
          found.part === "number"
            ? `Windows knows no users by number: no account is called \`${found.text}\``
            : `files of Windows have no group beside their owner: no account is called \`${found.text}\``,
        help: "name an account of Windows, as in `--chown=ContainerUser`, or remove the flag",
      };
    case "device":
      return { message: "builders for Windows give a step no devices: it fails", help: "remove the flag" };
    case "insecure":
      return {
        message: "builders for Windows have no insecure mode: the step fails",
        help: "remove the flag",
      };
  }
}

/** Nothing takes the place of a secret; of an owner, the account is not known. */
function fixOf(found: WindowsLimit, file: BuildFile): Fix | null {
  if (found.kind === "owner" || (found.kind === "mount" && found.type === "secret")) return null;
  const edit =
    found.kind === "signal" ? removeInstruction(file, found.step.instruction) : removeWord(file, found.range);
  // Unsafe: the step ran nowhere with it, and what it does without it is not known.
  return edit && { title: "Remove it", applicability: "unsafe", edits: [edit] };
}
