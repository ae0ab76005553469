import { leftOutCodes } from "../knowledge/left-out-codes.ts";
import { isFamily } from "../rule/alias.ts";
import { severities } from "../rule/finding.ts";
import type { OptionSpec } from "../rule/options.ts";
import { presets, type Rule } from "../rule/rule.ts";
import type { fileKeys, overrideKeys, settingKeys } from "./stowage-file.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The JSON schema of `.stowage.yaml`, for editors: keys, names of rules and their options. */
export function configSchema(rules: readonly Rule[]): Schema {
  const names = [...new Set(rules.flatMap(({ id, aliases = [] }) => [id, ...aliases]))];
  const families = names.filter(isFamily).map((name) => `^${name.replaceAll("#", "\\d")}$`);
  const configurable = rules.filter(({ options = {} }) => Object.keys(options).length > 0);
  const rule = { $ref: "#/$defs/rule" };
  // Lists that come from other tools hold their codes, also those for which there is no rule.
  const code = { anyOf: [rule, { $ref: "#/$defs/leftOut" }] };
  const settings: Readonly<Record<(typeof settingKeys)[number], Schema>> = {
    preset: { description: "Set of rules to run.", enum: presets },
    select: oneOrMany("The only rules to run, whatever the preset: ids or aliases.", rule),
    ignore: oneOrMany("Rules that do not run: ids or aliases.", code),
    severities: {
      description: "Severities of rules, or of their findings that an alias stands for.",
      type: "object",
      propertyNames: code,
      additionalProperties: { enum: [...severities, "off"] },
    },
    options: {
      description: "Options of rules.",
      type: "object",
      properties: Object.fromEntries(
        configurable.flatMap(({ id, aliases = [] }) =>
          [id, ...aliases].map((name) => [name, { $ref: `#/$defs/${id}` }]),
        ),
      ),
      additionalProperties: false,
    },
    failOn: { description: "Least severity that makes the exit code 1.", enum: [...severities, "none"] },
    context: { description: "Build context, relative to this file.", type: "string" },
    baseline: {
      description: "File with the findings of old, relative to this file; `--update-baseline` writes it.",
      type: "string",
    },
    hadolintComments: {
      description: "Whether comments such as `# hadolint ignore=DL3006` hide findings.",
      type: "boolean",
    },
  };
  const override: Readonly<Record<(typeof overrideKeys)[number], Schema>> = {
    files: oneOrMany("Dockerfiles, as patterns of `.gitignore`, relative to this file.", {
      type: "string",
    }),
    ...settings,
  };
  const file: Readonly<Record<(typeof fileKeys)[number], Schema>> = {
    extends: oneOrMany("Configuration files that come before this one, relative to it.", { type: "string" }),
    ...settings,
    overrides: {
      description: "Settings for some Dockerfiles; later ones are stronger.",
      type: "array",
      items: { type: "object", properties: override, required: ["files"], additionalProperties: false },
    },
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://unpkg.com/stowage/schema/stowage.json",
    title: "Configuration of stowage: `.stowage.yaml`",
    type: ["object", "null"],
    properties: file,
    additionalProperties: false,
    $defs: {
      leftOut: { enum: leftOutCodes.map(({ code }) => code) },
      rule: {
        anyOf: [
          { enum: names.filter((name) => !isFamily(name)) },
          ...families.map((pattern) => ({ type: "string", pattern })),
        ],
      },
      ...Object.fromEntries(configurable.map(({ id, options = {} }) => [id, optionsSchema(options)])),
    },
  };
}

function optionsSchema(options: Readonly<Record<string, OptionSpec>>): Schema {
  const properties = Object.entries(options).map(([name, spec]) => [
    name,
    { description: spec.summary, default: spec.default, ...valueSchema(spec) },
  ]);
  return { type: "object", properties: Object.fromEntries(properties), additionalProperties: false };
}

function valueSchema(spec: OptionSpec): Schema {
  switch (spec.kind) {
    case "boolean":
      return { type: "boolean" };
    case "strings":
      return { type: "array", items: { type: "string" } };
    case "string-map":
      return {
        type: "object",
        additionalProperties: spec.values ? { enum: spec.values } : { type: "string" },
      };
  }
}

function oneOrMany(description: string, item: Schema): Schema {
  return { description, anyOf: [item, { type: "array", items: item }] };
}
