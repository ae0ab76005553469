import type { Finding } from "../rule/finding.ts";

/** Messages begin small and end open, as a line of text output does; here several stand in a row. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:]$/.test(begun) ? begun : `${begun}.`;
}

/** Message and advice, for readers that show one text of a finding. */
export function messageText({ message, help }: Finding): string {
  return help ? `${sentence(message)} ${sentence(help)}` : sentence(message);
}

/** What the rule of a finding is called: by the tool whose codes are reported, else by its id. */
export function ruleName({ code, rule }: Finding): string {
  return code ?? rule;
}
