import { endedSupport } from "../src/analysis/ended-support.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "end-of-life-base",
  summary: "A base image holds a version that gets no fixes any more",
  category: "security",
  severity: "info",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/ruby/eol-ruby-version"],
  // No fix: which version the program runs with, only a test of it tells.
  check: {
    file(_, context) {
      for (const { use, ended } of context.use(endedSupport)) {
        const [first, ...others] = ended.map(({ title, on }) => ({ title, on }));
        if (first === undefined) continue;
        const rest = others.map(({ title, on }) => `, nor ${title} since ${on}`).join("");
        context.report({
          at: use.at,
          message: `${first.title} has had no fixes since ${first.on}${rest}`,
          help: "move to a version that is supported",
          related: use.variables.map(({ name, at }) => ({ at, message: `\`${name}\` is declared here` })),
        });
      }
    },
  },
});
