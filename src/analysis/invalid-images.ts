import { parseImageReference } from "../model/image-reference.ts";
import { expand } from "../model/variables.ts";
import type { Word } from "../syntax/nodes.ts";
import { defineFact } from "./fact.ts";

/** A FROM with a name that neither a stage above nor any image can have. */
export interface InvalidImage {
  readonly image: Word;
  /** The same in small letters, if that is a name. */
  readonly lowerCase: string | null;
  /** Whether that is a stage above: FROM looks for names of stages as they are written. */
  readonly isStage: boolean;
}

/** Names without variables: what others are is known when the build has its arguments. */
export const invalidImages = defineFact("invalid-images", ({ file }): readonly InvalidImage[] => {
  const names = new Set<string>();
  const found: InvalidImage[] = [];
  for (const { base, from, name } of file.stages) {
    const { image } = from;
    if (base.kind === "unknown" && image !== null && from.problems.length === 0) {
      const { value, references } = expand(image.text, file.globalScope, file.syntax.escape);
      // A tag has a case of its own.
      const lower = value.replace(/^.*?(?=(?::[^/]*)?(?:@.*)?$)/, (name) => name.toLowerCase());
      const isStage = names.has(lower);
      const isName = isStage || parseImageReference(lower) !== null;
      if (references.length === 0) found.push({ image, lowerCase: isName ? lower : null, isStage });
    }
    if (name !== null) names.add(name);
  }
  return found;
});
