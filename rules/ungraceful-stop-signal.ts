import { type StopSignalUse, signalOf, stopSignalUse } from "../src/analysis/stop-signals.ts";
import { signalName } from "../src/knowledge/signals.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

const consequences: Readonly<Record<string, string>> = {
  SIGKILL: "ends the program at once: it can't finish what it is doing",
  SIGSTOP: "makes the program stand still until it is killed",
};
const generalCode = "tally/no-ungraceful-stopsignal";
const codesOfPrograms: Readonly<Record<string, string>> = {
  nginx: "tally/prefer-nginx-sigquit",
  openresty: "tally/prefer-nginx-sigquit",
  systemd: "tally/prefer-systemd-sigrtmin-plus-3",
};

export default defineRule({
  id: "ungraceful-stop-signal",
  summary: "The stop signal does not let the program end in good order",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [generalCode, ...new Set(Object.values(codesOfPrograms))],
  check: {
    STOPSIGNAL(step, context) {
      const { signal } = step.instruction;
      const value = signalOf(step, context.file.syntax.escape);
      const name = value === null ? null : signalName(value);
      const consequence = name === null ? undefined : consequences[name];
      if (signal === null || consequence === undefined) return;
      const wanted = context.use(stopSignalUse);
      const better = wanted?.set?.instruction === step.instruction ? wanted.wanted.signal : "SIGTERM";
      context.report({
        at: signal.range,
        aliases: [generalCode],
        message: `\`${name}\` ${consequence}`,
        help: `write \`${better}\`, or remove the instruction`,
        // Unsafe: containers end in another way.
        fix: {
          title: `Write \`${better}\``,
          applicability: "unsafe",
          edits: [{ range: signal.range, text: better }],
        },
      });
    },
    file(_, context) {
      const use = context.use(stopSignalUse);
      if (use !== null) checkProgram(use, context);
    },
  },
});

function checkProgram({ program, wanted, start, set }: StopSignalUse, context: RuleContext): void {
  const value = set === null ? "SIGTERM" : signalOf(set, context.file.syntax.escape);
  const name = value === null ? null : signalName(value);
  if (name === null || name === wanted.signal || consequences[name] !== undefined) return;
  const { keyword } = start.instruction;
  const signal = set?.instruction.signal?.range;
  const text = `STOPSIGNAL ${wanted.signal}`;
  const lineEnd = context.file.text.includes("\r\n") ? "\r\n" : "\n";
  context.report({
    at: signal ?? keyword.range,
    aliases: [codesOfPrograms[program]!],
    message: `on \`${name}\`, \`${program}\` ${name === "SIGTERM" ? wanted.otherwise : "does not end in good order"}`,
    help: `write \`${text}\``,
    related: signal === undefined ? [] : [{ at: keyword.range, message: `\`${program}\` is started here` }],
    // Unsafe: containers end in another way.
    fix: {
      title: `Stop it with \`${wanted.signal}\``,
      applicability: "unsafe",
      edits: [
        signal === undefined
          ? { range: { start: keyword.range.start, end: keyword.range.start }, text: text + lineEnd }
          : { range: signal, text: wanted.signal },
      ],
    },
  });
}
