import type { Reporter } from "./reporter.ts";

/** What a run can be printed as. A format is loaded when it is asked for. */
const formats: Readonly<Record<string, () => Promise<Reporter>>> = {
  text: async () => (await import("./text.ts")).reportText,
  json: async () => (await import("./json.ts")).reportJson,
  sarif: async () => (await import("./sarif.ts")).reportSarif,
};

export const formatNames: readonly string[] = Object.keys(formats);

/** @throws Error for a name that is not among `formatNames`: a defect of the caller. */
export function reporterOf(format: string): Promise<Reporter> {
  const load = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (load === undefined) throw new Error(`no format is called ${format}`);
  return load();
}
