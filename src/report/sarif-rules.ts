import type { ReportingDescriptor } from "sarif";
import type { Severity } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import { sentence } from "./finding-words.ts";
import { type ReportOptions, rulePageUrl, type Tool } from "./reporter.ts";

export type Level = "error" | "warning" | "note";

export const levels: Readonly<Record<Severity, Level>> = {
  error: "error",
  warning: "warning",
  info: "note",
  style: "note",
};

/** GitHub's words for rules that are not about security. */
const problemSeverities: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "recommendation",
  style: "recommendation",
};

/**
 * For rules about security the score that makes GitHub call them high (7.0 to 8.9), medium (4.0 to 6.9) or low (0.1 to 3.9): "SARIF support for code scanning",
 * docs.github.com, read 2026-11-27. It is the middle of the class of our severity, since what a Dockerfile exposes depends on where the image runs; nothing is
 * critical.
 */
const securitySeverities: Readonly<Record<Severity, string>> = {
  error: "8.0",
  warning: "5.5",
  info: "2.0",
  style: "2.0",
};

/** How often a rule is right, which is what decides over its preset: see `presets` in `src/rule/rule.ts`. */
const precisions: Readonly<Record<Rule["preset"], string>> = {
  recommended: "high",
  strict: "medium",
  off: "low",
};

/** What GitHub takes of a description. */
const longestDescription = 1024;

/** A rule as SARIF describes it, with what GitHub code scanning reads of it. */
export function ruleDescriptor(rule: Rule, { page, tool }: ReportOptions): ReportingDescriptor {
  const uri = rulePageUrl(rule.id, tool);
  const markdown = page(rule.id);
  const summary = sentence(rule.summary);
  const why = markdown === null ? [] : reasons(markdown);
  // A family of codes (`SC####`) is no id.
  const aliases = (rule.aliases ?? []).filter((alias) => !alias.includes("#"));
  return {
    id: rule.id,
    ...(aliases.length > 0 && { deprecatedIds: aliases }),
    name: rule.id.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase()),
    shortDescription: { text: shortened(summary) },
    fullDescription: { text: shortened([summary, ...why.slice(0, 1)].join(" ")) },
    helpUri: uri,
    help: {
      text: [summary, ...why, `See ${uri}`].join("\n\n"),
      ...(markdown === null ? {} : { markdown: standalone(markdown, tool) }),
    },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      tags: [rule.category, "dockerfile", ...(rule.fixable ? ["fixable"] : [])],
      precision: precisions[rule.preset],
      "problem.severity": problemSeverities[rule.severity],
      ...(rule.category === "security" && { "security-severity": securitySeverities[rule.severity] }),
      aliases: rule.aliases ?? [],
      preset: rule.preset,
    },
  };
}

/** The paragraphs under "Why", each on one line, links as their words. */
function reasons(markdown: string): readonly string[] {
  const section = /^## Why\n([\s\S]*?)(?=^#|(?![\s\S]))/m.exec(markdown)?.[1] ?? "";
  return section
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((paragraph) => paragraph !== "");
}

/** A page that is read alone: no marks of the generator, links to other pages in full. */
function standalone(markdown: string, tool: Tool): string {
  return markdown
    .replace(/<!--[\s\S]*?-->\n*/g, "")
    .replace(/\]\(([\w-]+)\.md\)/g, (_, rule: string) => `](${rulePageUrl(rule, tool)})`);
}

function shortened(text: string): string {
  return text.length <= longestDescription ? text : `${text.slice(0, longestDescription - 1)}\u2026`;
}
