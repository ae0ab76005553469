import type { BuildFile } from "../model/build-file.ts";
import { buildFile } from "../model/build-file.ts";
import type { Tool } from "../report/reporter.ts";
import type { Rule } from "../rule/rule.ts";
import { type LineIndex, lineIndex } from "../text/line-index.ts";
import type { DiagnosticPlace } from "./diagnostics.ts";
import { type Encoding, placesIn } from "./places.ts";
import type { OpenDocument } from "./sessions.ts";

/** One version of an open document with what its places mean. */
export interface DocumentView extends DiagnosticPlace {
  readonly languageId: string;
  readonly version: number;
  readonly lines: LineIndex;
  /** Whether it is a file of another kind in which Dockerfiles stand. */
  readonly isInline: boolean;
  /** As a Dockerfile; of no use for a file of another kind. */
  readonly file: BuildFile;
}

/** Reads a document once for each version. */
export function documentViews(
  encoding: () => Encoding,
  { tool, rules }: { readonly tool: Tool; readonly rules: readonly Rule[] },
): (document: OpenDocument) => DocumentView {
  const shown = new Map(rules.map((rule) => [rule.id, rule.shownAs]));
  const views = new WeakMap<object, DocumentView>();
  return (document) => {
    const known = views.get(document);
    if (known?.version === document.version) return known;
    const text = document.getText();
    const lines = lineIndex(text);
    let file: BuildFile | null = null;
    const view: DocumentView = {
      uri: document.uri,
      languageId: document.languageId,
      version: document.version,
      lines,
      places: placesIn(lines, encoding()),
      tool,
      shownAs: (rule) => shown.get(rule),
      isInline: !isDockerfile(document),
      get file() {
        file ??= buildFile(document.uri, text);
        return file;
      },
    };
    views.set(document, view);
    return view;
  };
}

/** Whether a document is a Dockerfile, by what the editor takes it for. Editors that know no such language say it by its name. */
export function isDockerfile({
  languageId,
  uri,
}: {
  readonly languageId: string;
  readonly uri: string;
}): boolean {
  if (/^(?:dockerfile|containerfile)$/i.test(languageId)) return true;
  if (
    /^(?:yaml|dockercompose|docker-compose|yaml\.docker-compose|json|jsonc|hcl|terraform|dockerbake)$/i.test(
      languageId,
    )
  )
    return false;
  return /(?:^|[/.])(?:dockerfile|containerfile)(?:[.-][^/]*)?$/i.test(uri);
}
