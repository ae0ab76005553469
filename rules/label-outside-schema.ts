import { removeItem } from "../src/analysis/item-edits.ts";
import { type SchemaBreach, schemaBreaches, stagesToLabel } from "../src/analysis/label-schema.ts";
import { type LabelType, labelTypes } from "../src/knowledge/label-types.ts";
import { defineRule } from "../src/rule/rule.ts";

/** hadolint's code for a value that is not of a type, what the type is, and what to write. */
const typed: Readonly<
  Record<LabelType, { readonly code: string | null; readonly what: string; readonly write: string }>
> = {
  text: { code: null, what: "a text", write: "a text" },
  rawtext: { code: null, what: "a text", write: "a text" },
  url: { code: "DL3052", what: "an absolute URL", write: "one such as `https://example.com/shop`" },
  rfc3339: { code: "DL3053", what: "a time as in RFC 3339", write: "one such as `2026-11-21T09:30:00Z`" },
  spdx: { code: "DL3054", what: "an SPDX licence identifier", write: "one such as `Apache-2.0`" },
  hash: { code: "DL3055", what: "the hash of a commit", write: "7 or 40 hexadecimal digits in lower case" },
  semver: { code: "DL3056", what: "a version as in SemVer 2", write: "one such as `1.4.0`, without `v`" },
  email: { code: "DL3058", what: "a mail address", write: "one such as `team@example.com`" },
};

export default defineRule({
  id: "label-outside-schema",
  summary: "The labels of the image are not as the label schema wants them",
  category: "style",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [
    "DL3049",
    "DL3050",
    "DL3051",
    "DL3052",
    "DL3053",
    "DL3054",
    "DL3055",
    "DL3056",
    "DL3058",
    "DF074",
    "BP001",
  ],
  options: {
    labelSchema: {
      kind: "string-map",
      summary: "labels that the image has to have, and what each of them holds",
      default: {},
      values: labelTypes,
    },
    strictLabels: {
      kind: "boolean",
      summary: "report labels that are not in the schema",
      default: false,
    },
  },
  check: {
    file(file, context) {
      const { labelSchema, strictLabels } = context.options;
      const schema = new Map(Object.entries(labelSchema)) as ReadonlyMap<string, LabelType>;
      if (schema.size === 0 && !strictLabels) return;
      const { target } = file;
      const asHadolint = context.literal === "hadolint";
      const own = target === null || target.implicit ? [] : [target];
      for (const breach of schemaBreaches(
        context.analysis,
        schema,
        asHadolint ? stagesToLabel(context.analysis) : own,
      )) {
        if (breach.kind === "unknown" && !strictLabels) continue;
        // Unsafe: somebody may read the label. What another one has to hold, only a person knows.
        const edit =
          breach.kind === "unknown"
            ? removeItem(file, breach.use.instruction, breach.use.instruction.pairs, breach.use.pair.range)
            : null;
        for (const { code, message, help } of complaints(breach, asHadolint)) {
          context.report({
            at:
              breach.kind === "missing"
                ? (breach.stage.from.image?.range ?? breach.stage.from.range)
                : placeOf(breach),
            aliases: [code, "DF074", ...(breach.kind === "missing" ? ["BP001"] : [])],
            message,
            help,
            ...(edit && {
              fix: { title: "Remove the label", applicability: "unsafe", edits: [edit] },
            }),
          });
        }
      }
    },
  },
});

function placeOf({ kind, use }: Exclude<SchemaBreach, { kind: "missing" }>) {
  const { key, range, value } = use.pair;
  return kind === "unknown" ? key.range : kind === "empty" ? range : (value?.range ?? range);
}

interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

function complaints(breach: SchemaBreach, asHadolint: boolean): readonly Complaint[] {
  const label = `\`${breach.key}\``;
  if (breach.kind === "missing") {
    const message = `the image lacks the label ${label}`;
    return [
      { code: "DL3049", message, help: `add \`LABEL ${breach.key}=…\`, which the label schema asks for` },
    ];
  }
  if (breach.kind === "unknown") {
    const message = `the label ${label} is not in the label schema`;
    return [{ code: "DL3050", message, help: "remove it, or add it to the schema" }];
  }
  const { code, what, write } = typed[breach.type];
  const mistyped: Complaint[] =
    code === null
      ? []
      : [{ code, message: `the value of the label ${label} is not ${what}`, help: `write ${write}` }];
  if (breach.kind === "untyped") return mistyped;
  const empty = { code: "DL3051", message: `the label ${label} is empty`, help: `give it ${what}` };
  // An empty value is of no type either, which is one thing to say for us and two for hadolint.
  return asHadolint ? [empty, ...mistyped] : [empty];
}
