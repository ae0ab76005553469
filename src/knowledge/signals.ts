/**
 * Signals by number, as most architectures of Linux have them (include/uapi/asm-generic/signal.h, Linux 6.12); 34 is the first
 * real-time signal that the C libraries leave to programs.
 */
const names: readonly string[] = (
  "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM " +
  "PROF WINCH IO PWR SYS"
).split(" ");
const firstRealTime = 34;
const lastRealTime = 64;

/** Second names of signals. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["CLD", "CHLD"],
  ["IOT", "ABRT"],
  ["POLL", "IO"],
]);

/** The one name of a signal, such as `SIGTERM` for `15`, `term` and `SigTerm`; `null` for a number that has none. */
export function signalName(text: string): string | null {
  if (/^[-+]?\d+$/.test(text)) {
    const number = Number(text);
    if (number === firstRealTime) return "SIGRTMIN";
    if (number > firstRealTime && number <= lastRealTime) return `SIGRTMIN+${number - firstRealTime}`;
    const name = names[number - 1];
    return name === undefined ? null : `SIG${name}`;
  }
  const name = text.toUpperCase().replace(/^SIG/, "");
  return `SIG${synonyms.get(name) ?? name}`;
}

/** A program that, as the first process of a container, ends in good order on another signal than SIGTERM. */
export interface StopSignalOfProgram {
  readonly signal: string;
  /** What it does on SIGTERM. */
  readonly otherwise: string;
}

/** By base name of the program. */
export const stopSignalsOfPrograms: ReadonlyMap<string, StopSignalOfProgram> = new Map([
  // Source: nginx.org/en/docs/control.html; the official image sets SIGQUIT since 1.19.2.
  ["nginx", { signal: "SIGQUIT", otherwise: "ends at once and cuts requests short" }],
  ["openresty", { signal: "SIGQUIT", otherwise: "ends at once and cuts requests short" }],
  // Source: systemd(1), "Signals": as process 1 it executes itself again on SIGTERM.
  ["systemd", { signal: "SIGRTMIN+3", otherwise: "does not shut down, and is killed with all its services" }],
]);

/** Paths under which systemd is started on the systems that have it, besides its own name. */
export const systemdPaths: ReadonlySet<string> = new Set(["/sbin/init", "/usr/sbin/init"]);

/** Official images of bare systems: they start a shell, and set no stop signal (docker-library, 2026-08). */
export const bareSystems: ReadonlySet<string> = new Set([
  "almalinux",
  "alpine",
  "amazonlinux",
  "debian",
  "fedora",
  "oraclelinux",
  "rockylinux",
  "ubuntu",
]);
