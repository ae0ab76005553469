import type { BuildFile, Stage } from "../model/build-file.ts";
import type { User } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { insertBelow, keywordLike } from "./instruction-edits.ts";

/** Steps that change files, or decide who does. */
const needsRights: ReadonlySet<string> = new Set(["ADD", "COPY", "RUN", "USER", "WORKDIR"]);

/** The edit that sets the user behind the last step of a stage that may need root: in `setBy` where that is this step, or below it. */
export function userEdit(
  file: BuildFile,
  { from, steps }: Stage,
  setBy: User | null,
  name: string,
): TextEdit {
  const last = steps.findLast(({ instruction }) => needsRights.has(instruction.kind))?.instruction ?? from;
  return last === setBy && setBy.user !== null
    ? { range: setBy.user.range, text: name }
    : insertBelow(file, last, `${keywordLike(last, "USER")} ${name}`);
}
