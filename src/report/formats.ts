import type { Reporter, SlowReporter } from "./reporter.ts";

/** What a run can be printed as. A format is loaded when it is asked for. */
const formats: Readonly<Record<string, () => Promise<Reporter | SlowReporter>>> = {
  text: async () => (await import("./text.ts")).reportText,
  json: async () => (await import("./json.ts")).reportJson,
  sarif: async () => (await import("./sarif.ts")).reportSarif,
  "code-scanning": async () => (await import("./sarif.ts")).reportCodeScanning,
  github: async () => (await import("./github.ts")).reportGithub,
  gitlab: async () => (await import("./code-quality.ts")).reportGitlab,
  codeclimate: async () => (await import("./code-quality.ts")).reportCodeclimate,
  checkstyle: async () => (await import("./checkstyle.ts")).reportCheckstyle,
  junit: async () => (await import("./junit.ts")).reportJunit,
  sonarqube: async () => (await import("./sonarqube.ts")).reportSonarqube,
  gnu: async () => (await import("./gnu.ts")).reportGnu,
  rdjson: async () => (await import("./rdjson.ts")).reportRdjson,
  markdown: async () => (await import("./markdown.ts")).reportMarkdown,
  html: async () => (await import("./html-findings.ts")).reportFindingsHtml,
  codacy: async () => (await import("./codacy.ts")).reportCodacy,
};

export const formatNames: readonly string[] = Object.keys(formats);

/** @throws Error for a name that is not among `formatNames`: a defect of the caller. */
export function reporterOf(format: string): Promise<Reporter | SlowReporter> {
  const load = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (load === undefined) throw new Error(`no format is called ${format}`);
  return load();
}
