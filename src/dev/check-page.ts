import { isTrusted } from "../engine/choose-fixes.ts";
import type { Rule } from "../rule/rule.ts";
import { type ExampleRun, fixExample, type RulesOfPage, runExample } from "./page-case.ts";
import type { BadExample, PageCase, RulePage } from "./rule-page.ts";

/** What a page says of its rule that is not so, one line each; empty when all of it holds. */
export function checkPage(page: RulePage, rule: Rule, rules: RulesOfPage): readonly string[] {
  const complaints = page.problems.map(({ line, message }) => `line ${line}: ${message}`);
  const bad = page.cases.filter((pageCase) => pageCase.bad !== null);
  if (bad.length === 0) complaints.push("there is no `dockerfile bad` example");
  if (page.cases.every((pageCase) => pageCase.good.length === 0)) {
    complaints.push("there is no `dockerfile good` example");
  }
  let fixes = 0;
  for (const pageCase of page.cases) {
    const complain = (message: string): void => {
      complaints.push(`case "${pageCase.name}": ${message}`);
    };
    for (const good of pageCase.good) {
      const run = runExample(pageCase, good.content, rules);
      checkOtherRules(run, rule.id, complain);
      if (run.findingsText !== "")
        complain(`the good example of line ${good.line} reports\n${run.findingsText}`);
    }
    if (pageCase.bad !== null) fixes += checkBad(pageCase, pageCase.bad, rules, complain);
  }
  if (rule.fixable && fixes === 0)
    complaints.push("the rule is `fixable`, but no example has a fix that is applied");
  if (!rule.fixable && fixes > 0)
    complaints.push("an example has a fix that is applied, but the rule is not `fixable`");
  return complaints;
}

/** Checks a bad example and gives the number of fixes that its findings carry. */
function checkBad(
  pageCase: PageCase,
  bad: BadExample,
  rules: RulesOfPage,
  complain: (message: string) => void,
): number {
  const { dockerfile, findings, fixed, created } = bad;
  const run = runExample(pageCase, dockerfile.content, rules);
  for (const failure of run.result.failures) complain(`rule ${failure.rule} throws: ${failure.message}`);
  if (run.findings.length === 0) complain("the bad example reports nothing");
  if (run.findingsText !== findings.content) {
    complain(`the findings are not as printed:\n${difference(findings.content, run.findingsText)}`);
  }
  const applicable = run.findings.filter(({ fix }) => fix !== undefined && isTrusted(fix, "unsafe"));
  const fix = fixExample(pageCase, dockerfile.content, rules);
  if (fix.problem !== null) complain(fix.problem);
  const expectedText = fixed?.content ?? dockerfile.content;
  if (fix.text !== expectedText) {
    complain(`the fixed Dockerfile is not as printed:\n${difference(expectedText, fix.text)}`);
  }
  if (fixed !== null && fixed.content === dockerfile.content) {
    complain("the fixes leave the Dockerfile as it is: no `dockerfile fixed` fence is needed");
  }
  const expectedFiles = created.map(({ path, fence }) => `${path}:\n${fence.content}`).sort();
  const newFiles = fix.newFiles.map(({ path, text }) => `${path}:\n${text}`).sort();
  if (newFiles.join("\n") !== expectedFiles.join("\n")) {
    complain(
      `the created files are not as printed:\n${difference(expectedFiles.join("\n"), newFiles.join("\n"))}`,
    );
  }
  const unfixable = run.findings.length - applicable.length;
  if (fix.run.findings.length > unfixable) {
    complain(`the fixed Dockerfile still reports\n${fix.run.findingsText}`);
  }
  return applicable.length;
}

/** A good example breaks no rule and is not wrong in another way: people copy it. */
function checkOtherRules({ result }: ExampleRun, own: string, complain: (message: string) => void): void {
  for (const { rule, message } of result.failures) complain(`rule ${rule} throws: ${message}`);
  for (const { rule, severity, message } of result.findings) {
    if (severity === "error" && rule !== own) complain(`rule ${rule} reports an error: ${message}`);
  }
}

/** Two texts line by line, as far as they differ. */
function difference(expected: string, actual: string): string {
  const prefixed = (text: string, sign: string): string => text.replace(/^(?=.)/gm, sign);
  return `${prefixed(expected, "- ")}${prefixed(actual, "+ ")}`;
}
