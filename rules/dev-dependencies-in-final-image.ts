import { callText } from "../src/analysis/install-commands/reading.ts";
import { shippedDebugger } from "../src/analysis/shipped-debuggers.ts";
import { type ShippedDevelopment, shippedDevelopment } from "../src/analysis/shipped-development.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/edit.ts";

const mostNames = 2;

const packageCodes = [
  "tally/php/composer-no-dev-in-production",
  "tally/ruby/missing-bundle-without-development",
];
const debuggerCode = "tally/php/no-xdebug-in-final-image";

export default defineRule({
  id: "dev-dependencies-in-final-image",
  summary: "The image ships packages that only development needs",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...packageCodes, debuggerCode],
  check: {
    file(_, context) {
      for (const shipped of context.use(shippedDevelopment)) {
        const { install, copy } = shipped;
        const edits = editsOf(shipped);
        context.report({
          at: copy?.instruction.range ?? install.command.range,
          aliases: packageCodes,
          message: `the image ships ${packagesOf(shipped)}`,
          help: helpOf(shipped),
          ...(copy && {
            related: [
              { at: install.command.range, message: "this installs them in the stage that is copied from" },
            ],
          }),
          // Unsafe: the image is left without packages that something may use all the same.
          ...(edits && { fix: { title: "Leave them out", applicability: "unsafe", edits } }),
        });
      }
      const xdebug = context.use(shippedDebugger);
      if (xdebug === null) return;
      context.report({
        at: xdebug.word.range,
        aliases: [debuggerCode],
        message:
          "the image is for production and ships Xdebug, which makes PHP slow and lets others look into it",
        help: "install it in a stage for development that is built on this one",
      });
    },
  },
});

function packagesOf({ packages: { names, manifest }, install }: ShippedDevelopment): string {
  if (names.length === 0) {
    return manifest === null
      ? `packages for development: \`${callText(install.call)}\` is told to install them`
      : `what \`${manifest}\` lists for development`;
  }
  // Types are small, and seldom what one would look for.
  const telling = [...names].sort(
    (a, b) => Number(a.startsWith("@types/")) - Number(b.startsWith("@types/")),
  );
  const some = telling.slice(0, mostNames).map((name) => `\`${name}\``);
  const others = names.length - some.length;
  const which = others === 0 ? some.join(" and ") : `${some.join(", ")} and ${others} more`;
  return `packages that \`${manifest}\` lists for development only: ${which}`;
}

function helpOf({ install, copy, isUsed, option }: ShippedDevelopment): string {
  const how = option.omit === null ? option.otherwise : `with \`${callText(install.call)} ${option.omit}\``;
  if (copy !== null && isUsed) {
    return option.prune === null
      ? `install ${how} in a stage of its own, and copy from there`
      : `run \`${option.prune}\` at the end of the stage that builds, or install ${how} in a stage of its own`;
  }
  if (copy !== null) return `install ${how} in the stage that is copied from`;
  if (isUsed) return `build in an earlier stage, copy the result, and install ${how} here`;
  return `install ${how}`;
}

/** Only where nothing after the install can have used the packages. */
function editsOf({ install, copy, isUsed, option }: ShippedDevelopment): readonly TextEdit[] | null {
  const last = install.call.command.words.at(-1);
  if (copy !== null || isUsed || option.omit === null || last === undefined) return null;
  return [{ range: { start: last.range.end, end: last.range.end }, text: ` ${option.omit}` }];
}
