import { supportEnds } from "../knowledge/support-ends.ts";
import { defineFact } from "./fact.ts";
import { type ImageUse, imageUses } from "./image-uses.ts";
import { imageVersions, spellings } from "./image-versions.ts";

/** An image with something in it that gets no fixes any more. */
export interface EndedSupport {
  readonly use: ImageUse;
  /** `Node.js 18`, and the last day (`2025-04-30`); the image's own subject first. */
  readonly ended: readonly { readonly title: string; readonly on: string }[];
}

/** In the order of the file; nothing where nobody says what day it is. */
export const endedSupport = defineFact("ended-support", ({ options, use }): readonly EndedSupport[] => {
  const today = options.today ?? null;
  if (today === null) return [];
  return use(imageUses).flatMap((one) => {
    const ended = imageVersions(one.image).flatMap(({ name, version }) => {
      const row = Object.hasOwn(supportEnds, name) ? supportEnds[name]! : null;
      const known = spellings(version).find((each) => row !== null && Object.hasOwn(row.ends, each));
      const on = known === undefined ? undefined : row?.ends[known];
      return row === null || on === undefined || on >= today ? [] : [{ title: `${row.title} ${known}`, on }];
    });
    return ended.length === 0 ? [] : [{ use: one, ended }];
  });
});
