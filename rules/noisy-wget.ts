import { downloads } from "../src/analysis/downloads.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { baseImage } from "../src/knowledge/base-images.ts";
import type { Stage } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Flag } from "../src/shell/arguments.ts";
import type { Command } from "../src/shell/command.ts";

const quietFlags = new Set([
  ...["-q", "--quiet", "--progress", "-o", "--output-file", "-a", "--append-output", "-nv", "--no-verbose"],
]);

export default defineRule({
  id: "noisy-wget",
  summary: "`wget` fills the log of the build with its progress",
  category: "style",
  severity: "info",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3047", "DF056"],
  check: {
    file(_, context) {
      for (const { tool, command, flags, run } of context.use(downloads)) {
        if (tool !== "wget" || flags.some(({ name }) => quietFlags.has(name))) continue;
        const [program] = command.words;
        if (program === undefined || command.words.some(({ text }) => text === "-nv")) continue;
        if (context.literal === null && (fetchesNothing(command, flags) || isSilenced(command))) continue;
        const option = optionFor(run.step.stage, context);
        context.report({
          at: program.range,
          message: "`wget` writes a line of progress for every few kilobytes into the log",
          help: option === null ? "add `-nv`, or `-q` where `wget` is that of BusyBox" : `add \`${option}\``,
          ...(option === null || program.quoted
            ? {}
            : {
                // Safe: it changes what is printed, and nothing else. Unsafe: something may keep what is printed, or the image the text, that of an
                // ONBUILD.
                fix: {
                  title: `Add \`${option}\``,
                  applicability: run.isTrigger || isKept(command) ? "unsafe" : "safe",
                  edits: [
                    { range: { start: program.range.end, end: program.range.end }, text: ` ${option}` },
                  ],
                },
              }),
        });
      }
    },
  },
});

function fetchesNothing({ words }: Command, flags: readonly Flag[]): boolean {
  return (
    words.length < 2 ||
    flags.some(({ name }) => ["-V", "--version", "-h", "--help", "--spider"].includes(name))
  );
}

/** Whether what `wget` says of itself, on descriptor 2, goes elsewhere than into the log. */
function isSilenced({ redirects }: Command): boolean {
  const isOutputElsewhere = redirects.some(
    ({ operator, descriptor }) => /^>>?$/.test(operator) && (descriptor ?? 1) === 1,
  );
  return redirects.some(({ operator, descriptor, target }) => {
    if (operator === ">&" && descriptor === 2 && target?.text === "1") return isOutputElsewhere;
    return operator.startsWith("&>") || (/^>>?$/.test(operator) && descriptor === 2);
  });
}

/** Whether what `wget` says of itself, on descriptor 2, may end up elsewhere than in the log: in a pipe, by a redirect around it. */
function isKept({ inside, pipeline, redirects }: Command): boolean {
  return inside.length > 0 || pipeline !== null || redirects.some(({ operator }) => operator === ">&");
}

/** BusyBox, which Alpine has, knows only `-q`; which program it is elsewhere is known for these. */
function optionFor(stage: Stage, context: RuleContext): string | null {
  const root = context.use(stageGraph).root(stage);
  const distribution = root.kind === "image" ? baseImage(root.image).distribution : null;
  return distribution === "debian" || distribution === "ubuntu" ? "--progress=dot:giga" : null;
}
