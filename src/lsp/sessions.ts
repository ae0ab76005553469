import { type Analyst, type DocumentResult, emptyResult } from "./analyst.ts";

/** A document that is open; `version` grows with each edit. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  getText(): string;
}

/** What a session shows, with the version that it is about. */
export interface Shown {
  readonly document: OpenDocument;
  readonly findings: DocumentResult["findings"];
  /** `null` while the full look is under way. */
  readonly full: DocumentResult | null;
}

export interface SessionOptions {
  readonly analyst: Analyst;
  /** The open document now; `undefined` when it is closed. */
  find(uri: string): OpenDocument | undefined;
  show(shown: Shown): void;
  /** What can be said at once, while the full look is under way. */
  glance(
    document: OpenDocument,
    last: { readonly text: string; readonly result: DocumentResult },
  ): DocumentResult["findings"];
  report(defect: unknown): void;
}

/** Keeps what is known of each open document, looks again when it changes, and never shows what is about another version. */
export interface Sessions {
  /** Looks at a document that was opened, changed or saved. */
  look(document: OpenDocument): void;
  close(uri: string): void;
  /** All of the document as it is now, waiting for it; `null` when it is closed meanwhile. */
  full(uri: string): Promise<DocumentResult | null>;
  /** Looks at all documents again: something around them has changed. */
  again(): void;
}

/** Milliseconds without a keystroke before a document is looked at in full, and before what can be said at once is shown. */
const fullDelay = 250;
const glanceDelay = 20;

interface Session {
  full: {
    readonly version: number;
    readonly round: number;
    readonly text: string;
    readonly result: DocumentResult;
  } | null;
  running: Promise<void> | null;
  glanceTimer: ReturnType<typeof setTimeout> | null;
  fullTimer: ReturnType<typeof setTimeout> | null;
}

export function openSessions({ analyst, find, show, glance, report }: SessionOptions): Sessions {
  const sessions = new Map<string, Session>();
  let round = 0;

  const isCurrent = (session: Session, document: OpenDocument): boolean =>
    session.full?.version === document.version && session.full.round === round;
  const stop = (session: Session): void => {
    if (session.glanceTimer !== null) clearTimeout(session.glanceTimer);
    if (session.fullTimer !== null) clearTimeout(session.fullTimer);
    session.glanceTimer = null;
    session.fullTimer = null;
  };
  const run = async (uri: string, session: Session, document: OpenDocument): Promise<void> => {
    const { version, languageId } = document;
    const started = round;
    const text = document.getText();
    let result: DocumentResult;
    try {
      result = await analyst.result({ uri, languageId, text });
    } catch (defect) {
      report(defect);
      result = { ...emptyResult, problems: ["stowage broke while it read this file; see its output"] };
    }
    session.full = { version, round: started, text, result };
  };
  const full = async (uri: string): Promise<DocumentResult | null> => {
    for (;;) {
      const document = find(uri);
      const session = sessions.get(uri);
      if (document === undefined || session === undefined) return null;
      if (isCurrent(session, document)) return session.full!.result;
      session.running ??= run(uri, session, document).finally(() => {
        session.running = null;
      });
      await session.running;
    }
  };
  const showFull = async (uri: string): Promise<void> => {
    const result = await full(uri);
    const document = find(uri);
    const session = sessions.get(uri);
    if (result === null || document === undefined || session === undefined) return;
    // Another keystroke may have come between; then another look is on its way.
    if (isCurrent(session, document)) show({ document, findings: result.findings, full: result });
  };
  return {
    full,
    look(document) {
      const { uri } = document;
      const session: Session = sessions.get(uri) ?? {
        full: null,
        running: null,
        glanceTimer: null,
        fullTimer: null,
      };
      sessions.set(uri, session);
      stop(session);
      const last = session.full;
      if (last === null) {
        void showFull(uri);
        return;
      }
      session.glanceTimer = setTimeout(() => {
        const now = find(uri);
        if (now === undefined || isCurrent(session, now)) return;
        try {
          show({ document: now, findings: glance(now, last), full: null });
        } catch (defect) {
          report(defect);
        }
      }, glanceDelay);
      session.fullTimer = setTimeout(() => void showFull(uri), fullDelay);
    },
    close(uri) {
      const session = sessions.get(uri);
      if (session !== undefined) stop(session);
      sessions.delete(uri);
    },
    again() {
      round++;
      for (const [uri, session] of sessions) {
        stop(session);
        void showFull(uri);
      }
    },
  };
}
