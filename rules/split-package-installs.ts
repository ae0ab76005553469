import { callText } from "../src/analysis/install-commands/reading.ts";
import { mergedPackages } from "../src/analysis/install-edits.ts";
import { type PureInstall, splitInstalls } from "../src/analysis/split-installs.ts";
import { meanSeconds, stepCosts } from "../src/analysis/step-costs.ts";
import { estimates } from "../src/estimate/estimates.ts";
import { leastSeconds } from "../src/estimate/saving.ts";
import { costPriors } from "../src/knowledge/cost-priors.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

export default defineRule({
  id: "split-package-installs",
  summary: "RUNs one below the other fetch the same package lists",
  category: "cache",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["ruleMoreThanOneInstall"],
  check: {
    file(_, context) {
      for (const { runs } of context.use(splitInstalls)) {
        const [first, second, ...more] = runs;
        if (first === undefined || second === undefined) continue;
        const what = callText(second.install.call);
        const edits = mergedPackages(context.analysis, first, second);
        context.report({
          at: second.fetch.range,
          message: `the package lists are fetched again for \`${what}\`, right below a RUN that has them`,
          help: "install the packages of these RUNs in one: nothing between them changes, so they are never cached apart",
          related: [
            { at: first.fetch.range, message: "the same lists are fetched here" },
            ...more.map(({ fetch }) => ({ at: fetch.range, message: "and here" })),
          ],
          saves: savingOf(second, context),
          // Unsafe: the package manager looks for versions that fit all packages together.
          ...(edits && { fix: { title: "Install them in one RUN", applicability: "unsafe", edits } }),
        });
      }
    },
  },
});

/** Without the second fetch, and the start of a container for it. */
function savingOf({ step, install }: PureInstall, context: RuleContext) {
  const index = install.manager === "apt-get" ? "apt-update" : "index-update";
  const spared = [index, "run-start"] as const;
  const seconds = spared
    .map((family) => meanSeconds({ mu: Math.log(costPriors[family].median), tau: costPriors[family].tau }))
    .reduce((sum, part) => sum + part);
  const part = Math.min(1, seconds / meanSeconds(context.use(stepCosts).ofStep(step)));
  const saves = context.use(estimates).saving({
    kind: "scale-cost",
    step,
    scale: {
      part,
      ratio: { kind: "point", value: 0 },
      share: { kind: "point", value: 1 },
      when: "always",
    },
  });
  return saves !== null && saves.seconds.mean >= leastSeconds ? saves : null;
}
