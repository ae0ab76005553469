import type { Stage, Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";

/** A name of a user or group where no file of the image says which number it has. */
export interface NamelessUser {
  readonly step: Step;
  readonly name: string;
  /** `passwd` for users, `group` for groups. */
  readonly missing: "passwd" | "group";
  readonly range: Range;
}

/**
 * Names in USER and `--chown` of stages that start from scratch and got no `/etc/passwd` or `/etc/group` so far. A copy to `/`, to `/etc`, or to
 * a place that is not known may have brought them; so may anything that runs.
 */
export const namelessUsers = defineFact("nameless-users", ({ file, use }): readonly NamelessUser[] => {
  const { root } = use(stageGraph);
  const escapeCharacter = file.syntax.escape;
  const found: NamelessUser[] = [];
  const mayHave = new Map<Stage, boolean>();
  for (const stage of file.stages) {
    if (root(stage).kind !== "scratch") continue;
    let mayHaveNames = stage.base.kind === "stage" && mayHave.get(stage.base.stage) === true;
    for (const step of stage.steps) {
      if (mayHaveNames) break;
      const { instruction, state } = step;
      if (instruction.kind === "USER" && instruction.user !== null) {
        const { text, range } = instruction.user;
        found.push(...namesIn(text, range, step));
      } else if (instruction.kind === "COPY" || instruction.kind === "ADD") {
        for (const { name, value, valueRange, range } of instruction.flags) {
          if (name === "chown" && value !== null) found.push(...namesIn(value, valueRange ?? range, step));
        }
        const target = expand(instruction.destination?.text ?? "", state.scope, escapeCharacter);
        const path = target.complete ? pathInImage(state.workdir.path, target.value, escapeCharacter) : null;
        mayHaveNames = path === null || /^\/(?:etc(?:\/(?:passwd|group))?)?$/.test(path);
      } else {
        mayHaveNames = instruction.kind === "RUN";
      }
    }
    mayHave.set(stage, mayHaveNames);
  }
  return found;

  function namesIn(text: string, range: Range, step: Step): readonly NamelessUser[] {
    const { value, complete } = expand(text, step.state.scope, escapeCharacter);
    if (!complete) return [];
    const [user = "", group = ""] = value.split(":");
    const isName = (name: string): boolean => name !== "" && !/^\d+$/.test(name);
    if (isName(user)) return [{ step, name: user, missing: "passwd", range }];
    return isName(group) ? [{ step, name: group, missing: "group", range }] : [];
  }
});
