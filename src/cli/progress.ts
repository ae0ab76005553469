import type { Host } from "../host/host.ts";
import type { Terminal } from "./terminal.ts";

/** A line on standard error that is rewritten while someone waits. */
export interface Progress {
  /** Says what is at work now: `file 42 of 2000`. */
  begin(work: string): void;
  /** Counts a folder that this work has read. */
  countFolder(): void;
  /** Takes the line away. */
  clear(): void;
}

/** Nothing is shown to someone who waits less than this. */
const patience = 1000;
/** Milliseconds between two updates. */
const interval = 100;

const silent: Progress = { begin: () => {}, countFolder: () => {}, clear: () => {} };

/** Shows what is at work once a second has passed; shows nothing where standard error is no terminal, or on request. */
export function startProgress(terminal: Terminal, isQuiet: boolean): Progress {
  if (isQuiet || !terminal.isInteractive("error")) return silent;
  let next = performance.now() + patience;
  let isShown = false;
  let work = "";
  let folders = 0;
  const show = (): void => {
    const now = performance.now();
    if (now < next) return;
    next = now + interval;
    isShown = true;
    const read = folders === 0 ? "" : `, ${folders} folders read`;
    terminal.printError(`\r\u001b[Kstowage: ${work}${read}`);
  };
  return {
    begin(named) {
      work = named;
      folders = 0;
      show();
    },
    countFolder() {
      folders++;
      show();
    },
    clear() {
      if (isShown) terminal.printError("\r\u001b[K");
    },
  };
}

/** The same host; the folders that are listed through it are counted. */
export function countingHost(host: Host, progress: Progress): Host {
  return {
    ...host,
    list(directory) {
      progress.countFolder();
      return host.list(directory);
    },
  };
}
