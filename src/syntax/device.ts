import { sourceRange } from "../text/mapped-text.ts";
import { splitCsv } from "./csv.ts";
import { parseBool } from "./literals.ts";
import type { Flag, SyntaxProblem } from "./nodes.ts";
import { quote } from "./quote.ts";

/**
 * What BuildKit rejects in `RUN --device=`: CSV of a name, alone or after `name=`, and `required`. Variables are not put in here.
 * Any field may be the name as long as there is none yet.
 */
export function deviceProblem(flag: Flag): SyntaxProblem | null {
  const { mapped } = flag;
  if (mapped === null) return null;
  const help = "write `--device=vendor.com/class=name,required`";
  const cells = mapped.text === "" ? [] : splitCsv(mapped);
  if (cells === null || cells.length === 0) {
    return { code: "invalid-device", message: "`--device` names no device", range: flag.range, help };
  }
  let hasName = false;
  for (const cell of cells) {
    const equals = cell.text.indexOf("=");
    const key = (equals === -1 ? cell.text : cell.text.slice(0, equals)).toLowerCase();
    const value = equals === -1 ? null : cell.text.slice(equals + 1);
    const isValid = key === "required" ? value === null || parseBool(value) !== null : !hasName;
    if (!isValid) {
      const range = sourceRange(cell, 0, cell.text.length);
      return { code: "invalid-device", message: `\`--device\` can't use ${quote(cell.text)}`, range, help };
    }
    hasName ||= key !== "required" && (key === "name" ? value !== "" : cell.text !== "");
  }
  return null;
}
