import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  ErrorCodes,
  MarkupKind,
  ResponseError,
} from "vscode-languageserver";
import { ruleNames } from "../config/rule-names.ts";
import { markdownLine } from "../report/escape-markdown.ts";
import { messageText, ruleName } from "../report/finding-words.ts";
import { rulePageUrl, type Tool } from "../report/reporter.ts";
import type { Rule } from "../rule/rule.ts";
import type { Range } from "../text/range.ts";
import type { Analyst, DocumentResult, Snapshot } from "./analyst.ts";
import { fixAllAction, fixAllKind, quickFixes } from "./code-actions.ts";
import { directiveTokens } from "./directive-tokens.ts";
import type { DocumentView } from "./document-view.ts";
import { imageLinks } from "./links.ts";
import { nameAt, placesOfName, renaming } from "./names.ts";
import { type EditorSettings, openPageCommand, requests } from "./protocol.ts";
import { priceHints, priceLenses, priceText, stepOf } from "./step-notes.ts";

/** What answers are made of. */
export interface AnswerParts {
  readonly connection: Connection;
  readonly rules: readonly Rule[];
  readonly tool: Tool;
  page(rule: string): string | null;
  /** An open document as it is now; `null` when it is closed. */
  open(uri: string): DocumentView | null;
  settings(): EditorSettings;
  analyst(): Analyst;
  /** All that is known of the document as it is when the answer comes. */
  full(uri: string): Promise<DocumentResult | null>;
  /** Looks at all documents again. */
  lookAround(): void;
}

/** Answers what a client asks about a place in a document, or of a document as a whole. */
export function answerRequests({
  connection,
  rules,
  tool,
  page,
  open,
  settings,
  analyst,
  full,
  lookAround,
}: AnswerParts): void {
  const names = ruleNames(rules);

  connection.onCodeAction(
    async ({ textDocument: { uri }, range, context: { only } }, token): Promise<CodeAction[]> => {
      if (open(uri) === null) return [];
      const wants = (kind: string): boolean =>
        only === undefined
          ? kind === CodeActionKind.QuickFix
          : only.some((one) => kind === one || kind.startsWith(`${one}.`));
      const actions: CodeAction[] = [];
      if (wants(CodeActionKind.QuickFix)) {
        const result = await full(uri);
        const found = open(uri);
        if (result === null || found === null || token.isCancellationRequested) return [];
        actions.push(...quickFixes(found, result, offsetsOf(found, range)));
      }
      if (wants(fixAllKind)) {
        const found = open(uri)!;
        const fixed = await analyst().fixAll(snapshotOf(found));
        const action = open(uri)?.version === found.version ? fixAllAction(found, fixed) : null;
        if (action !== null) actions.push(action);
      }
      return actions;
    },
  );

  connection.onHover(async ({ textDocument: { uri }, position }) => {
    if (open(uri) === null) return null;
    const result = await full(uri);
    const found = open(uri);
    if (result === null || found === null) return null;
    const view = found;
    const offset = view.places.offset(position);
    const findings = result.findings.filter(({ at }) => at.start <= offset && offset <= at.end);
    const price = result.estimate === null || view.isInline ? null : stepOf(view, result.estimate, offset);
    const blocks = [
      ...(price === null ? [] : [priceText(price.step).value]),
      ...findings.map((finding) =>
        [
          `**${ruleName(finding)}** ${markdownLine(messageText(finding))} [Page](${rulePageUrl(finding.rule, tool)})`,
          whyOf(page(finding.rule)),
        ]
          .filter((part) => part !== "")
          .join("\n\n"),
      ),
    ];
    if (blocks.length === 0) return null;
    const at = findings[0]?.at ?? price!.instruction.keyword.range;
    return {
      contents: { kind: MarkupKind.Markdown, value: blocks.join("\n\n---\n\n") },
      range: view.places.range(at),
    };
  });

  connection.onCodeLens(async ({ textDocument: { uri } }, token) => {
    if (open(uri) === null || !settings().codeLens) return [];
    // Behind the full look, so that nobody waits for the prices of a text that changes with the next key.
    await full(uri);
    const found = open(uri);
    if (found === null || found.isInline || token.isCancellationRequested) return [];
    const prices = await analyst().stagePrices(snapshotOf(found));
    return open(uri)?.version === found.version ? [...priceLenses(found, prices)] : [];
  });

  connection.languages.inlayHint.on(async ({ textDocument: { uri } }) => {
    if (open(uri) === null || !settings().inlayHints) return [];
    const result = await full(uri);
    const found = open(uri);
    if (found === null || found.isInline || !result?.estimate) return [];
    return [...priceHints(found, result.estimate)];
  });

  connection.onDocumentLinks(({ textDocument: { uri } }) => {
    const found = open(uri);
    return found === null || found.isInline ? [] : [...imageLinks(found)];
  });

  connection.languages.semanticTokens.on(({ textDocument: { uri } }) => {
    const found = open(uri);
    return found === null || found.isInline ? { data: [] } : directiveTokens(found);
  });

  /** The name at a position of a Dockerfile; `null` where there is none. */
  const named = (uri: string, position: Parameters<DocumentView["places"]["offset"]>[0]) => {
    const found = open(uri);
    if (found === null || found.isInline) return null;
    const view = found;
    const name = nameAt(view.file, view.places.offset(position));
    return name === null ? null : { view, name };
  };
  connection.onDefinition(({ textDocument: { uri }, position }) => {
    const found = named(uri, position);
    if (found === null) return null;
    const { name, view } = found;
    const at = name.kind === "argument" ? name.declaredAt : (name.stage.from.name ?? name.stage.from).range;
    return at === null ? null : { uri, range: view.places.range(at) };
  });
  connection.onReferences(({ textDocument: { uri }, position }) => {
    const found = named(uri, position);
    if (found === null) return [];
    return placesOfName(found.view.file, found.name).map((at) => ({
      uri,
      range: found.view.places.range(at),
    }));
  });
  connection.onPrepareRename(({ textDocument: { uri }, position }) => {
    const found = named(uri, position);
    return found === null ? null : found.view.places.range(found.name.at);
  });
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) => {
    const found = named(uri, position);
    if (found === null) return null;
    const { view, name } = found;
    const edits = renaming(view.file, name, newName);
    if (typeof edits === "string") throw new ResponseError(ErrorCodes.InvalidRequest, edits);
    return {
      documentChanges: [
        {
          textDocument: { uri, version: view.version },
          edits: edits.map(({ range, text }) => ({ range: view.places.range(range), newText: text })),
        },
      ],
    };
  });

  connection.onExecuteCommand(async ({ command, arguments: [rule] = [] }) => {
    if (command !== openPageCommand || typeof rule !== "string") return null;
    await connection.window.showDocument({ uri: rulePageUrl(rule, tool), external: true });
    return null;
  });

  connection.onRequest(requests.rules, () => rules.map(({ id, summary }) => ({ id, summary })));
  connection.onRequest(requests.explain, ({ rule }: { readonly rule: string }) => {
    const pages = names.find(rule).flatMap(({ id }) => page(id) ?? []);
    return pages.length === 0 ? null : { markdown: pages.map(withoutMarks).join("\n\n---\n\n") };
  });
  connection.onRequest(requests.bill, async ({ uri }: { readonly uri: string }) => {
    const found = open(uri);
    const html = found === null ? null : await analyst().bill(snapshotOf(found));
    return html === null ? null : { html };
  });
  connection.onRequest(requests.optimize, async ({ uri }: { readonly uri: string }): Promise<unknown> => {
    const found = open(uri);
    if (found === null) return { problem: "the document is not open" };
    return analyst().optimize(snapshotOf(found));
  });
  connection.onRequest(
    requests.record,
    async ({ uri, log }: { readonly uri: string; readonly log: string }) => {
      const found = open(uri);
      if (found === null) return { message: "the document is not open" };
      const message = await analyst().record(snapshotOf(found), log);
      lookAround();
      return { message };
    },
  );
}

function offsetsOf(
  { places }: DocumentView,
  range: {
    readonly start: { line: number; character: number };
    readonly end: { line: number; character: number };
  },
): Range {
  return { start: places.offset(range.start), end: places.offset(range.end) };
}

/** The part of a page that says why, for a hover: examples are for the page. */
function whyOf(page: string | null): string {
  const [, behind = ""] = (page ?? "").split(/^## Why$/m);
  return behind.split(/^## /m)[0]!.trim();
}

/** Leaves out the comments that mark generated parts. */
function withoutMarks(page: string): string {
  return page.replace(/^<!--.*-->\n+/gm, "").trimEnd();
}

function snapshotOf({ uri, languageId, lines }: DocumentView): Snapshot {
  return { uri, languageId, text: lines.text };
}
