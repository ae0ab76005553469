/**
 * Names of build arguments and variables whose value people set anew for every build, so that every later RUN misses.
 * Source: the variables that CI systems define (GitHub Actions, GitLab, CircleCI, Jenkins, Travis, Azure Pipelines, Bitbucket,
 * TeamCity, Buildkite documentation) and the names in the OCI image annotations; list as of 2026-11.
 */

export interface VolatileName {
  /** Upper case, words joined by `_`. */
  readonly name: string;
  /** What it carries. */
  readonly carries: "commit" | "branch" | "date" | "build number" | "cache buster" | "build link";
}

const named = (carries: VolatileName["carries"], names: string): VolatileName[] =>
  names.split(/\s+/).map((name) => ({ name, carries }));

/** Exact names. */
export const volatileNames: readonly VolatileName[] = [
  ...named(
    "commit",
    `SHA SHA1 COMMIT COMMITID COMMIT_ID COMMIT_SHA COMMIT_HASH COMMIT_REF COMMIT_REV COMMIT_MESSAGE SHORT_SHA SHORT_COMMIT
     REVISION REV VCS_REF VCS_REV VCS_REVISION VCS_COMMIT SOURCE_COMMIT SOURCE_REVISION SCM_REVISION HEAD_SHA
     GIT_SHA GIT_SHA1 GIT_HASH GIT_COMMIT GIT_COMMIT_SHA GIT_COMMIT_HASH GIT_COMMIT_SHORT GIT_COMMIT_ID GIT_REV GIT_REVISION
     GIT_SHORT_SHA GIT_SHA_SHORT GIT_DESCRIBE GIT_HEAD GITCOMMIT GITHASH GITSHA BUILD_SHA BUILD_COMMIT BUILD_REF BUILD_REVISION
     BUILD_VCS_NUMBER BUILD_SOURCEVERSION APP_COMMIT APP_REVISION APP_GIT_SHA RELEASE_SHA RELEASE_COMMIT
     GITHUB_SHA CI_COMMIT CI_COMMIT_SHA CI_COMMIT_SHORT_SHA CI_COMMIT_MESSAGE CIRCLE_SHA1 TRAVIS_COMMIT BITBUCKET_COMMIT
     BUILDKITE_COMMIT DRONE_COMMIT DRONE_COMMIT_SHA HEROKU_SLUG_COMMIT VERCEL_GIT_COMMIT_SHA RAILWAY_GIT_COMMIT_SHA
     RENDER_GIT_COMMIT SENTRY_RELEASE NEXT_PUBLIC_GIT_SHA NEXT_PUBLIC_COMMIT_SHA VITE_GIT_SHA VITE_COMMIT_SHA
     REACT_APP_GIT_SHA REACT_APP_COMMIT_SHA`,
  ),
  ...named(
    "date",
    `DATE BUILD_DATE BUILD_TIME BUILD_TIMESTAMP BUILD_DATETIME BUILD_DATE_TIME BUILDDATE BUILDTIME BUILD_AT BUILT_AT BUILD_EPOCH
     COMMIT_DATE COMMIT_TIME COMMIT_TIMESTAMP GIT_DATE GIT_COMMIT_DATE GIT_TIMESTAMP CI_COMMIT_TIMESTAMP CI_PIPELINE_CREATED_AT
     TIMESTAMP DATETIME CREATED CREATED_AT NOW IMAGE_CREATED SOURCE_DATE_EPOCH`,
  ),
  ...named(
    "build number",
    `BUILD_NUMBER BUILD_NUM BUILD_NO BUILD_ID BUILDID BUILDNUMBER BUILD_COUNTER BUILD_BUILDID BUILD_BUILDNUMBER BUILD_TAG RUN_ID
     RUN_NUMBER JOB_ID PIPELINE_ID GITHUB_RUN_ID GITHUB_RUN_NUMBER GITHUB_RUN_ATTEMPT CI_JOB_ID CI_PIPELINE_ID CI_PIPELINE_IID
     CI_BUILD_ID CI_BUILD_NUMBER CIRCLE_BUILD_NUM CIRCLE_WORKFLOW_ID TRAVIS_BUILD_NUMBER TRAVIS_BUILD_ID TRAVIS_JOB_ID
     BITBUCKET_BUILD_NUMBER BUILDKITE_BUILD_NUMBER BUILDKITE_BUILD_ID DRONE_BUILD_NUMBER SEMAPHORE_WORKFLOW_ID`,
  ),
  ...named(
    "branch",
    `GIT_BRANCH GITHUB_REF GITHUB_REF_NAME GITHUB_HEAD_REF CI_COMMIT_BRANCH CI_COMMIT_REF_NAME CI_COMMIT_REF_SLUG CIRCLE_BRANCH
     TRAVIS_BRANCH BITBUCKET_BRANCH BUILDKITE_BRANCH VCS_BRANCH SOURCE_BRANCH`,
  ),
  ...named(
    "build link",
    "BUILD_URL CI_JOB_URL CI_PIPELINE_URL CIRCLE_BUILD_URL BUILDKITE_BUILD_URL TRAVIS_BUILD_WEB_URL",
  ),
  ...named(
    "cache buster",
    `CACHEBUST CACHE_BUST CACHE_BUSTER CACHEBUSTER CACHE_DATE CACHE_BREAK CACHE_BREAKER BUST_CACHE CACHE_KEY_DATE FORCE_REBUILD
     REBUILD INVALIDATE_CACHE NOCACHE NO_CACHE_DATE RANDOM`,
  ),
];

/**
 * Endings that mark a name as volatile whatever stands before: `WEB_GIT_SHA`, `API_BUILD_DATE`.
 * `VERSION`, `TAG` and `RELEASE` are left out on purpose: they mostly name a version of a tool that seldom changes.
 */
const volatileEndings: readonly VolatileName[] = [
  ...named("commit", "_GIT_SHA _GIT_COMMIT _GIT_HASH _GIT_REV _COMMIT_SHA _COMMIT_HASH _VCS_REF"),
  ...named("date", "_BUILD_DATE _BUILD_TIME _BUILD_TIMESTAMP"),
  ...named("build number", "_BUILD_NUMBER _BUILD_ID"),
  ...named("cache buster", "_CACHEBUST _CACHE_BUST"),
];

const byName = new Map(volatileNames.map((row) => [row.name, row]));

/** What a variable of this name carries when its value changes with nearly every build; `null` for any other name. */
export function volatileNameOf(name: string): VolatileName | null {
  const upper = name.toUpperCase().replaceAll("-", "_");
  return byName.get(upper) ?? volatileEndings.find((row) => upper.endsWith(row.name)) ?? null;
}
