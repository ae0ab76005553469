import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { context, shapes } from "./scale/shapes.ts";
import type { lintAndReport } from "./scale/subject.ts";
import { openWorkMeter, type Work } from "./scale/work-meter.ts";

/** Lines of the smaller file; the larger one has twice as many. */
const size = 2000;
/** The work may grow with the logarithm too, as that of sorting does. */
const mostGrowth = 2.3;
/** What all savings of one file may take, however long it is: their budget in `src/estimate/estimates.ts`, counted in blocks. */
const savingsWork = 150_000_000;

const meter = openWorkMeter();
let subject: { readonly lintAndReport: typeof lintAndReport };

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ["test/scale/subject.ts"],
    bundle: true,
    format: "iife",
    globalName: "subject",
    platform: "browser",
    write: false,
    logLevel: "warning",
  });
  subject = meter.load(`${outputFiles[0]!.text}\nsubject`);
  // What is computed once for all files is no work of the first one.
  subject.lintAndReport(shapes["a realistic mix"]!(200), context);
}, 60_000);

afterAll(() => meter.close());

const workOf = (text: string): Work => meter.workOf(() => subject.lintAndReport(text, context));

/** Modules that do the same work for each saving, and so stop at its budget. */
const ofSavings = /^src\/estimate\/(evaluate|graph|plan-change|random|replay|saving)\.ts$/;

/** As much of the whole work may come with a threshold that the smaller file does not reach, in one module. */
const mostOfOneModule = 0.01;

/** V8 forgets the counts of a function now and then, when it frees its code: what is too much once is measured again. */
const tries = 3;

/** Modules that are too much each time that they are measured. */
function alwaysSuperlinear(shape: (lines: number) => string): readonly string[] {
  let found: readonly string[] = [];
  for (let attempt = 0; attempt < tries && (attempt === 0 || found.length > 0); attempt++) {
    const now = superlinear(workOf(shape(size)), workOf(shape(2 * size)));
    const names = new Set(now.map(moduleOf));
    found = attempt === 0 ? now : found.filter((line) => names.has(moduleOf(line)));
  }
  return found;
}

const moduleOf = (line: string): string => line.slice(0, line.indexOf(":"));

/** Modules whose work grows faster than the file: most of them are small beside the rest, which would hide them in a sum. */
function superlinear(small: Work, large: Work): string[] {
  return [...large.byModule].flatMap(([module, work]) => {
    const before = small.byModule.get(module) ?? 0;
    const isFine =
      work <= mostGrowth * before + mostOfOneModule * small.total ||
      (ofSavings.test(module) && work <= savingsWork);
    return isFine ? [] : [`${module}: ${before} to ${work}`];
  });
}

describe("twice the lines are twice the work", () => {
  it.each(Object.entries(shapes))("%s", (_, shape) => {
    expect(alwaysSuperlinear(shape)).toEqual([]);
  });
});

describe("the work meter", () => {
  /** Each takes a number, and time in proportion to its square. */
  const quadratic = {
    "loops in loops":
      "(n) => { let sum = 0; for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += j; }",
    "searches in lists":
      "(n) => { const all = []; for (let i = 0; i < n; i++) if (!all.includes(i)) all.push(i); }",
    callbacks:
      "(n) => { const all = [...Array(n).keys()]; all.filter((one) => all.find((other) => other > one)); }",
    "copies of lists": "(n) => { let all = []; for (let i = 0; i < n; i++) all = [...all, i]; }",
    "copies of sets":
      "(n) => { let all = new Set(); for (let i = 0; i < n; i++) all = new Set(all).add(i); }",
    "regular expressions":
      "(n) => { const text = 'a'.repeat(n); for (let i = 0; i < n; i++) /b/.test(text); }",
    "searches in texts":
      "(n) => { const text = 'a'.repeat(n); for (let i = 0; i < n; i++) text.indexOf('b'); }",
    shifts: "(n) => { const all = [...Array(n).keys()]; while (all.length > 0) all.shift(); }",
  };

  const growth = (code: string): number => {
    const run = meter.load<(n: number) => void>(code);
    return meter.workOf(() => run(800)).total / meter.workOf(() => run(400)).total;
  };

  it.each(Object.entries(quadratic))("sees that %s are quadratic", (_, code) => {
    expect(growth(code)).toBeGreaterThan(3.5);
  });

  it("finds a loop linear", () => {
    expect(growth("(n) => { let sum = 0; for (let i = 0; i < n; i++) sum += i; }")).toBeCloseTo(2, 1);
  });

  it("counts the same for the same work", () => {
    const text = shapes["a realistic mix"]!(100);
    expect(workOf(text).total / workOf(text).total).toBeCloseTo(1, 1);
  });

  it("tells modules apart", () => {
    const { byModule } = workOf("FROM debian:12\nRUN make\n");
    for (const module of ["src/syntax/lines.ts", "src/model/build-file.ts", "src/report/json.ts"])
      expect(byModule.get(module)).toBeGreaterThan(0);
    for (const module of ["evaluate", "graph", "random", "replay"])
      expect(byModule.get(`src/estimate/${module}.ts`)).toBeGreaterThan(0);
  });
});
