import { type Profiler, Session } from "node:inspector";
import { Script } from "node:vm";
import { countBuiltIns } from "./count-built-ins.ts";

/** Counts what code does, without a clock. */
export interface WorkMeter {
  /** Runs a script, as esbuild makes them, and gives the value of its last statement. Only what is loaded here is counted. */
  load<Value>(code: string): Value;
  /** The work of one call. */
  workOf(run: () => void): Work;
  close(): void;
}

export interface Work {
  readonly total: number;
  /**
   * By module: how often each block of its code ran (function bodies, rounds of loops, branches). `builtIn` stands for the units
   * that built-in functions of texts, lists, maps and sets went over.
   */
  readonly byModule: ReadonlyMap<string, number>;
}

export const builtIn = "built-in functions";

interface Module {
  readonly name: string;
  readonly start: number;
}

/** Uses V8's precise coverage, which counts in optimized code too. One meter at a time. */
export function openWorkMeter(): WorkMeter {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  // Only functions compiled after this have counters for their blocks.
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const modules = new Map<string, readonly Module[]>();
  return {
    load(code) {
      const url = `counted-${modules.size}`;
      modules.set(url, modulesOf(code));
      return new Script(code, { filename: url }).runInThisContext();
    },
    workOf(run) {
      takeCoverage(session);
      const units = countBuiltIns(run);
      const byModule = new Map([[builtIn, units]]);
      let total = units;
      for (const { url, functions } of takeCoverage(session)) {
        for (const { ranges } of modules.has(url) ? functions : []) {
          const name = moduleAt(modules.get(url)!, ranges[0]!.startOffset);
          const sum = ranges.reduce((all, { count }) => all + count, 0);
          byModule.set(name, (byModule.get(name) ?? 0) + sum);
          total += sum;
        }
      }
      return { total, byModule };
    },
    close: () => session.disconnect(),
  };
}

/** What ran since the last call. */
function takeCoverage(session: Session): readonly Profiler.ScriptCoverage[] {
  let scripts: readonly Profiler.ScriptCoverage[] = [];
  // A session within the process answers before `post` returns.
  session.post("Profiler.takePreciseCoverage", (error, { result }) => {
    if (error) throw error;
    scripts = result;
  });
  return scripts;
}

/** A bundle names each module in a comment above it. */
function modulesOf(code: string): readonly Module[] {
  return Array.from(code.matchAll(/^ *\/\/ (\S+\.\w+)$/gm), (match) => ({
    name: match[1]!,
    start: match.index,
  }));
}

function moduleAt(modules: readonly Module[], offset: number): string {
  let low = 0;
  let high = modules.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (modules[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return modules[low - 1]?.name ?? "";
}
