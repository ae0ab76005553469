import type { Terminal } from "./terminal.ts";

/** A line on standard error that is rewritten while someone waits. */
export interface Progress {
  /** Tells how many of all files are done. */
  advance(done: number): void;
  /** Takes the line away. */
  clear(): void;
}

/** Nothing is shown to someone who waits less than this. */
const patience = 1000;
/** Milliseconds between two updates. */
const interval = 100;

/** Shows `42 of 2000 files` once a second has passed; shows nothing where standard error is no terminal. */
export function fileProgress(total: number, terminal: Terminal): Progress {
  if (!terminal.isInteractive("error")) return { advance: () => {}, clear: () => {} };
  let next = performance.now() + patience;
  let isShown = false;
  return {
    advance(done) {
      const now = performance.now();
      if (now < next) return;
      next = now + interval;
      isShown = true;
      terminal.printError(`\r\u001b[Kstowage: ${done} of ${total} files`);
    },
    clear() {
      if (isShown) terminal.printError("\r\u001b[K");
    },
  };
}
