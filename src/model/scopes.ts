import { emptyMap, type PersistentMap, valueFor, withValue } from "./persistent-map.ts";
import type { Scope, Variable } from "./variables.ts";

/**
 * The variables of one stage, or of the preamble, over time: each change makes a new version, and a scope is a version of a
 * table. Nothing is copied, so a stage of many thousand ENV lines costs no more than its length.
 */
export interface VariableTable {
  /** What the stage starts with. */
  readonly inherited: PersistentMap<Variable>;
  readonly isClosed: boolean;
  readonly versionsByName: Map<string, Version[]>;
  version: number;
  /** What a stage built on this one starts with; made when first asked for. */
  handedDown: PersistentMap<Variable> | null;
}

interface Version {
  /** The version of the table that has it first. */
  readonly since: number;
  readonly variable: Variable;
}

/** A table for a stage that is built on an image or on nothing, and for the preamble. */
export function newTable(isClosed: boolean): VariableTable {
  return tableOver(emptyMap(), isClosed);
}

/** A table for a stage that is built on the finished stage of `base`. */
export function childTable(base: VariableTable): VariableTable {
  return tableOver(handedDown(base), base.isClosed);
}

function tableOver(inherited: PersistentMap<Variable>, isClosed: boolean): VariableTable {
  return { inherited, isClosed, versionsByName: new Map(), version: 0, handedDown: null };
}

/** Sets variables, all at once; scopes taken before do not see them. */
export function declare(table: VariableTable, variables: readonly Variable[]): void {
  table.version++;
  for (const variable of variables) {
    const versions = table.versionsByName.get(variable.name);
    const version = { since: table.version, variable };
    if (versions === undefined) table.versionsByName.set(variable.name, [version]);
    else versions.push(version);
  }
}

/** The variables as they are now. */
export function currentScope(table: VariableTable): Scope {
  const { version, isClosed } = table;
  return { isClosed, lookup: (name) => lookup(table, name, version) };
}

function lookup(table: VariableTable, name: string, version: number): Variable | null {
  const versions = table.versionsByName.get(name) ?? [];
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (versions[middle]!.since <= version) low = middle + 1;
    else high = middle;
  }
  return versions[low - 1]?.variable ?? valueFor(table.inherited, name) ?? null;
}

/**
 * Within a stage the last ARG or ENV wins. A stage built on it starts from the image's ENV once more, so there an ENV wins over
 * any ARG of the same name (BuildKit `dockerfile2llb/convert.go`: `dispatchArg`, `init`, `dispatchStages`; read 2026-08).
 */
function handedDown(table: VariableTable): PersistentMap<Variable> {
  if (table.handedDown !== null) return table.handedDown;
  let map = table.inherited;
  for (const [name, versions] of table.versionsByName) {
    const lastEnv = versions.findLast(({ variable }) => variable.source === "env");
    const before = valueFor(table.inherited, name);
    if (lastEnv === undefined && before?.source === "env") continue;
    map = withValue(map, name, (lastEnv ?? versions.at(-1)!).variable);
  }
  table.handedDown = map;
  return map;
}
