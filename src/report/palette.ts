import type { Severity } from "../rule/finding.ts";

/** How parts of a text report look. Each function wraps a text that stands on one line. */
export interface Palette {
  readonly severity: Readonly<Record<Severity, Style>>;
  readonly place: Style;
  readonly rule: Style;
  readonly code: Style;
  readonly faint: Style;
  readonly saving: Style;
  readonly bar: Style;
  readonly strong: Style;
}

export type Style = (text: string) => string;

const plain: Style = (text) => text;

/** No colours at all. */
export const plainPalette: Palette = {
  severity: { error: plain, warning: plain, info: plain, style: plain },
  place: plain,
  rule: plain,
  code: plain,
  faint: plain,
  saving: plain,
  bar: plain,
  strong: plain,
};
