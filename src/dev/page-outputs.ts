import { fixExample, type RulesOfPage, runExample } from "./page-case.ts";
import { type BadExample, type PageCase, parseRulePage, type Span } from "./rule-page.ts";

/**
 * A page with the outputs of its bad examples renewed: the findings, the fixed Dockerfile, the created files. Fences for
 * outputs that have none yet are added after the findings.
 */
export function renewOutputs(page: string, rules: RulesOfPage): string {
  const replacements: Replacement[] = [];
  for (const pageCase of parseRulePage(page).cases) {
    if (pageCase.bad !== null) replacements.push(...outputsOf(pageCase, pageCase.bad, rules));
  }
  let text = page;
  for (const { span, content } of replacements.sort((a, b) => b.span.start - a.span.start)) {
    text = text.slice(0, span.start) + content + text.slice(span.end);
  }
  return text;
}

interface Replacement {
  readonly span: Span;
  readonly content: string;
}

function outputsOf(pageCase: PageCase, bad: BadExample, rules: RulesOfPage): readonly Replacement[] {
  const { dockerfile, findings, fixed, created } = bad;
  const run = runExample(pageCase, dockerfile.content, rules);
  const fix = fixExample(pageCase, dockerfile.content, rules);
  const replacements = [{ span: findings.span, content: run.findingsText }];
  let added = "";
  if (fixed !== null) replacements.push({ span: fixed.span, content: fix.text });
  else if (fix.text !== dockerfile.content) added += fence("dockerfile fixed", fix.text);
  for (const { path, text } of fix.newFiles) {
    const place = created.find((file) => file.path === path);
    if (place) replacements.push({ span: place.fence.span, content: text });
    else added += fence(`text created=${path}`, text);
  }
  if (added !== "") {
    const after = findings.span.end + closingFence.length;
    replacements.push({ span: { start: after, end: after }, content: added });
  }
  return replacements;
}

const closingFence = "```\n";

function fence(info: string, content: string): string {
  return `\n\`\`\`${info}\n${content}${closingFence}`;
}
