import { buildContext, inContext } from "../src/analysis/build-context.ts";
import { hadolintArchive, plainFile, unpackedByAdd } from "../src/knowledge/archive-names.ts";
import type { Step } from "../src/model/build-file.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import { remoteKind } from "../src/syntax/literals.ts";
import type { Word } from "../src/syntax/nodes.ts";
import { baseName, cleanPath } from "../src/text/posix-path.ts";

export default defineRule({
  id: "add-instead-of-copy",
  summary: "ADD is used where COPY does the same",
  category: "style",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3020", "DS-0005", "CKV_DOCKER_4", "9513a694", "CIS-DI-0009", "DF006", "BP002", "CL008"],
  check: {
    ADD({ instruction, state }, context) {
      const { sources, keyword, flags } = instruction;
      const kinds = sources.map((word) => kindOf(word, state, context));
      const isLiteral = context.literal === "hadolint";
      // A source that only ADD can take is a reason for ADD; hadolint wants the others in a COPY of their own.
      const found = isLiteral ? kinds.some(isPlain) : kinds.length > 0 && kinds.every(isPlain);
      if (!found) return;
      const onlyOfAdd = flags.some(({ name }) => /^(?:unpack|checksum|keep-git-dir)$/.test(name));
      context.report({
        at: keyword.range,
        message: kinds.every(isPlain)
          ? "`ADD` does nothing here that `COPY` does not"
          : `\`ADD\` copies \`${sources[kinds.findIndex(isPlain)]!.text}\` as \`COPY\` does`,
        help: "write `COPY`: who reads `ADD` looks for an archive that it unpacks or something that it downloads",
        ...(kinds.every(isPlain) &&
          !onlyOfAdd && {
            // Safe: COPY does the same with what is surely no archive. Unsafe: a name may tell too little.
            fix: {
              title: "Write `COPY`",
              applicability: kinds.every((kind) => kind === "plain") ? "safe" : "unsafe",
              edits: [{ range: keyword.range, text: keyword.text === "add" ? "copy" : "COPY" }],
            },
          }),
      });
    },
  },
});

/** `likely-plain`: its name tells nothing, and nearly all such files are no archives. */
type Kind = "plain" | "likely-plain" | "archive" | "remote" | "unknown";

function isPlain(kind: Kind): boolean {
  return kind === "plain" || kind === "likely-plain";
}

function kindOf({ text }: Word, state: Step["state"], { analysis, file, literal, use }: RuleContext): Kind {
  const { value, complete, references } = expand(text, state.scope, file.syntax.escape);
  if (!complete) return "unknown";
  if (remoteKind(value) !== null) return "remote";
  const path = cleanPath(`/${value}`).slice(1);
  const name = baseName(path);
  if (unpackedByAdd.test(name) || (literal === "hadolint" && hadolintArchive.test(name))) return "archive";
  if (path === "" || value.endsWith("/") || plainFile.test(name))
    return references.length === 0 ? "plain" : "likely-plain";
  if (/[*?[]/.test(name)) return literal === "hadolint" ? "likely-plain" : "unknown";
  const context = use(buildContext);
  const entry = context === null ? null : (analysis.host?.stat(inContext(context.root, path)) ?? null);
  return entry?.kind === "directory" ? "plain" : "likely-plain";
}
