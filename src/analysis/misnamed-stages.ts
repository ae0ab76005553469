import { isOfficialImage } from "../knowledge/official-images.ts";
import { nearestName } from "../text/nearest-name.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import { namedAt } from "./image-uses.ts";
import { stageGraph } from "./stage-graph.ts";

/** A name that a COPY or a mount reads, which is that of no stage and looks like no image, or can be none. */
export interface MisnamedStage {
  readonly kind: "copy" | "mount";
  /** The name as written. */
  readonly at: Range;
  readonly text: string;
  /** The earlier stage that it most likely means; `null` when none is close: then it may be a context that the build names. */
  readonly nearest: string | null;
  /** Whether the builder can look for an image of that name: it rejects others. */
  readonly canBeImage: boolean;
}

/** So many stages above are compared with a name, so that the work stays linear. */
const nearStages = 100;

/** A path, a tag or a digest make it the name of an image, and so does one of Docker's official images. */
export const misnamedStages = defineFact("misnamed-stages", ({ file, use }): readonly MisnamedStage[] =>
  use(stageGraph).images.flatMap((named) => {
    const { kind, text, step, image } = named;
    if (image !== null && (/[/:@.]/.test(text) || isOfficialImage(text))) return [];
    const { index } = step.stage;
    const earlier = file.stages
      .slice(Math.max(0, index - nearStages), index)
      .flatMap(({ name }) => name ?? []);
    return [
      {
        kind,
        at: namedAt(named, file.syntax.escape),
        text,
        nearest: nearestName(text, earlier) ?? shorterOrLonger(text, earlier),
        canBeImage: image !== null,
      },
    ];
  }),
);

/** `build` for `builder`, and the other way round. */
function shorterOrLonger(text: string, names: readonly string[]): string | null {
  const isEnding = (long: string, short: string) =>
    /^(?:s|er|ers|ed|ing)$/.test(long.slice(short.length)) && long.startsWith(short);
  const wanted = text.toLowerCase();
  return names.find((name) => isEnding(name, wanted) || isEnding(wanted, name)) ?? null;
}
