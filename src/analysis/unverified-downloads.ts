import type { Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import { remoteKind } from "../syntax/literals.ts";
import type { Range } from "../text/range.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";

/** An ADD of an URL whose content nothing compares with what it was. */
export interface UnverifiedDownload {
  readonly step: Step;
  readonly range: Range;
  readonly url: string;
  /** `http`: anybody on the way can change it · `versioned`: the URL names a version, so that its content has one digest. */
  readonly why: "http" | "versioned";
}

/** In the order of the file. What changes, or differs between platforms, has no one digest: over TLS nothing is said of it. */
export const unverifiedDownloads = defineFact(
  "unverified-downloads",
  (analysis): readonly UnverifiedDownload[] =>
    analysis.file.stages.flatMap((stage) => inStage(stage, analysis)),
);

function inStage(stage: Stage, { file, use }: Analysis): readonly UnverifiedDownload[] {
  const found: UnverifiedDownload[] = [];
  for (const step of stage.steps) {
    const { instruction, state } = step;
    if (instruction.kind !== "ADD" || instruction.flags.some(({ name }) => name === "checksum")) continue;
    for (const { text, range } of instruction.sources) {
      const { value, complete } = expand(text, state.scope, file.syntax.escape);
      if (remoteKind(value) !== "http") continue;
      const why = value.startsWith("http:")
        ? "http"
        : complete && versionInUrl.test(value)
          ? "versioned"
          : null;
      if (why !== null) found.push({ step, range, url: value, why });
    }
  }
  if (found.length === 0) return found;
  const lastCheck = stage.steps.findLast(
    ({ instruction }) =>
      instruction.kind === "RUN" &&
      use(commands)
        .of(instruction)
        .commands.some(({ name }) => checkers.test(name)),
  );
  return found.filter(({ step }) => lastCheck === undefined || lastCheck.index < step.index);
}

/** A version of two numbers or more; a commit. */
const versionInUrl = /[/_=@-]v?\d{1,5}\.\d|\/[0-9a-f]{40}\//i;

/** Programs that compare a file with a digest or a signature. */
const checkers = /^(?:(?:sha\d+|md5|b2)sum|shasum|openssl|gpgv?\d?|cosign|minisign|signify|slsa-verifier)$/;
