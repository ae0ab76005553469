import { frontends, partsOfFrontends } from "../knowledge/frontends.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { Comment, Directive } from "../syntax/nodes.ts";
import { nearestName } from "../text/nearest-name.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";

/** A `# syntax=` that does not lead to the frontend that is meant. */
export interface WrongFrontend {
  readonly range: Range;
  /** As written. */
  readonly text: string;
  /**
   * `name`: no image has that name, or not that one is meant · `reference`: it is no name of an image · `tag`: the image has no such tag ·
   * `directive`: the line is a comment, since its first word is misspelt.
   */
  readonly why: "name" | "reference" | "tag" | "directive";
  /** What is meant, in place of the range; `null` where that is not plain. */
  readonly meant: string | null;
}

/** `null` without a directive, or when it may be right. */
export const wrongFrontend = defineFact("frontend-names", ({ file }): WrongFrontend | null => {
  const { directives, comments, instructions } = file.syntax;
  const directive = directives.find(({ name }) => name === "syntax");
  if (directive !== undefined) return inDirective(directive);
  const head = instructions[0]?.range.start ?? file.text.length;
  const [first] = comments;
  return first === undefined || first.range.start > head ? null : inComment(first);
});

/** The builder takes what stands before the first blank (`parser/directives.go`, `detectDirectiveFromParser`; read 2026-11). */
function inDirective({ value, valueRange }: Directive): WrongFrontend | null {
  const [text = ""] = value.split(" ", 1);
  const range = { start: valueRange.start, end: valueRange.start + text.length };
  const image = parseImageReference(text);
  if (image === null) {
    const whole = value.replace(/[\s"'`]+/g, "");
    const isMeant = frontends.includes(parseImageReference(whole)?.familiarName ?? "");
    return { range: valueRange, text: value, why: "reference", meant: isMeant ? whole : null };
  }
  const { registry, familiarName, tag, digest } = image;
  if (registry !== "docker.io") return null;
  const rest = text.slice(text.indexOf(familiarName) + familiarName.length);
  if (frontends.includes(familiarName)) {
    const isTag = tag === null || digest !== null || !/^v\d/.test(tag);
    return isTag ? null : { range, text, why: "tag", meant: text.replace(`:${tag}`, `:${tag.slice(1)}`) };
  }
  if (partsOfFrontends.has(familiarName)) {
    const meant = familiarName.endsWith("-upstream") ? frontends[1]! : frontends[0]!;
    return { range, text, why: "name", meant: meant + rest };
  }
  const nearest = nearestName(familiarName, frontends, mostEdits);
  return nearest === null ? null : { range, text, why: "name", meant: nearest + rest };
}

/** Other names are those of other frontends. */
const mostEdits = 2;

/** `# sytnax=docker/dockerfile:1`: nothing but a directive looks like this. */
function inComment({ text, range }: Comment): WrongFrontend | null {
  const match = /^(\s*)(\w{4,10})\s*=\s*docker\/dockerfile\b/.exec(text);
  const name = match?.[2]?.toLowerCase();
  if (match === null || name === undefined || name === "syntax") return null;
  if (nearestName(name, ["syntax"], mostEdits) === null) return null;
  const start = range.start + 1 + match[1]!.length;
  return { range: { start, end: start + name.length }, text: name, why: "directive", meant: "syntax" };
}
