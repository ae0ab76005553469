import type { Environment } from "./event.ts";

/** What the workflow asks of the action: the inputs of `action.yml`. */
export interface Inputs {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Options of `check` that say what counts. */
  readonly options: readonly string[];
  /** Limits for `compare`. */
  readonly limits: readonly string[];
  readonly sarifFile: string | null;
  /** A commit, branch or tag in place of the one that the event names. */
  readonly base: string | null;
  /** Whether only what is new makes the step fail. */
  readonly newOnly: boolean;
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly comment: boolean;
  readonly token: string | null;
}

/** Reads the inputs; throws an Error for a switch that is neither `true` nor `false`. */
export function readInputs(environment: Environment): Inputs {
  const text = (name: string): string | null => {
    // The runner upper-cases a name and keeps its dashes.
    const value = environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
    return value === "" ? null : value;
  };
  const isOn = (name: string, fallback: boolean): boolean => {
    const value = text(name);
    if (value === null) return fallback;
    if (!/^(?:true|false)$/i.test(value))
      throw new Error(`input \`${name}\` takes true or false; not \`${value}\``);
    return value.toLowerCase() === "true";
  };
  const option = (name: string): readonly string[] => {
    const value = text(name);
    return value === null ? [] : [`--${name}=${value}`];
  };
  const paths = (text("paths") ?? ".").split("\n").map((path) => path.trim());
  return {
    paths: paths.filter((path) => path !== ""),
    options: [...option("config"), ...option("preset"), ...option("fail-on"), ...option("baseline")],
    limits: [...option("budget"), ...option("max-increase")],
    sarifFile: text("sarif-file"),
    base: text("base"),
    newOnly: isOn("new-only", false),
    annotations: isOn("annotations", true),
    summary: isOn("summary", true),
    comment: isOn("comment", true),
    token: text("token"),
  };
}
