import { isToolingName } from "../analysis/target-purpose.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import type { Host } from "../host/host.ts";
import { type AgreedBuild, agreedBuild } from "../invocations/agreed-build.ts";
import type { FoundInvocations } from "../invocations/build-invocation.ts";
import { invocationRoot } from "../invocations/invocation-root.ts";
import { resolvePath } from "../text/posix-path.ts";
import { shownPath } from "./read-inputs.ts";
import type { Terminal } from "./terminal.ts";

/** Gives an input the context, target and arguments with which the files of its repository build it; one for which the user says any of them stays. */
export function declaredBuilds(host: Host, terminal: Terminal): (input: LintInput) => Promise<LintInput> {
  let read: ((dockerfile: string) => Promise<FoundInvocations>) | null = null;
  return async (input) => {
    if (!isOpen(input)) return input;
    const { invocationReader } = await import("../invocations/read-invocations.ts");
    read ??= invocationReader(host);
    const found = await read(input.dockerfile);
    const built = withDeclaredContext(input, found, terminal);
    const target = agreedBuild(found)?.target ?? null;
    // In a stage for tests or development other things count than in what is deployed, wherever that is built.
    if (target === null || isToolingName(target)) return built;
    const targeted = { ...built, target };
    return analyzeInput(targeted).file.unknownTarget === null ? targeted : built;
  };
}

/** The same without the target. */
export function withDeclaredContext(
  input: LintInput,
  found: FoundInvocations,
  terminal: Terminal,
): LintInput {
  const build = isOpen(input) ? agreedBuild(found) : null;
  if (build === null || !isOpen(input)) return input;
  return { ...input, buildArgs: build.buildArgs, declared: declaredContext(input, build, terminal) };
}

function declaredContext(
  { host, dockerfile }: PlacedInput,
  { context, by }: AgreedBuild,
  terminal: Terminal,
): LintInput["declared"] {
  if (context === null) return null;
  const root = invocationRoot(host, dockerfile);
  return {
    root: resolvePath(root, context),
    by: { path: shownPath(resolvePath(root, by.path), terminal), line: by.line },
  };
}

type PlacedInput = LintInput & { readonly host: Host; readonly dockerfile: string };

function isOpen(input: LintInput): input is PlacedInput {
  const { host, dockerfile, context, target, buildArgs } = input;
  return (
    (host ?? null) !== null &&
    (dockerfile ?? null) !== null &&
    (context ?? null) === null &&
    (target ?? null) === null &&
    Object.keys(buildArgs ?? {}).length === 0
  );
}
