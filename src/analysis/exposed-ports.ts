import type { State } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { Expose, Word } from "../syntax/nodes.ts";

/** A word of EXPOSE, `[[ip:]port:]port[-port][/protocol]`, taken apart as BuildKit does (`dockerfile2llb/convert_expose.go`, read 2026-08). */
export interface ExposedPort {
  readonly word: Word;
  /** What stands before the port of the container, without the colon; empty for a plain port. */
  readonly host: string;
  readonly port: string;
  /** As written; empty when there is none. */
  readonly protocol: string;
}

/** The ports of an EXPOSE with their variables replaced; without those whose variables have no known value. */
export function exposedPorts(
  { ports }: Expose,
  { scope }: State,
  escapeCharacter: "\\" | "`",
): readonly ExposedPort[] {
  return ports.flatMap((word) => {
    const { value, complete, problem } = expand(word.text, scope, escapeCharacter);
    // A variable may hold several.
    const values = complete && problem === null ? value.split(/\s+/).filter((part) => part !== "") : [];
    return values.map((part) => {
      const colon = part.lastIndexOf(":");
      const [port = "", ...protocol] = part.slice(colon + 1).split("/");
      return { word, host: part.slice(0, Math.max(colon, 0)), port, protocol: protocol.join("/") };
    });
  });
}
