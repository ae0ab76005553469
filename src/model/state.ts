import type { Arg, Env, Instruction, Shell, User, Workdir } from "../syntax/nodes.ts";
import { cleanPath, resolvePath } from "../text/posix-path.ts";
import type { State } from "./build-file.ts";
import { currentScope, declare, type VariableTable } from "./scopes.ts";
import { expand, type Scope, type Variable } from "./variables.ts";

/** What decides the state of a stage besides its own instructions. */
export interface Surroundings {
  readonly escape: "\\" | "`";
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly globalScope: Scope;
}

/** Longest path that Linux takes (PATH_MAX); a longer working directory counts as unknown. */
const longestPath = 4096;

/** The state right after a FROM that names an image or `scratch`. */
export function imageState(table: VariableTable, isScratch: boolean, isWindows: boolean): State {
  return {
    // Source: BuildKit `dockerfile2llb/defaultshell.go` (read 2026-08).
    shell: isWindows ? ["cmd", "/S", "/C"] : ["/bin/sh", "-c"],
    shellIsSet: false,
    user: { value: null, setBy: null, known: true },
    workdir: { path: isScratch ? "/" : null, isSet: false },
    scope: currentScope(table),
  };
}

/** The state after an instruction: the same object when nothing changes. */
export function stateAfter(
  instruction: Instruction,
  state: State,
  table: VariableTable,
  surroundings: Surroundings,
): State {
  switch (instruction.kind) {
    case "ARG":
      return afterArg(instruction, state, table, surroundings);
    case "ENV":
      return afterEnv(instruction, state, table, surroundings);
    case "SHELL":
      return afterShell(instruction, state);
    case "USER":
      return afterUser(instruction, state, surroundings);
    case "WORKDIR":
      return afterWorkdir(instruction, state, surroundings);
    default:
      return state;
  }
}

/** Sets the variables of an ARG; each of its names sees the ones before it. `globals` is `null` for an ARG before the first FROM. */
export function declareArg(
  instruction: Arg,
  table: VariableTable,
  globals: Scope | null,
  { buildArgs, escape: escapeCharacter }: Pick<Surroundings, "buildArgs" | "escape">,
): void {
  for (const { key, value, range } of instruction.pairs) {
    const scope = currentScope(table);
    const name = key.text;
    const variable = { name, source: globals === null ? "global-arg" : "arg", declaredAt: range } as const;
    const global = globals?.lookup(name);
    if (Object.hasOwn(buildArgs, name)) {
      declare(table, [{ ...variable, value: buildArgs[name]!, isSet: true }]);
    } else if (value !== null) {
      declare(table, [{ ...variable, value: valueIn(value.text, scope, escapeCharacter), isSet: true }]);
    } else if (global?.isSet) {
      declare(table, [{ ...global, declaredAt: range }]);
    } else if (scope.lookup(name) === null) {
      declare(table, [{ ...variable, value: null, isSet: false }]);
    }
  }
}

function afterArg(instruction: Arg, state: State, table: VariableTable, surroundings: Surroundings): State {
  declareArg(instruction, table, surroundings.globalScope, surroundings);
  return { ...state, scope: currentScope(table) };
}

/** All right sides see the variables as they were before the instruction. */
function afterEnv(instruction: Env, state: State, table: VariableTable, surroundings: Surroundings): State {
  const variables: Variable[] = [];
  for (const { key, value, range } of instruction.pairs) {
    const name = expand(key.text, state.scope, surroundings.escape);
    if (!name.complete || value === null) continue;
    variables.push({
      name: name.value,
      source: "env",
      value: valueIn(value.text, state.scope, surroundings.escape),
      isSet: true,
      declaredAt: range,
    });
  }
  if (variables.length === 0) return state;
  declare(table, variables);
  return { ...state, scope: currentScope(table) };
}

function valueIn(text: string, scope: Scope, escapeCharacter: "\\" | "`"): string | null {
  const { value, complete } = expand(text, scope, escapeCharacter);
  return complete ? value : null;
}

function afterShell(instruction: Shell, state: State): State {
  if (instruction.command === null) return state;
  const shell = instruction.command.strings.map((word) => word.value);
  return { ...state, shell, shellIsSet: true };
}

function afterUser(instruction: User, state: State, surroundings: Surroundings): State {
  if (instruction.user === null) return state;
  const { value, complete } = expand(instruction.user.text, state.scope, surroundings.escape);
  return { ...state, user: { value, setBy: instruction, known: complete } };
}

function afterWorkdir(instruction: Workdir, state: State, surroundings: Surroundings): State {
  if (instruction.path === null) return state;
  const { value, complete } = expand(instruction.path.text, state.scope, surroundings.escape);
  const path = complete ? pathInImage(state.workdir.path, value, surroundings.escape) : null;
  if (state.workdir.isSet && state.workdir.path === path) return state;
  return { ...state, workdir: { path, isSet: true } };
}

/**
 * A path of the image as a WORKDIR, COPY or mount writes it, seen from the working directory: absolute and cleaned; `null` when it
 * depends on a directory that is not known. Windows paths get `/` between parts and lose their drive, as in the builder: `C:\app` →
 * `/app`. A drive marks them, or the back-tick as escape character, which is there to keep their backslashes.
 */
export function pathInImage(
  current: string | null,
  text: string,
  escapeCharacter: "\\" | "`",
): string | null {
  const isWindows = escapeCharacter === "`";
  const hasDrive = /^[A-Za-z]:/.test(text);
  const path = isWindows || hasDrive ? text.replaceAll("\\", "/").replace(/^[A-Za-z]:/, "") : text;
  // `C:app` is most often `C:\app` whose backslash was taken for an escape.
  if (hasDrive && !path.startsWith("/") && path !== "") return null;
  if (path === "") return hasDrive ? "/" : current;
  if (path.length > longestPath) return null;
  if (path.startsWith("/")) return cleanPath(path);
  const joined = current === null ? null : resolvePath(current, path);
  return joined !== null && joined.length <= longestPath ? joined : null;
}
