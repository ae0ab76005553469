import type { BuildPlace } from "./build-invocation.ts";
import type { BuildCommand } from "./docker-commands.ts";

/** A build that a CI system runs, where and when. */
export interface CiBuild {
  /** 1-based line of the file of the CI system. */
  readonly line: number;
  readonly command: BuildCommand;
  readonly place: BuildPlace;
  readonly isFrequent: boolean;
  /** Whether files outside of the builder, such as a cache of `type=local`, come back in the next run. */
  readonly keepsFiles: boolean;
}
