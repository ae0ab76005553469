/**
 * Images that read Dockerfiles, as `# syntax=` names them. Their tags are plain versions: `1`, `1.20`, `1-labs`, never `v1`.
 * Source: docs.docker.com/build/buildkit/frontend, hub.docker.com/r/docker/dockerfile (read 2026-11).
 */
export const frontends: readonly string[] = ["docker/dockerfile", "docker/dockerfile-upstream"];

/** What people write that leaves out the account, or the image. */
export const partsOfFrontends: ReadonlySet<string> = new Set([
  "docker",
  "dockerfile",
  "dockerfile-upstream",
  "library/docker",
  "library/dockerfile",
]);
