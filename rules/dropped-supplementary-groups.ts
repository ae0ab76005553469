import { groupMemberships } from "../src/analysis/group-memberships.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "dropped-supplementary-groups",
  summary: "USER names a group, which takes the user's other groups away",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/user-explicit-group-drops-supplementary-groups"],
  check: {
    file(_, context) {
      const { finalStage } = context.use(stageGraph);
      const { value = null, setBy, known } = finalStage?.end.user ?? {};
      if (finalStage === null || value === null || !known || setBy?.kind !== "USER" || setBy.user === null)
        return;
      const [name = "", group = ""] = value.split(":");
      if (group === "") return;
      const lost = context
        .use(groupMemberships)
        .of(finalStage)
        .filter((membership) => membership.user === name && membership.group !== group);
      const [first] = lost;
      if (first === undefined) return;
      const groups = [...new Set(lost.map((membership) => membership.group))];
      const { text, range } = setBy.user;
      context.report({
        at: range,
        message: `containers run without ${groups.map((each) => `\`${each}\``).join(", ")}: with a group in \`USER\`, \`${name}\` is a member of that one only`,
        help: `write \`USER ${name}\``,
        related: [
          { at: first.command.range, message: `\`${name}\` becomes a member of \`${first.group}\` here` },
        ],
        ...(text === value && {
          // Unsafe: the user gets other groups.
          fix: {
            title: `Leave out the group`,
            applicability: "unsafe",
            edits: [{ range: { start: range.start + name.length, end: range.end }, text: "" }],
          },
        }),
      });
    },
  },
});
