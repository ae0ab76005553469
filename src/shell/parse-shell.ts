import { joinMapped, type MappedText, sourceOffset } from "../text/mapped-text.ts";
import type {
  Assignment,
  Connector,
  Enclosure,
  PipelineMember,
  Redirect,
  ShellScript,
  ShellWord,
} from "./command.ts";
import { assignment, redirect } from "./command-parts.ts";
import { type NestedScript, nestedScript } from "./nested-script.ts";
import {
  ALONE,
  addCommand,
  addProblem,
  enter,
  finish,
  type Joint,
  outermost,
  type Place,
  type Reading,
  startReading,
} from "./reading.ts";
import {
  type ArithmeticCommandNode,
  type AssignmentNode,
  type CommandNode,
  type CompoundList,
  hasCrowdedHeredocs,
  holdsScript,
  type MemberNode,
  type ParsedScript,
  type PipelineNode,
  parseTree,
  type Redirection,
  type ScriptHolder,
  type Statement,
  type SyntaxNode,
  type TestCommandNode,
  type Time,
  visitOutsideScripts,
  type Word,
} from "./syntax-tree.ts";
import { addSlice, addWordContent, backtickScript, heredocBody, type Piece } from "./word-content.ts";
import { assignmentWord, literalWord, nodeRange, shellWord, testWords, variablesOf } from "./words.ts";

/** How many lists may stand inside each other; what is deeper is left out, with a problem. */
const MAX_DEPTH = 100;
/** How many scripts may stand inside each other (`sh -c 'sh -c "…"'`); quoting makes more than three unreadable. */
const MAX_SCRIPTS = 8;

/**
 * Reads a script of POSIX sh or Bash into its simple commands. `script` is joined already: it has no carriage returns, and
 * continuations only where the shell itself joins lines. Never throws; linear in the length of the script.
 */
export function parseShell(script: MappedText): ShellScript {
  const reading = startReading();
  readText(reading, outermost(reading, script));
  return finish(reading);
}

/** Reads the text of a place and adds what it holds. */
function readText(reading: Reading, place: Place): void {
  const { text } = place.source;
  if (hasCrowdedHeredocs(text)) {
    addProblem(reading, place, "too many heredocs on one line", 0, text.length);
    return;
  }
  try {
    readScript(reading, place, parseTree(text));
  } catch {
    // A defect of the parser, or its stack is used up: what was read so far stays.
    addProblem(reading, place, "this shell text can't be read", 0, text.length);
  }
}

/** Reads a script that stands as text in a command, below the command's own place. */
export function readNestedScript(
  reading: Reading,
  place: Place,
  content: MappedText,
  isLiteral: boolean,
): void {
  const nested: Place = {
    ...enter(reading, place, "nested-script"),
    source: content,
    scripts: place.scripts + 1,
    ignoresProblems: place.ignoresProblems || !isLiteral,
  };
  if (nested.scripts <= MAX_SCRIPTS) readText(reading, nested);
  else addProblem(reading, nested, "scripts stand too deep inside each other", 0, content.text.length);
}

function readScript(reading: Reading, place: Place, script: ParsedScript): void {
  for (const error of script.errors ?? [])
    addProblem(reading, place, error.message, error.pos, error.pos + 1);
  readList(reading, place, script.commands);
}

function readList(reading: Reading, place: Place, statements: readonly Statement[]): void {
  if (place.inside.length > MAX_DEPTH) {
    const message = "commands stand too deep inside each other";
    const [first] = statements;
    if (first) addProblem(reading, place, message, first.pos, statements.at(-1)!.end);
    return;
  }
  let previous: Statement | null = null;
  for (const statement of statements) {
    const connector = previous === null ? null : connectorAfter(place.source.text, previous);
    const own = statement.background === true ? { ...place, background: true } : place;
    const { command } = statement;
    if (command.type === "AndOr") {
      for (let i = 0; i < command.commands.length; i++) {
        readPipeline(reading, own, command.commands[i]!, i === 0 ? connector : command.operators[i - 1]!);
      }
    } else readPipeline(reading, own, command, connector);
    previous = statement;
  }
}

/** What stands behind a statement: `;`, `&` or the end of its line. */
function connectorAfter(text: string, statement: Statement): Connector {
  if (statement.background === true) return "&";
  let at = statement.end;
  while (text[at] === " " || text[at] === "\t" || (text[at] === "\\" && text[at + 1] === "\n")) {
    at += text[at] === "\\" ? 2 : 1;
  }
  return text[at] === ";" ? ";" : "newline";
}

function readPipeline(reading: Reading, place: Place, node: PipelineNode, connector: Connector | null): void {
  const nodes = node.type === "Pipeline" ? node.commands : [node];
  let negated = false;
  let time: Time | null = null;
  for (const prefix of node.type === "Pipeline" ? node.prefixes : []) {
    if (prefix.type === "Negation") negated = !negated;
    else time = prefix;
  }
  const members: PipelineMember[] = [];
  const { levels, inside, background } = place;
  const number = reading.pipelines.push({ connector, levels, inside, negated, background, members }) - 1;
  const pipeline = nodes.length > 1 ? number : null;
  for (const [at, member] of nodes.entries()) {
    const operator = at === 0 || node.type !== "Pipeline" ? connector : node.operators[at - 1]!;
    const first = reading.commands.length;
    readMember(reading, place, member, { connector: operator, pipeline, negated }, at === 0 ? time : null);
    members.push({ compound: compoundKind(member), first, end: reading.commands.length });
  }
}

function compoundKind(node: MemberNode): Enclosure | null {
  switch (node.type) {
    case "Redirected":
      return compoundKind(node.command);
    case "If":
      return "if";
    case "For":
    case "Select":
    case "ArithmeticFor":
    case "While":
      return "loop";
    case "Case":
      return "case";
    case "Subshell":
      return "subshell";
    case "BraceGroup":
    case "Coproc":
      return "group";
    case "Function":
      return "function";
    default:
      return null;
  }
}

function readMember(
  reading: Reading,
  place: Place,
  node: MemberNode | CompoundList,
  joint: Joint,
  time: Time | null = null,
): void {
  switch (node.type) {
    case "Command":
      readCommand(reading, place, node, joint, time);
      break;
    case "Redirected":
      readMember(reading, place, node.command, joint);
      for (const redirect of node.redirects) readHeldScripts(reading, place, redirect);
      break;
    case "If":
      readInner(reading, place, node.clause, "condition");
      readInner(reading, place, node.then, "if");
      for (const branch of node.elif) {
        const within = enter(reading, place, "if");
        readInner(reading, within, branch.clause, "condition");
        readList(reading, within, branch.then.commands);
      }
      if (node.else) readInner(reading, place, node.else, "if");
      break;
    case "For":
    case "Select":
      for (const word of node.wordlist ?? []) readHeldScripts(reading, place, word);
      readInner(reading, place, node.body, "loop");
      break;
    case "ArithmeticFor":
      for (const part of [node.initialize, node.test, node.update]) {
        if (part) readHeldScripts(reading, place, part);
      }
      readInner(reading, place, node.body, "loop");
      break;
    case "While":
      readInner(reading, place, node.clause, "condition");
      readInner(reading, place, node.body, "loop");
      break;
    case "Case":
      readHeldScripts(reading, place, node.word);
      for (const item of node.items) {
        for (const pattern of item.pattern) readHeldScripts(reading, place, pattern);
        readInner(reading, place, item.body, "case");
      }
      break;
    case "Subshell":
      readInner(reading, place, node.body, "subshell");
      break;
    case "BraceGroup":
      readInner(reading, place, node.body, "group");
      break;
    case "CompoundList":
      readList(reading, place, node.commands);
      break;
    case "Function": {
      const body = node.body.type === "BraceGroup" ? node.body.body : node.body;
      readMember(reading, enter(reading, place, "function"), body, ALONE);
      break;
    }
    case "Coproc":
      readMember(reading, { ...place, background: true }, node.body, joint);
      break;
    case "TestCommand":
    case "ArithmeticCommand":
      readTest(reading, place, node, joint);
      break;
  }
}

function readInner(reading: Reading, place: Place, list: CompoundList, enclosure: Enclosure): void {
  readList(reading, enter(reading, place, enclosure), list.commands);
}

function readCommand(
  reading: Reading,
  place: Place,
  node: CommandNode,
  joint: Joint,
  time: Time | null,
): void {
  const { source } = place;
  const assignments: Assignment[] = [];
  const redirects: Redirect[] = [];
  const words: ShellWord[] = [];
  const items: CommandItem[] = [];
  for (const item of node.prefix) {
    if (item.type === "Assignment") assignments.push(assignment(source, item));
    else redirects.push(redirect(source, item));
  }
  if (node.name) {
    words.push(shellWord(source, node.name));
    items.push(node.name);
  }
  for (const item of node.suffix) {
    if (item.type === "Word") words.push(shellWord(source, item));
    else if (item.type === "Assignment") words.push(assignmentWord(source, item));
    else {
      redirects.push(redirect(source, item));
      continue;
    }
    items.push(item);
  }
  const range = nodeRange(source, { pos: (time ?? node).pos, end: node.end });
  const timeRange = time === null ? null : nodeRange(source, time);
  const { name, program } = addCommand(reading, place, joint, {
    range,
    words,
    assignments,
    redirects,
    time: timeRange,
  });
  const script = scriptItems(nestedScript(name, words, program), items, node);
  for (const item of node.prefix) readItem(reading, place, item, script);
  if (node.name) readItem(reading, place, node.name, script);
  for (const item of node.suffix) readItem(reading, place, item, script);
}

type CommandItem = Word | AssignmentNode | Redirection;

/** The parts of a command that make up the script it is handed; `null` when there is none. */
function scriptItems(
  nested: NestedScript | null,
  words: readonly CommandItem[],
  node: CommandNode,
): ReadonlySet<CommandItem> | null {
  if (nested === null) return null;
  if (nested.kind === "word") return new Set([words[nested.at]!]);
  if (nested.kind === "words") return new Set(words.slice(nested.from));
  const input = node.redirects.findLast(isInput);
  return input === undefined || input.type === "Redirect" ? null : new Set([input]);
}

function isInput(item: Redirection): boolean {
  const { descriptor, operator } = item;
  if (descriptor) return descriptor.type === "FileDescriptor" && descriptor.value === 0;
  return operator.startsWith("<");
}

/** Reads the scripts in one part of a command; `script` are the parts that are together one script. */
function readItem(
  reading: Reading,
  place: Place,
  item: CommandItem,
  script: ReadonlySet<CommandItem> | null,
): void {
  if (script?.has(item) !== true) {
    readHeldScripts(reading, place, item);
    return;
  }
  const [first] = script;
  if (item !== first) return;
  const { source } = place;
  if (item.type === "HereDoc") {
    const isLiteral = item.delimiter?.quoted === true || !/[$`]/.test(item.body.text);
    readNestedScript(reading, place, heredocBody(source, item, true), isLiteral);
    return;
  }
  const pieces: Piece[] = [];
  let isLiteral = true;
  let end = -1;
  for (const part of script) {
    const word = part.type === "HereString" ? part.target : part;
    if (word === undefined || (word.type !== "Word" && word.type !== "Assignment")) continue;
    // The blank between two words of `eval` stands for whatever is between them.
    if (end !== -1) pieces.push({ text: " ", source: sourceOffset(source, end) });
    end = word.end;
    const value = word.type === "Word" ? word : word.value;
    if (value.pos > word.pos) addSlice(pieces, source, word.pos, value.pos);
    if (value.type === "Word") addWordContent(pieces, source, value);
    else addSlice(pieces, source, value.pos, value.end);
    isLiteral &&= value.type === "Word" && shellWord(source, value).literal;
  }
  readNestedScript(reading, place, joinMapped(pieces), isLiteral);
}

/** What a word must contain when there is a substitution in it. */
const SUBSTITUTION = /[(`]|\$\{[\s|]/;

/** Reads the scripts of the substitutions in a node that is no command. */
function readHeldScripts(reading: Reading, place: Place, node: SyntaxNode): void {
  if ((node.type === "Word" || node.type === "Assignment") && !SUBSTITUTION.test(node.text)) return;
  if (node.type === "HereDoc" && (node.delimiter?.quoted === true || !SUBSTITUTION.test(node.body.text)))
    return;
  visitOutsideScripts(node, (inner) => {
    if (holdsScript(inner)) readSubstitution(reading, place, inner);
  });
}

function readSubstitution(reading: Reading, place: Place, node: ScriptHolder): void {
  const { script } = node;
  if (script === undefined) return;
  const within = enter(reading, place, "substitution");
  const decoded = script.source;
  if (decoded === undefined) readScript(reading, within, script);
  else {
    const source = backtickScript(place.source, node.pos, node.end, decoded);
    readScript(reading, { ...within, source }, script);
  }
}

/** `[[ … ]]` and `((…))`, which are commands too, though they run no program. */
function readTest(
  reading: Reading,
  place: Place,
  node: TestCommandNode | ArithmeticCommandNode,
  joint: Joint,
): void {
  const { source } = place;
  const words =
    node.type === "TestCommand"
      ? [literalWord(source, node.pos, node.pos + 2), ...testWords(source, node.expression)]
      : [{ ...literalWord(source, node.pos, node.end), literal: false, variables: variablesOf(node) }];
  // The node of an unclosed `[[` ends before its words do.
  const { start, end } = nodeRange(source, node);
  const range = { start, end: Math.max(end, words.at(-1)!.range.end) };
  const parts = { range, words, assignments: [], redirects: [], time: null };
  addCommand(reading, place, joint, parts, node.type === "TestCommand" ? "[[" : "((");
  readHeldScripts(reading, place, node);
}
