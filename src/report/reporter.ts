import type { RunResult } from "../engine/result.ts";
import type { Rule } from "../rule/rule.ts";
import type { Palette } from "./palette.ts";

/** What a reporter needs besides the results. */
export interface ReportOptions {
  readonly tool: Tool;
  /** The rules that ran: their metadata goes into formats that list rules. */
  readonly rules: readonly Rule[];
  /** The page of a rule, Markdown; `null` when it is not at hand. */
  page(rule: string): string | null;
  readonly palette: Palette;
  /** Cells of a line. */
  readonly width: number;
  /** Findings only: no headings, no summary. */
  readonly quiet: boolean;
  /** Tells people what a format had to leave out, as a clause. */
  notify(notice: string): void;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** Where the page of a rule can be read: the package as published holds all pages. */
export function rulePageUrl(rule: string, tool: Tool): string {
  return `https://unpkg.com/${tool.name}@${tool.version}/rules/${rule}.md`;
}

/** Turns the results of one run into the text of one format, line feed at its end; writes nothing. */
export type Reporter = (run: RunResult, options: ReportOptions) => string;

/** One that has to wait for something: a digest, a compressed size. */
export type SlowReporter = (run: RunResult, options: ReportOptions) => Promise<string>;
