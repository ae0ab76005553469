import { join, resolve } from "node:path";
import { rules } from "../../rules/index.ts";
import { defaultSettings } from "../config/settings.ts";
import { harmless, padEnd } from "../report/display-text.ts";
import type { Palette } from "../report/palette.ts";
import type { Invocation } from "./arguments.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { type Configured, configuration, unknownFlagNames } from "./load-config.ts";
import { exitCodes } from "./options.ts";
import { kindOf, shownPath } from "./read-inputs.ts";
import { refuse, sayProblems } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** One setting with its value and where it comes from. */
interface Row {
  readonly setting: string;
  readonly value: unknown;
  readonly origin: string;
}

/** Prints what counts for a Dockerfile, which need not exist, and where each value comes from. */
export async function showConfig(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { operands } = invocation;
  if (operands.length > 1) return refuse("`config` takes one Dockerfile", terminal);
  const format = invocation.text("format");
  const unknown = unknownFlagNames(invocation, rules);
  if (unknown.length > 0) return refuse(unknown, terminal);
  const named = resolve(terminal.workingDirectory, operands[0] ?? ".");
  const dockerfile = kindOf(named) === "folder" ? join(named, "Dockerfile") : named;
  const configured = await configuration(invocation, terminal, rules).configure(dockerfile);
  if (configured.problems.length > 0) {
    sayProblems(configured.problems, terminal);
    return exitCodes.problem;
  }
  const rows = rowsOf(configured, terminal);
  const output = invocation.text("output");
  const path = shownPath(dockerfile, terminal);
  const text =
    format === "json"
      ? `${JSON.stringify({ path, files: configured.files, settings: rows }, null, 2)}\n`
      : table(rows, await choosePalette(wantsColor(invocation.text("color"), output !== null, terminal)));
  return deliver(text, output, terminal) ? exitCodes.clean : exitCodes.problem;
}

/** Every setting, those that nobody chose with their defaults. */
function rowsOf({ choices, settings, context, baseline }: Configured, terminal: Terminal): readonly Row[] {
  const originOf = (setting: string): string =>
    choices.find((choice) => choice.setting === setting)?.origin ?? "default";
  const rows: Row[] = [
    { setting: "preset", value: settings.preset, origin: originOf("preset") },
    { setting: "failOn", value: settings.failOn, origin: originOf("failOn") },
    {
      setting: "context",
      value: context === null ? null : shownPath(context, terminal),
      origin: originOf("context"),
    },
    {
      setting: "baseline",
      value: baseline === null ? null : shownPath(baseline, terminal),
      origin: originOf("baseline"),
    },
    {
      setting: "hadolintComments",
      value: settings.hadolintComments,
      origin: originOf("hadolintComments"),
    },
    { setting: "select", value: settings.select, origin: originOf("select") },
  ];
  for (const choice of choices)
    if (choice.setting === "ignore")
      rows.push({ setting: "ignore", value: choice.name, origin: choice.origin });
  if (settings.ignore.length === 0)
    rows.push({ setting: "ignore", value: defaultSettings.ignore, origin: "default" });
  for (const choice of choices)
    if (choice.setting === "severity")
      rows.push({ setting: `severities.${choice.name}`, value: choice.value, origin: choice.origin });
  for (const { id, options = {} } of rules)
    for (const [name, spec] of Object.entries(options)) {
      const choice = choices.find(
        (known) => known.setting === "option" && known.rule === id && known.name === name,
      );
      const value = choice?.setting === "option" ? choice.value : spec.default;
      rows.push({ setting: `options.${id}.${name}`, value, origin: choice?.origin ?? "default" });
    }
  return rows;
}

function table(rows: readonly Row[], palette: Palette): string {
  const cells = [
    ["setting", "value", "from"],
    ...rows.map(({ setting, value, origin }) => [
      setting,
      typeof value === "string" ? value : JSON.stringify(value),
      origin,
    ]),
  ].map((row) => row.map((cell) => harmless(cell)));
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row, index) => {
    const line = row
      .map((cell, column) => padEnd(cell, widths[column]!))
      .join("  ")
      .trimEnd();
    return index === 0 ? palette.faint(line) : line;
  });
  return `${lines.join("\n")}\n`;
}
