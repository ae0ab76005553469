/** What becomes of a segment in a build. */
export const outcome = {
  hit: 0,
  miss: 1,
  /** A hit that is fetched from a cache outside of the builder, as a step that runs stands on it. */
  restored: 2,
} as const;
