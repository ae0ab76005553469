import type { Analysis } from "../analysis/fact.ts";
import type { RuleSet } from "../config/settings.ts";
import type { BuildFile, State, Step } from "../model/build-file.ts";
import { isFamily, standsFor } from "../rule/alias.ts";
import type { Problem } from "../rule/finding.ts";
import type { Rule, RuleContext } from "../rule/rule.ts";
import type { Suppression } from "../rule/suppression.ts";
import { editsConflict } from "../text/edit.ts";
import type { Range } from "../text/range.ts";

/** What the rules said in one walk over a file. */
export interface Walk {
  /** In the order in which they were reported. */
  readonly reports: readonly Report[];
  /** Rules that threw, each once. What they had reported before stays. */
  readonly failures: readonly { readonly rule: string; readonly message: string }[];
}

export interface Report {
  readonly rule: Rule;
  readonly problem: Problem;
}

interface Handler {
  readonly rule: Rule;
  readonly handle: (subject: never, context: RuleContext) => void;
}

/** A rule set is used for many files: its handlers are grouped once. */
const tables = new WeakMap<RuleSet, ReadonlyMap<string, readonly Handler[]>>();

/** Calls every handler of the rules that run, `suppression` excepted, in one pass over stages and instructions. */
export function walkFile(analysis: Analysis, ruleSet: RuleSet, skipped: ReadonlySet<string>): Walk {
  return collect(analysis, ruleSet, skipped, (call) => {
    const { file } = analysis;
    const before = stateBeforeStages(file);
    call("file", file);
    for (const stage of file.stages) {
      call("stage", stage);
      if (!stage.implicit) {
        call("FROM", {
          instruction: stage.from,
          stage,
          index: -1,
          state: before,
          triggerState: null,
        } satisfies Step);
      }
      for (const step of stage.steps) call(step.instruction.kind, step);
    }
  });
}

/** Calls the `suppression` handlers. */
export function walkSuppressions(
  analysis: Analysis,
  ruleSet: RuleSet,
  suppressions: readonly Suppression[],
): Walk {
  return collect(analysis, ruleSet, new Set(), (call) => {
    for (const suppression of suppressions) call("suppression", suppression);
  });
}

/** What a FROM finds set: the global variables and nothing else. */
function stateBeforeStages(file: BuildFile): State {
  return {
    shell: ["/bin/sh", "-c"],
    shellIsSet: false,
    user: { value: null, setBy: null, known: true },
    workdir: { path: null, isSet: false },
    scope: file.globalScope,
  };
}

function collect(
  analysis: Analysis,
  ruleSet: RuleSet,
  skipped: ReadonlySet<string>,
  visit: (call: (kind: string, subject: unknown) => void) => void,
): Walk {
  const table = handlersOf(ruleSet);
  const reports: Report[] = [];
  const failures = new Map<string, string>();
  const contexts = new Map<Rule, RuleContext>();
  const contextOf = (rule: Rule): RuleContext => {
    const known = contexts.get(rule);
    if (known) return known;
    const context = ruleContext(analysis, rule, ruleSet, (problem) => reports.push({ rule, problem }));
    contexts.set(rule, context);
    return context;
  };
  visit((kind, subject) => {
    for (const { rule, handle } of table.get(kind) ?? []) {
      if (skipped.has(rule.id) || failures.has(rule.id)) continue;
      try {
        handle(subject as never, contextOf(rule));
      } catch (error) {
        failures.set(rule.id, error instanceof Error ? error.message : String(error));
      }
    }
  });
  return { reports, failures: [...failures].map(([rule, message]) => ({ rule, message })) };
}

function handlersOf(ruleSet: RuleSet): ReadonlyMap<string, readonly Handler[]> {
  const known = tables.get(ruleSet);
  if (known) return known;
  const table = new Map<string, Handler[]>();
  for (const rule of ruleSet.enabled) {
    for (const [kind, handle] of Object.entries(rule.check)) {
      const handler = { rule, handle } as Handler;
      const others = table.get(kind);
      if (others) others.push(handler);
      else table.set(kind, [handler]);
    }
  }
  tables.set(ruleSet, table);
  return table;
}

function isAliasOf({ aliases = [] }: Rule, name: string): boolean {
  return aliases.includes(name) || aliases.some((alias) => isFamily(alias) && standsFor(alias, name));
}

function ruleContext(
  analysis: Analysis,
  rule: Rule,
  { literal, optionsOf }: RuleSet,
  accept: (problem: Problem) => void,
): RuleContext {
  const { file } = analysis;
  const check = (range: Range, what: string): void => {
    if (range.start >= 0 && range.start <= range.end && range.end <= file.text.length) return;
    throw new RangeError(`${what} ${range.start}–${range.end} lies outside the file`);
  };
  return {
    analysis,
    file,
    literal,
    options: optionsOf(rule),
    use: (fact) => analysis.use(fact),
    report(problem) {
      check(problem.at, "the range");
      const strange = problem.aliases?.find((alias) => !isAliasOf(rule, alias));
      if (strange !== undefined) throw new RangeError(`the rule has no alias ${strange}`);
      for (const related of problem.related ?? []) check(related.at, "the related range");
      const edits = [...(problem.fix?.edits ?? [])].sort((a, b) => a.range.start - b.range.start);
      edits.forEach((edit, index) => {
        check(edit.range, "the edit");
        const before = edits[index - 1];
        if (before && editsConflict(before, edit)) throw new RangeError("edits of one fix overlap");
      });
      accept(problem);
    },
  };
}
