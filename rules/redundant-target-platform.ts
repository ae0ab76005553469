import { findingPlace } from "../src/analysis/finding-places.ts";
import { defineRule } from "../src/rule/rule.ts";

const variable = "TARGETPLATFORM";

export default defineRule({
  id: "redundant-target-platform",
  summary: "FROM asks for the platform that it gets anyway",
  category: "style",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["RedundantTargetPlatform", "DL3065", "DF083"],
  check: {
    FROM({ instruction }, context) {
      const flag = instruction.flags.find(({ name }) => name === "platform");
      const found = /^\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?<fallback>:?-[^}]*)?\})$/.exec(flag?.value ?? "");
      if (flag === undefined || found === null) return;
      const { file } = context;
      const hasFallback = found.groups?.fallback !== undefined;
      // Who writes a default also builds with a builder that does not know the variable.
      if (hasFallback && context.literal === null) return;
      // With a default of its own it is no longer the platform that is built for.
      const isOwn = file.preamble.some(
        (arg) =>
          arg.kind === "ARG" && arg.pairs.some(({ key, value }) => key.text === variable && value !== null),
      );
      if (isOwn && context.literal === null) return;
      const [blanks = ""] = /^[ \t]*/.exec(file.text.slice(flag.range.end, flag.range.end + 80)) ?? [];
      const range = { start: flag.range.start, end: flag.range.end + blanks.length };
      context.report({
        at: findingPlace(context, instruction, flag.range),
        aliases: ["RedundantTargetPlatform", "DF083", ...(hasFallback ? [] : ["DL3065"])],
        message: `\`${variable}\` is the platform that \`FROM\` takes without \`--platform\``,
        help: "leave out the flag",
        ...(!isOwn &&
          blanks !== "" && {
            // Safe: the builder takes this platform without the flag.
            fix: {
              title: "Leave out `--platform`",
              applicability: "safe",
              edits: [{ range, text: "" }],
            },
          }),
      });
    },
  },
});
