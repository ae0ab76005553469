import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import multitool from "@microsoft/sarif-multitool";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const root = join(import.meta.dirname, "../..");

/** Our own schemas are read strictly, so that a mistyped keyword in them is an error. */
export function ownSchema(name: "check" | "estimate"): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  return ajv.compile(readJson(join(root, "schema", `${name}.json`)));
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
