import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  ErrorCodes,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
  WatchKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { resolveRules } from "../config/settings.ts";
import { lint } from "../engine/lint.ts";
import type { Tool } from "../report/reporter.ts";
import type { Rule } from "../rule/rule.ts";
import type { Analyst, DocumentResult } from "./analyst.ts";
import { answerRequests } from "./answers.ts";
import { findingsWhileTyping } from "./carried-findings.ts";
import { fixAllKind } from "./code-actions.ts";
import { diagnosticOf } from "./diagnostics.ts";
import { tokenTypes } from "./directive-tokens.ts";
import { type DocumentView, documentViews } from "./document-view.ts";
import type { Encoding } from "./places.ts";
import {
  openPageCommand,
  readSettings,
  readStartOptions,
  type StartOptions,
  statusNotification,
} from "./protocol.ts";
import { type OpenDocument, openSessions, type Shown } from "./sessions.ts";
import { statusOf } from "./step-notes.ts";

/** What the server is made of; a platform brings the connection and the analyst. */
export interface ServerParts {
  readonly connection: Connection;
  readonly rules: readonly Rule[];
  readonly tool: Tool;
  /** The page of a rule, Markdown; `null` when it is not at hand. */
  page(rule: string): string | null;
  /** Called once, when it is known what the client wants. */
  analyst(options: StartOptions & { readonly folders: readonly string[] }): Analyst;
}

/** Serves a client until it goes. Linting, prices and rewriting are the analyst's; what is here only translates. */
export function serve({ connection, rules, tool, page, analyst: makeAnalyst }: ServerParts): void {
  const documents = new TextDocuments(TextDocument);
  const { console: log } = connection;
  const viewOf = documentViews(() => encoding, { tool, rules });
  let encoding: Encoding = "utf-16";
  let options = readStartOptions(undefined);
  let settings = options.settings;
  let started: ReturnType<typeof start> | null = null;
  let folders: readonly string[] = [];
  let client = {
    configuration: false,
    configurable: false,
    folders: false,
    watching: false,
    refresh: false,
    lensRefresh: false,
    hintRefresh: false,
  };
  let openTime: ReturnType<typeof setTimeout> | null = null;

  const start = (analyst: Analyst) => ({
    analyst,
    sessions: openSessions({
      analyst,
      find: (uri) => documents.get(uri),
      show,
      glance,
      report: (defect) => log.error(`a defect of stowage: ${stackOf(defect)}`),
    }),
  });
  const parts = (): ReturnType<typeof start> => {
    if (started === null) throw new ResponseError(ErrorCodes.ServerNotInitialized, "not initialized");
    return started;
  };
  const open = (uri: string): DocumentView | null => {
    const document = documents.get(uri);
    return document === undefined ? null : viewOf(document);
  };

  /** The text alone, by the settings of the last full look. */
  function glance(
    document: OpenDocument,
    last: { readonly text: string; readonly result: DocumentResult },
  ): DocumentResult["findings"] {
    const text = document.getText();
    const current = documents.get(document.uri);
    const before = { text: last.text, findings: last.result.findings };
    if (last.result.settings === null || current === undefined || viewOf(current).isInline)
      return findingsWhileTyping(before, { text, findings: [] });
    const { ruleSet } = resolveRules(rules, last.result.settings);
    const { findings } = lint({ path: document.uri, text, isPriced: false }, ruleSet);
    return findingsWhileTyping(before, { text, findings });
  }

  function show({ document, findings, full }: Shown): void {
    const current = documents.get(document.uri);
    if (current === undefined || current.version !== document.version) return;
    const view = viewOf(current);
    if (!options.pulls) {
      void connection.sendDiagnostics({
        uri: document.uri,
        version: document.version,
        diagnostics: findings.map((finding) => diagnosticOf(finding, view)),
      });
    }
    if (full === null) return;
    for (const problem of full.problems) log.warn(problem);
    const status = full.estimate === null ? { text: "", tooltip: "" } : statusOf(full.estimate);
    void connection.sendNotification(statusNotification, { uri: document.uri, ...status });
    if (options.pulls && client.refresh) connection.languages.diagnostics.refresh();
    if (settings.inlayHints && client.hintRefresh) void connection.languages.inlayHint.refresh();
  }

  /** Files around the documents have changed: a burst of changes is one. */
  const lookAround = (): void => {
    if (openTime !== null) clearTimeout(openTime);
    openTime = setTimeout(() => {
      const { analyst, sessions } = parts();
      void analyst.forget().then(() => {
        sessions.again();
        if (client.lensRefresh) void connection.sendRequest(CodeLensRefreshRequest.type);
      });
    }, 200);
  };

  connection.onInitialize(
    ({ capabilities, initializationOptions, workspaceFolders, rootUri }): InitializeResult => {
      options = readStartOptions(initializationOptions);
      settings = options.settings;
      encoding = capabilities.general?.positionEncodings?.[0] === "utf-8" ? "utf-8" : "utf-16";
      const { workspace, textDocument } = capabilities;
      client = {
        configuration: workspace?.configuration === true,
        folders: workspace?.workspaceFolders === true,
        configurable: workspace?.didChangeConfiguration?.dynamicRegistration === true,
        watching: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
        refresh: workspace?.diagnostics?.refreshSupport === true,
        lensRefresh: workspace?.codeLens?.refreshSupport === true,
        hintRefresh: workspace?.inlayHint?.refreshSupport === true,
      };
      folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri == null ? [] : [rootUri]);
      options = { ...options, pulls: options.pulls && textDocument?.diagnostic !== undefined };
      started = start(makeAnalyst({ ...options, folders }));
      return {
        serverInfo: tool,
        capabilities: {
          positionEncoding: encoding,
          // Edits come in UTF-16 to the library, so with bytes whole texts are asked for.
          textDocumentSync: {
            openClose: true,
            change: encoding === "utf-8" ? TextDocumentSyncKind.Full : TextDocumentSyncKind.Incremental,
            save: true,
          },
          codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
          hoverProvider: true,
          codeLensProvider: { resolveProvider: false },
          inlayHintProvider: true,
          documentLinkProvider: { resolveProvider: false },
          semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] }, full: true },
          definitionProvider: true,
          referencesProvider: true,
          renameProvider: { prepareProvider: true },
          executeCommandProvider: { commands: [openPageCommand] },
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
          ...(options.pulls && {
            diagnosticProvider: {
              identifier: "stowage",
              interFileDependencies: true,
              workspaceDiagnostics: false,
            },
          }),
        },
      };
    },
  );

  connection.onInitialized(async () => {
    if (client.folders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        void parts().analyst.open(folders);
        lookAround();
      });
    if (client.configuration) {
      if (client.configurable)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "stowage" });
      await readConfiguration();
    }
    if (client.watching)
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [
          { globPattern: watchedFiles },
          // A file that appears or goes may be one that a COPY needs.
          { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
        ],
      });
  });

  const configure = async (sent: unknown): Promise<void> => {
    settings = readSettings(sent);
    const { analyst, sessions } = parts();
    await analyst.configure(settings);
    sessions.again();
  };
  const readConfiguration = async (): Promise<void> => {
    const sent: unknown = await connection.workspace.getConfiguration("stowage");
    // A client without settings for stowage answers nothing.
    if (sent != null) await configure(sent);
  };
  connection.onDidChangeConfiguration(async ({ settings: sent }) => {
    if (client.configuration) return readConfiguration();
    const own = (sent as { readonly stowage?: unknown } | null)?.stowage;
    if (own !== undefined) await configure(own);
  });
  connection.onDidChangeWatchedFiles(lookAround);

  documents.onDidOpen(({ document }) => {
    if (settings.run === "onSave") parts().sessions.look(document);
  });
  documents.onDidChangeContent(({ document }) => {
    // Opening tells of content, too.
    if (settings.run === "onType") parts().sessions.look(document);
  });
  documents.onDidSave(({ document }) => {
    if (settings.run === "onSave") parts().sessions.look(document);
    lookAround();
  });
  documents.onDidClose(({ document }) => {
    parts().sessions.close(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.languages.diagnostics.on(async ({ textDocument: { uri } }) => {
    const found = open(uri);
    const result = found === null ? null : await parts().sessions.full(uri);
    const now = open(uri);
    return {
      kind: DocumentDiagnosticReportKind.Full,
      items:
        result === null || now === null ? [] : result.findings.map((finding) => diagnosticOf(finding, now)),
    };
  });

  answerRequests({
    connection,
    rules,
    tool,
    page,
    open,
    settings: () => settings,
    analyst: () => parts().analyst,
    full: (uri) => parts().sessions.full(uri),
    lookAround,
  });
  documents.listen(connection);
  connection.listen();
}

/** Changes in these make another answer likely. */
const watchedFiles =
  "**/{.dockerignore,*.dockerignore,.stowage.yaml,.stowage.yml,.hadolint.yaml,.hadolint.yml,timings.json,package.json,package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,pnpm-workspace.yaml,.npmrc,bun.lock,requirements*.txt,pyproject.toml,poetry.lock,uv.lock,Pipfile*,setup.py,setup.cfg,go.mod,go.sum,Cargo.toml,Cargo.lock,Gemfile*,composer.json,composer.lock,pom.xml,*.gradle,*.gradle.kts,*.csproj,*.sln,compose*.yaml,compose*.yml,docker-compose*.yaml,docker-compose*.yml,docker-bake*.hcl,docker-bake*.json,devcontainer.json,Makefile,HEAD}";

function stackOf(defect: unknown): string {
  return defect instanceof Error ? (defect.stack ?? defect.message) : String(defect);
}
