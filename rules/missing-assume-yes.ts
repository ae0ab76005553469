import { decisiveCommands } from "../src/analysis/decisive-commands.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { insertAfterAction } from "../src/analysis/script-edits.ts";
import {
  literallyUnconfirmedCalls,
  type UnconfirmedCall,
  unconfirmedCalls,
} from "../src/analysis/unconfirmed-calls.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/edit.ts";

const rpmInstalls = /^(install|groupinstall|localinstall|(groups?|module) install)$/;

/** By the name of the manager: what the codes are about. */
const codes: Readonly<Record<string, { readonly actions: RegExp; readonly aliases: readonly string[] }>> = {
  "apt-get": {
    actions: /^install$/,
    aliases: [
      "DL3014",
      "DS-0021",
      "77783205",
      "aptGetInstallUseY",
      "apt-get_missing_param",
      "missing-assume-yes-switch",
      "DF015",
    ],
  },
  yum: {
    actions: rpmInstalls,
    aliases: ["DL3030", "6e19193a", "yumInstallForceYes", "missing-yum-assume-yes-switch", "DF027"],
  },
  zypper: {
    actions: /^(install|in|remove|rm|source-install|si|patch)$/,
    aliases: ["DL3034", "45e1fca5", "missing-zypper-no-confirm-switch", "DF043"],
  },
  dnf: { actions: rpmInstalls, aliases: ["DL3038", "7ebd323c", "missing-dnf-assume-yes-switch"] },
  microdnf: { actions: rpmInstalls, aliases: ["DL3038"] },
};

export default defineRule({
  id: "missing-assume-yes",
  summary: "A package manager asks a question that nobody can answer",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...new Set(Object.values(codes).flatMap(({ aliases }) => aliases))],
  check: {
    file(_, context) {
      const isLiteral = context.literal === "hadolint";
      for (const found of context.use(isLiteral ? literallyUnconfirmedCalls : unconfirmedCalls)) {
        const { call, command, confirmation } = found;
        // hadolint has this rule for apt-get alone.
        if (isLiteral && /^(apt|aptitude)$/.test(call.command.name)) continue;
        const known = codes[call.manager.name];
        const edit = editOf(found);
        context.report({
          at: command.range,
          aliases: known?.actions.test(call.action) ? known.aliases : [],
          message: `\`${callText(call)}\` may ask whether to go on, and fails when nobody answers`,
          help: `add \`${confirmation.option}\``,
          ...(edit && {
            // Safe: without it the program asks, and fails as nobody answers, and the build with it. Unsafe: the step goes on after that failure, or
            // the image records the text, that of an ONBUILD.
            fix: {
              title: `Add \`${confirmation.option}\``,
              applicability: context.use(decisiveCommands).has(command) ? "safe" : "unsafe",
              edits: [edit],
            },
          }),
        });
      }
    },
  },
});

/** Where it asks today the build fails, and where it does not the option changes nothing. */
function editOf({ call, confirmation: { option, position } }: UnconfirmedCall): TextEdit | null {
  if (position === "action") return insertAfterAction(call, option);
  const [program] = call.command.words;
  if (program === undefined || program.quoted) return null;
  return { range: { start: program.range.end, end: program.range.end }, text: ` ${option}` };
}
