/**
 * The one place that knows the shell parser: `unbash`, which reads Bash and so also POSIX sh. Its trees are lazy: parts of
 * words and scripts of substitutions are parsed when first asked for, and may then throw or report errors of their own.
 */
import { forEachChild, type ParsedScript, parse, type SyntaxNode } from "unbash";

export type {
  ArithmeticCommand as ArithmeticCommandNode,
  Assignment as AssignmentNode,
  Command as CommandNode,
  CommandNode as MemberNode,
  CompoundList,
  HereDoc,
  ParsedScript,
  PipelineNode,
  Redirection,
  Statement,
  SyntaxNode,
  TestCommand as TestCommandNode,
  TestExpression,
  Time,
  Word,
  WordPart,
} from "unbash";

/** A node that holds a script of its own: `$(…)`, a backtick pair, `<(…)`. */
export type ScriptHolder = Extract<SyntaxNode, { script: ParsedScript | undefined }>;

/** Reads a script; unreadable text gives the part that could be read and `errors`. */
export function parseTree(text: string): ParsedScript {
  return parse(text);
}

/** How many heredocs may start on one line: the parser takes quadratic time in their number. */
const MAX_HEREDOCS = 500;

/** Whether a line may start more heredocs than `MAX_HEREDOCS`. */
export function hasCrowdedHeredocs(text: string): boolean {
  let feed = -1;
  let count = 0;
  for (let at = text.indexOf("<<"); at !== -1; at = text.indexOf("<<", at + 2)) {
    if (at > feed) {
      count = 0;
      feed = text.indexOf("\n", at);
      if (feed === -1) feed = text.length;
    }
    if (++count > MAX_HEREDOCS) return true;
  }
  return false;
}

/**
 * Calls back for every node at or below `node`, in source order, but not for what lies inside substitutions: of those
 * only the holder is visited. Keeps its own stack, as `$((1+1+1+…))` nests as deep as it is long.
 */
export function visitOutsideScripts(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  const pending: SyntaxNode[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    visit(next);
    if (holdsScript(next)) continue;
    const first = pending.length;
    forEachChild(next, (child) => {
      pending.push(child);
    });
    reverseFrom(pending, first);
  }
}

export function holdsScript(node: SyntaxNode): node is ScriptHolder {
  const { type } = node;
  return (
    type === "CommandExpansion" || type === "ProcessSubstitution" || type === "ArithmeticCommandExpansion"
  );
}

function reverseFrom(nodes: SyntaxNode[], first: number): void {
  for (let low = first, high = nodes.length - 1; low < high; low++, high--) {
    const node = nodes[low]!;
    nodes[low] = nodes[high]!;
    nodes[high] = node;
  }
}
