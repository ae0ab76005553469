/** `registry/path:tag@digest`, split as the distribution reference grammar does. */
export interface ImageReference {
  /** As written, after expansion of variables. */
  readonly text: string;
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** Path within the registry; `library/` is added for official images of docker.io. */
  readonly repository: string;
  /** The repository as people write it: `node`, `ghcr.io/owner/name`. */
  readonly familiarName: string;
  readonly tag: string | null;
  /** `sha256:…`. */
  readonly digest: string | null;
}
