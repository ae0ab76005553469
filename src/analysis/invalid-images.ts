import { parseImageReference } from "../model/image-reference.ts";
import type { Word } from "../syntax/nodes.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";

/** A name in FROM that the builder can't take for the name of an image. */
export interface InvalidImage {
  readonly image: Word;
  /** The same in small letters, where that is a name. */
  readonly meant: string | null;
}

/** What stands before tag and digest, in which capital letters are right. */
const nameGrammar = /^[^@]*?(?=(?::[^/:@]*)?(?:@.*)?$)/;

/** In the order of the file. Only names without variables, of stages that the target needs: the builder reads no others. */
export const invalidImages = defineFact("invalid-images", ({ file, use }): readonly InvalidImage[] =>
  file.stages.flatMap((stage) => {
    const { base, from } = stage;
    if (base.kind !== "unknown" || from.image === null || from.problems.length > 0) return [];
    if (base.text === "" || from.image.text.includes("$") || !use(stageGraph).isReachable(stage)) return [];
    const [name = ""] = nameGrammar.exec(base.text) ?? [];
    const lower = name.toLowerCase() + base.text.slice(name.length);
    return [{ image: from.image, meant: parseImageReference(lower) === null ? null : lower }];
  }),
);
