import { populationForm } from "../invocations/population.ts";
import { type Severity, severities } from "../rule/finding.ts";
import { type Preset, presets } from "../rule/rule.ts";

/** What the user set in the editor, section `stowage`. Configuration files say the rest; what is set here comes last. */
export interface EditorSettings {
  /** `null` leaves it to the configuration file. */
  readonly preset: Preset | null;
  /** By rule: an id or an alias. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
  readonly run: "onType" | "onSave";
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  /** Which builds the prices are about, as `--population` takes it; `null`: those of a developer. */
  readonly population: string | null;
  /** How many commits are replayed; 0 for none. */
  readonly history: number;
}

export const usualSettings: EditorSettings = {
  preset: null,
  severities: {},
  run: "onType",
  codeLens: true,
  inlayHints: false,
  population: null,
  history: 200,
};

/** Reads what a client sends. What can't be followed is as if it were not set: an editor marks it in its own settings. */
export function readSettings(sent: unknown): EditorSettings {
  const given = recordOf(sent);
  const boolean = (name: "codeLens" | "inlayHints"): boolean => {
    const value = given[name];
    return typeof value === "boolean" ? value : usualSettings[name];
  };
  const { population, history, preset } = given;
  const levels: readonly unknown[] = [...severities, "off"];
  return {
    preset: presets.find((name) => name === preset) ?? null,
    severities: Object.fromEntries(
      Object.entries(recordOf(given.severities)).filter(([, level]) => levels.includes(level)),
    ) as EditorSettings["severities"],
    run: given.run === "onSave" ? "onSave" : "onType",
    codeLens: boolean("codeLens"),
    inlayHints: boolean("inlayHints"),
    population: typeof population === "string" && populationForm.test(population) ? population : null,
    history:
      typeof history === "number" && history >= 0
        ? Math.min(Math.floor(history), 100_000)
        : usualSettings.history,
  };
}

/** What a client says when it starts the server. */
export interface StartOptions {
  /** Whether what the folder says may be acted on; without trust no git history is read. */
  readonly isTrusted: boolean;
  /** Whether the client asks for diagnostics instead of being sent them. */
  readonly pulls: boolean;
  readonly settings: EditorSettings;
}

export function readStartOptions(sent: unknown): StartOptions {
  const { trusted, diagnostics, settings } = recordOf(sent);
  return { isTrusted: trusted !== false, pulls: diagnostics === "pull", settings: readSettings(settings) };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Requests beside those of the protocol; `docs/editors.md` describes them for writers of clients. */
export const requests = {
  /** `{ uri }` → `{ html }`: the bill of the build as one page, or `null` where there is nothing to build. */
  bill: "stowage/bill",
  /** `{ uri }` → `{ text, summary }`, or `{ problem }`. */
  optimize: "stowage/optimize",
  /** `{ rule }` → `{ markdown }`, or `null` for a name that no rule has. */
  explain: "stowage/explain",
  /** → `{ id, summary }[]` */
  rules: "stowage/rules",
  /** `{ uri, log }` → `{ message }`: keeps what a build log says of the steps. */
  record: "stowage/record",
} as const;

/** Sent to the client: `{ uri, text, tooltip }`, what the build of a document takes, in one short line and in full. */
export const statusNotification = "stowage/status";

/** Commands of the server. */
export const openPageCommand = "stowage.openRulePage";

/** A command of the client, which the code lens calls with the address of the document. */
export const showBillCommand = "stowage.showBill";
