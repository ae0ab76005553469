import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import multitool from "@microsoft/sarif-multitool";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const root = join(import.meta.dirname, "../..");

export type OwnSchema = "check" | "compare" | "estimate" | "optimize" | "timings" | "why";

/**
 * Our own schemas, read strictly, so that a mistyped keyword in them is an error. They let unknown keys pass, for the sake of those who
 * validate by an older one; here every key has to be in the schema.
 */
export function ownSchema(name: OwnSchema): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  return ajv.compile(closed(ownSchemaText(name)) as object);
}

/** A schema as it is published. */
export function ownSchemaText(name: OwnSchema): object {
  return readJson(join(root, "schema", `${name}.json`));
}

/** The schema with no other keys than it names, wherever it names some. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return inner.type === "object" && "properties" in inner ? { ...inner, additionalProperties: false } : inner;
}

/** The schema of SARIF 2.1.0 that OASIS publishes, as Microsoft's tool ships it. */
export function sarifSchema(): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(readJson(join(dirname(multitool), "sarif-2.1.0.json")));
}

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, "utf8"));
}
