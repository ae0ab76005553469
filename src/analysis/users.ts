import { baseImage } from "../knowledge/base-images.ts";
import type { Stage, Step, UserState } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { defineFact } from "./fact.ts";
import { type ExternalBase, stageGraph } from "./stage-graph.ts";

/** As whom things run. */
export interface Users {
  /** Whom a RUN at this place runs as. */
  at(step: Step): EffectiveUser;
  /** Whom a container of this stage runs as. An entrypoint of the base image that gives up root makes it `unknown`. */
  atEnd(stage: Stage): EffectiveUser;
}

export interface EffectiveUser {
  readonly kind: "root" | "user" | "unknown";
  /** Name or number with the group, if any, after expansion; `null` where only the base image knows it. */
  readonly text: string | null;
  /** The USER that decides; `null` when the base image does. */
  readonly setBy: Instruction | null;
  /** Half a sentence: where the answer comes from, or why there is none. */
  readonly reason: string;
}

export const users = defineFact("users", ({ file, use }): Users => {
  const graph = use(stageGraph);
  const hasEntrypoint: boolean[] = [];
  for (const stage of file.stages) {
    const inherits = stage.base.kind === "stage" && hasEntrypoint[stage.base.stage.index] === true;
    hasEntrypoint.push(inherits || stage.steps.some(({ instruction }) => instruction.kind === "ENTRYPOINT"));
  }
  return {
    at: (step) => effectiveUser(step.state.user, graph.root(step.stage)),
    atEnd: (stage) => {
      const root = graph.root(stage);
      const user = effectiveUser(stage.end.user, root);
      const givesUpRoot = user.kind === "root" && !hasEntrypoint[stage.index] && hasDroppingEntrypoint(root);
      if (!givesUpRoot) return user;
      return { ...user, kind: "unknown", reason: "the entrypoint of the base image changes to another user" };
    },
  };
});

function effectiveUser({ value, setBy, known }: UserState, base: ExternalBase): EffectiveUser {
  if (value === null) return { ...userOfBase(base), text: null, setBy };
  if (!known) {
    return {
      kind: "unknown",
      text: value,
      setBy,
      reason: `\`USER ${value}\` holds a variable without a known value`,
    };
  }
  return { kind: isRoot(value) ? "root" : "user", text: value, setBy, reason: `\`USER ${value}\` sets it` };
}

/** The part before `:` decides; nothing, as in `USER ""`, leaves the container's default, which is root. */
function isRoot(text: string): boolean {
  const [name = ""] = text.split(":", 1);
  return name === "root" || /^0*$/.test(name);
}

function userOfBase(base: ExternalBase): Pick<EffectiveUser, "kind" | "reason"> {
  if (base.kind === "scratch") return { kind: "root", reason: "there is no USER, and `scratch` has none" };
  if (base.kind === "unknown") return { kind: "unknown", reason: "the base image is not known" };
  const { runsAs } = baseImage(base.image);
  // A digest says nothing to people, and fills the line.
  const [text] = base.image.text.split("@", 1);
  const name = `\`${text}\``;
  if (runsAs === null) return { kind: "unknown", reason: `the user that ${name} sets is not known` };
  if (runsAs === "user") return { kind: "user", reason: `${name} sets a user of its own` };
  return { kind: "root", reason: `there is no USER, and ${name} runs as root` };
}

function hasDroppingEntrypoint(base: ExternalBase): boolean {
  return base.kind === "image" && baseImage(base.image).runsAs === "entrypoint";
}
