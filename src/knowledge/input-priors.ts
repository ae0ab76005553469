import type { BetaPrior } from "./hit-priors.ts";

/**
 * How often inputs other than files of the context are the same as in the build before. No replay covers them: these
 * are judgements of 2026-11, kept wide, until the history of the project itself answers. See `hit-priors.ts` for the counted ones.
 */
export const inputPriors = {
  /**
   * The layers behind a tag. Tags of official images move once in one to four weeks; with a build every half day and a move every
   * two weeks, exp(-0.5 / 14) = 0.965.
   */
  movingTag: judgement(13.5, 0.5, "official tags move once in 1-4 weeks, two builds a day"),
  /**
   * A cache mount is still warm on a builder that is kept; on others none counts. By default mounts go first once unused for 48 hours, when
   * there are more than 512 MB of them.
   */
  warmMount: judgement(4.5, 0.5, "a builder in daily use empties mounts seldom"),
  /** What a URL or a branch of a git remote gives. */
  remote: judgement(4.5, 0.5, "downloads are mostly releases"),
} as const satisfies Record<string, BetaPrior>;

function judgement(alpha: number, beta: number, basis: string): BetaPrior {
  return { alpha, beta, repositories: 0, basis };
}
