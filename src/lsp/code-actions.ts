import {
  type CodeAction,
  CodeActionKind,
  type CreateFile,
  type TextDocumentEdit,
} from "vscode-languageserver";
import { ignoreEdit } from "../engine/add-ignores.ts";
import { chooseFixes } from "../engine/choose-fixes.ts";
import { ruleName } from "../report/finding-words.ts";
import type { Finding, Fix, NewFile } from "../rule/finding.ts";
import type { TextEdit } from "../text/edit.ts";
import { resolvePath } from "../text/posix-path.ts";
import type { Range } from "../text/range.ts";
import type { DocumentResult } from "./analyst.ts";
import { diagnosticOf } from "./diagnostics.ts";
import type { DocumentView } from "./document-view.ts";
import { openPageCommand } from "./protocol.ts";

/** Fixes the whole document, as on saving. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.stowage`;

/** What can be done about the findings that touch a range. */
export function quickFixes(view: DocumentView, result: DocumentResult, within: Range): readonly CodeAction[] {
  const touched = result.findings.filter(({ at }) => at.start <= within.end && at.end >= within.start);
  return [
    ...touched.flatMap((finding) => fixActions(view, result, finding)),
    ...oncePerRule(touched).flatMap((finding) => ruleActions(view, result, finding)),
  ];
}

/** The document with all safe fixes; `null` where nothing changes. */
export function fixAllAction(view: DocumentView, fixed: string): CodeAction | null {
  const edit = editBetween(view.lines.text, fixed);
  if (edit === null) return null;
  return { title: "Fix all that leave the image as it is", kind: fixAllKind, edit: editOf(view, [edit]) };
}

function fixActions(
  view: DocumentView,
  { contextRoot }: DocumentResult,
  finding: Finding,
): readonly CodeAction[] {
  const { fix } = finding;
  if (fix === undefined) return [];
  const common = {
    title: fixTitle(fix),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, view)],
  };
  if (fix.applicability === "display")
    return [
      { ...common, disabled: { reason: "it would make another image, so it is shown and never applied" } },
    ];
  const newFiles = fix.newFiles ?? [];
  if (newFiles.length > 0 && (contextRoot === null || !view.uri.startsWith("file:"))) return [];
  return [
    {
      ...common,
      ...(fix.applicability === "safe" && { isPreferred: true }),
      edit: editOf(view, fix.edits, { files: newFiles, root: contextRoot ?? "/" }),
    },
  ];
}

function fixTitle({ title, applicability }: Fix): string {
  return applicability === "unsafe" ? `${title} (may change the image)` : title;
}

/** What can be done about all findings of a rule. */
function ruleActions(
  view: DocumentView,
  { findings }: DocumentResult,
  finding: Finding,
): readonly CodeAction[] {
  const { rule } = finding;
  const name = ruleName(finding);
  const common = { kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(finding, view)] };
  const actions: CodeAction[] = [];
  const fixable = findings.filter(
    ({ rule: other, fix }) => other === rule && (fix?.newFiles?.length ?? 0) === 0,
  );
  const safe = chooseFixes(fixable, "safe");
  if (safe.length > 1) {
    const edits = safe.flatMap(({ fix }) => fix.edits);
    actions.push({
      ...common,
      title: `Fix all ${safe.length} findings of ${name}`,
      edit: editOf(view, edits),
    });
  }
  if (!view.isInline) {
    const here = ignoreEdit(view.lines.text, rule, finding.at.start);
    const everywhere = ignoreEdit(view.lines.text, rule, "file");
    if (here !== null)
      actions.push({ ...common, title: `Ignore ${name} for this instruction`, edit: editOf(view, [here]) });
    if (everywhere !== null)
      actions.push({ ...common, title: `Ignore ${name} in this file`, edit: editOf(view, [everywhere]) });
  }
  const title = `Open the page of ${name}`;
  actions.push({ ...common, title, command: { title, command: openPageCommand, arguments: [rule] } });
  return actions;
}

function oncePerRule(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule }) => !seen.has(rule) && seen.add(rule));
}

/** Edits of the document as it was looked at: a client refuses them for another version. */
function editOf(
  { uri, version, places }: DocumentView,
  edits: readonly TextEdit[],
  created: { readonly files: readonly NewFile[]; readonly root: string } = { files: [], root: "/" },
): NonNullable<CodeAction["edit"]> {
  const documentChanges: (TextDocumentEdit | CreateFile)[] = [];
  if (edits.length > 0)
    documentChanges.push({
      textDocument: { uri, version },
      edits: edits.map(({ range, text }) => ({ range: places.range(range), newText: text })),
    });
  for (const { path, text } of created.files) {
    const file = fileUri(resolvePath(created.root, path));
    documentChanges.push({ kind: "create", uri: file, options: { ignoreIfExists: true } });
    const start = { line: 0, character: 0 };
    documentChanges.push({
      textDocument: { uri: file, version: null },
      edits: [{ range: { start, end: start }, newText: text }],
    });
  }
  return { documentChanges };
}

/** The address of a path of a host: `C:/a b` is `file:///C%3A/a%20b`. */
function fileUri(path: string): string {
  const parts = path.split("/").map(encodeURIComponent);
  return `file://${path.startsWith("/") ? "" : "/"}${parts.join("/")}`;
}

/** The one edit that makes a text into another, as short as it can be; `null` between equal ones. */
function editBetween(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++;
  return { range: { start, end: before.length - tail }, text: after.slice(start, after.length - tail) };
}
