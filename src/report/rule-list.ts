import type { Rule } from "../rule/rule.ts";
import { padEnd } from "./display-text.ts";
import type { Palette } from "./palette.ts";

/** All rules as an aligned table. */
export function reportRulesText(rules: readonly Rule[], palette: Palette): string {
  const cells = [
    ["rule", "severity", "category", "preset", "fix", "summary", "also known as"],
    ...rules.map((rule) => [
      rule.id,
      rule.severity,
      rule.category,
      rule.preset,
      rule.fixable ? "yes" : "",
      rule.summary,
      // Last: some rules have many, and the summaries must not stand behind the edge of the terminal for them.
      (rule.aliases ?? []).join(", "),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row, index) => {
    const padded = row.map((text, column) => padEnd(text, widths[column]!));
    if (index === 0) return palette.faint(padded.join("  ").trimEnd());
    const { severity } = rules[index - 1]!;
    const [id, level, ...rest] = padded;
    return [palette.rule(id!), palette.severity[severity](level!), ...rest].join("  ").trimEnd();
  });
  return `${lines.join("\n")}\n`;
}

/** All rules as a table in Markdown, each with a link to its page. */
export function rulesMarkdown(rules: readonly Rule[], linkOf: (id: string) => string): string {
  const rows = rules.map(
    ({ id, summary, severity, category, preset, fixable, aliases = [] }) =>
      `| [${id}](${linkOf(id)}) | ${markdownCell(summary)} | ${severity} | ${category} | ${preset} | ${fixable ? "yes" : ""} | ${markdownCodes(aliases)} |\n`,
  );
  return `| Rule | What it finds | Severity | Category | Preset | Fix | Also known as |\n|---|---|---|---|---|---|---|\n${rows.join("")}`;
}

export function markdownCodes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

export function markdownCell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** All rules for programs. */
export function reportRulesJson(rules: readonly Rule[]): string {
  const objects = rules.map(({ id, summary, category, severity, preset, fixable, since, aliases }) => ({
    id,
    summary,
    category,
    severity,
    preset,
    fixable,
    since,
    aliases: aliases ?? [],
  }));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
