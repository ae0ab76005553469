import { type BuildInvocation, type FoundInvocations, isUnknown } from "./build-invocation.ts";
import { isLiteral } from "./written-build.ts";

/** What all places that build a Dockerfile say alike. */
export interface AgreedBuild {
  /** A folder, relative to the root of the repository; `null` where they differ, or one is known to the run alone. */
  readonly context: string | null;
  /** The first place that says so. */
  readonly by: BuildInvocation;
  /** The stage that all of them build, at least one of them in CI; `null` where they differ, or name none. */
  readonly target: string | null;
  /** Arguments that all of them give the same value, which is written out. */
  readonly buildArgs: Readonly<Record<string, string>>;
}

/**
 * What can be taken for granted of each build of a Dockerfile; `null` where nothing builds it. A stage that only developers build is not one to
 * look at alone: what is deployed is often built by a service that has no file here.
 */
export function agreedBuild({ invocations }: FoundInvocations): AgreedBuild | null {
  const [by] = invocations;
  if (by === undefined) return null;
  const { context, target, buildArgs } = by;
  const isAgreed = (isSame: (one: BuildInvocation) => boolean): boolean => invocations.every(isSame);
  const isInCi = invocations.some(({ place }) => place.runner !== "developer");
  const agreed = buildArgs.filter(
    ({ name, value }) =>
      value !== null &&
      isLiteral(value) &&
      isAgreed((one) => one.buildArgs.some((other) => other.name === name && other.value === value)),
  );
  return {
    by,
    context: !isUnknown(context) && isAgreed((one) => one.context === context) ? context : null,
    target: isInCi && !isUnknown(target) && isAgreed((one) => one.target === target) ? target : null,
    buildArgs: Object.fromEntries(agreed.map(({ name, value }) => [name, value!])),
  };
}
